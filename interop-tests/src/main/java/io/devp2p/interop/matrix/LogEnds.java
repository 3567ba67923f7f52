package io.devp2p.interop.matrix;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the end of a file that a peer may have made as long as it liked. */
final class LogEnds {

  private LogEnds() {}

  /**
   * The last bytes of a file as text, from the beginning of a line on.
   *
   * @param limit in bytes
   */
  static String read(Path file, int limit) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long skipped = Math.max(0, in.length() - limit);
      in.seek(skipped);
      byte[] end = new byte[Math.toIntExact(in.length() - skipped)];
      in.readFully(end);
      String text = new String(end, StandardCharsets.UTF_8);
      return skipped == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }
  }
}
