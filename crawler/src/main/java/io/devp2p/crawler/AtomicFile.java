package io.devp2p.crawler;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Writes a file so that its name never stands for a part of the content. */
public final class AtomicFile {

  /** The content of a file. */
  public interface Content {
    /** Writes it all. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes beside the file and renames, mode 0644.
   *
   * @throws IOException in one line; the old file is untouched
   */
  public static void write(Path file, Content content) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "not a directory");
    try {
      Path temporary =
          Files.createTempFile(directory, "." + file.getFileName(), ".new", mode(file));
      try {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
          content.writeTo(out);
          out.flush();
          channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (NoSuchFileException missing) {
      throw new IOException(file + ": no such directory", missing);
    } catch (AccessDeniedException denied) {
      throw new IOException(file + ": permission denied", denied);
    }
  }

  private static FileAttribute<?>[] mode(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"))
        }
        : new FileAttribute<?>[0];
  }
}
