package io.devp2p.node.files;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a chain directory cannot be used. The message is one line: file, place, reason. */
public final class ChainFileException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The whole file cannot be used. */
  public ChainFileException(Path file, String reason) {
    super(file + ": " + reason);
  }

  /**
   * A place in a file is wrong.
   *
   * @param place a block, or the path of a value
   */
  public ChainFileException(Path file, String place, String reason) {
    super(file + ": " + place + ": " + reason);
  }
}
