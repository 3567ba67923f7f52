package io.devp2p.cli;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.KeyFile;
import io.devp2p.core.crypto.NodeKey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that the user names: what is wrong with one is told in one line, with exit code 2. */
final class UserFiles {

  private UserFiles() {}

  static NodeKey key(Path file) throws IOException {
    try {
      return KeyFile.read(Curves.bouncyCastle(), file);
    } catch (FileSystemException unusable) {
      throw unusable(file, unusable);
    }
  }

  static byte[] read(Path file, int maxBytes) throws IOException {
    try {
      if (Files.size(file) > maxBytes) {
        throw new Failure(Exit.USAGE, file + ": larger than " + maxBytes + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (FileSystemException unusable) {
      throw unusable(file, unusable);
    }
  }

  static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text);
    } catch (FileSystemException unusable) {
      throw unusable(file, unusable);
    }
  }

  /** The line for a file that cannot be used. */
  static Failure unusable(Path file, FileSystemException why) {
    String reason =
        switch (why) {
          case NoSuchFileException missing -> "no such file or directory";
          case AccessDeniedException denied -> "permission denied";
          default -> why.getReason() == null ? "cannot be used" : why.getReason();
        };
    return new Failure(Exit.USAGE, file + ": " + reason);
  }
}
