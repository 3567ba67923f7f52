package io.devp2p.node.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads files of a chain directory. */
final class ChainFile {

  /** Bytes of a file: it is held in memory while it is read. Real ones have under 10 MB. */
  private static final int LARGEST = 512 << 20;

  private ChainFile() {}

  static Bytes read(Path file) throws ChainFileException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new ChainFileException(file, "larger than " + LARGEST + " bytes");
      }
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (ChainFileException tooLarge) {
      throw tooLarge;
    } catch (FileSystemException unusable) {
      throw new ChainFileException(file, reason(unusable));
    } catch (IOException unreadable) {
      throw new ChainFileException(file, String.valueOf(unreadable.getMessage()));
    }
  }

  private static String reason(FileSystemException unusable) {
    return switch (unusable) {
      case NoSuchFileException missing -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      default -> Optional.ofNullable(unusable.getReason()).orElse("cannot be read");
    };
  }
}
