package io.devp2p.core.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Node key files as go-ethereum has them: 64 hex digits, mode 0600. A file is complete or absent,
 * also when the process dies while writing: it is written under another name, flushed, and then
 * given its name. Messages of exceptions are one line that names the file and the reason.
 */
public final class KeyFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int MAX_SIZE = 66; // 64 digits and an end of line

  private KeyFile() {}

  /** {@link #read(Secp256k1, Path)} for the best curve. */
  public static NodeKey read(Path file) throws IOException {
    return read(Curves.best(), file);
  }

  /**
   * Reads a key.
   *
   * @param curve computes with it
   * @throws IOException if the file cannot be read, is a link, can be read by others, or holds
   *     anything but a key
   */
  public static NodeKey read(Secp256k1 curve, Path file) throws IOException {
    String text;
    try {
      requireOwnFile(file);
      text = new String(Files.readAllBytes(file), US_ASCII).replaceFirst("[\\r\\n]{1,2}$", "");
    } catch (FileSystemException unreadable) {
      throw explained(file, unreadable);
    }
    if (!text.matches("[0-9a-fA-F]{64}")) {
      throw new IOException(file + ": not a key file (64 hex digits expected)");
    }
    try {
      return NodeKey.of(curve, Bytes32.fromHexString(text));
    } catch (IllegalArgumentException notAKey) {
      throw new IOException(file + ": " + notAKey.getMessage(), notAKey);
    }
  }

  private static void requireOwnFile(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw notPlain(file);
    }
    if (isPosix(file)
        && !OWNER_ONLY.containsAll(
            Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
      throw new IOException(file + ": others can use this key; set its mode to 0600");
    }
    if (attributes.size() > MAX_SIZE) {
      throw new IOException(file + ": not a key file (64 hex digits expected)");
    }
  }

  /**
   * Writes a key.
   *
   * @param overwrite whether an existing file is replaced; a link is refused in any case
   * @throws FileAlreadyExistsException if the file exists and must not be replaced
   */
  public static void write(Path file, NodeKey key, boolean overwrite) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw notPlain(file);
    }
    try {
      Path temporary = writeTemporary(file, key);
      try {
        if (overwrite) {
          Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
          // A hard link fails where a file is, without a gap between the look and the write.
          Files.createLink(file, temporary);
        }
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (FileSystemException unwritable) {
      throw explained(file, unwritable);
    }
  }

  private static Path writeTemporary(Path file, NodeKey key) throws IOException {
    Path directory =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
    FileAttribute<?>[] mode =
        isPosix(directory)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Path temporary = Files.createTempFile(directory, "." + file.getFileName(), ".new", mode);
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(key.secret().toUnprefixedHexString().getBytes(US_ASCII)));
      channel.force(true);
      return temporary;
    } catch (IOException diskFull) {
      Files.deleteIfExists(temporary);
      throw diskFull;
    }
  }

  /** {@link #readOrCreate(Secp256k1, Path, RandomGenerator)} for the best curve. */
  public static NodeKey readOrCreate(Path file, RandomGenerator random) throws IOException {
    return readOrCreate(Curves.best(), file, random);
  }

  /** Reads the key of a file, or makes one where no file is. */
  public static NodeKey readOrCreate(Secp256k1 curve, Path file, RandomGenerator random)
      throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      try {
        NodeKey key = NodeKey.generate(curve, random);
        write(file, key, false);
        return key;
      } catch (FileAlreadyExistsException raced) {
        return read(curve, file);
      }
    }
    return read(curve, file);
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static IOException notPlain(Path file) {
    return new IOException(
        file + ": a key file must be a plain file, not a link, a directory or a device");
  }

  /** Exceptions of the file system name temporary files, and mostly give no reason in words. */
  private static FileSystemException explained(Path file, FileSystemException cause) {
    String name = file.toString();
    FileSystemException explained =
        switch (cause) {
          case NoSuchFileException missing ->
              new NoSuchFileException(name, null, "no such file or directory");
          case AccessDeniedException denied ->
              new AccessDeniedException(name, null, "permission denied");
          case FileAlreadyExistsException exists ->
              new FileAlreadyExistsException(name, null, "exists already and is not overwritten");
          default ->
              new FileSystemException(
                  name, null, Objects.requireNonNullElse(cause.getReason(), "not accessible"));
        };
    explained.initCause(cause);
    return explained;
  }
}
