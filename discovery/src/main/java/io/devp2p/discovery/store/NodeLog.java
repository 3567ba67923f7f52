package io.devp2p.discovery.store;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.Violation;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.apache.tuweni.bytes.Bytes;

/**
 * A file of entries, to which is appended only: 12 bytes of name, 4 of version, and for each entry
 * its length (2 bytes), itself, and the CRC32C of both (4 bytes), all big-endian. Not thread-safe.
 */
final class NodeLog implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(NodeLog.class.getName());

  /** Bytes that a file may have: many times what the bounds of {@link Shelf} can fill. */
  static final int SIZE = 64 << 20;

  private static final byte[] NAME = "devp2p nodes".getBytes(US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER = 16;
  private static final int FRAME = 6;

  /** Bytes of an entry: a record of 300, or a name of 255, and what stands around them. */
  private static final int ENTRY = 512;

  private final Path file;
  private FileChannel channel;
  // What is known to be on the disk; behind it may be the rest of a write that failed.
  private long end;

  private NodeLog(Path file, FileChannel channel, long end) {
    this.file = file;
    this.channel = channel;
    this.end = end;
  }

  /**
   * Opens a file, or makes one where none is. An unfinished or damaged end is cut off; a file of a
   * newer version is set aside under another name.
   *
   * @param entries takes what the file holds, in order
   * @throws IOException if the file is not one of ours, or cannot be read and written
   */
  static NodeLog open(Path file, Consumer<Entry> entries) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      ByteBuffer content = read(channel);
      int version = version(file, content);
      if (version > VERSION) {
        channel.close();
        setAside(file, version);
        return open(file, entries);
      }
      NodeLog log = new NodeLog(file, channel, 0);
      if (content.remaining() < HEADER) {
        log.write(header());
        keepName(file);
      } else {
        log.load(content, entries);
      }
      return log;
    } catch (IOException unusable) {
      channel.close();
      throw unusable;
    }
  }

  private static ByteBuffer read(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) Math.min(channel.size(), SIZE));
    while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
      // reads on
    }
    return content.flip();
  }

  /** The version of a file; ours for one that its writer did not get to begin. */
  private static int version(Path file, ByteBuffer content) throws IOException {
    for (int i = 0; i < Math.min(NAME.length, content.remaining()); i++) {
      if (content.get(i) != NAME[i]) {
        throw new IOException(file + ": not a node store");
      }
    }
    return content.remaining() < HEADER ? VERSION : content.getInt(NAME.length);
  }

  private static void setAside(Path file, int version) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".v" + Integer.toUnsignedString(version));
    LOG.log(WARNING, () -> file + " is of a newer version; it is now " + aside);
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes the name of a file outlive a power failure, where directories can be opened for that. */
  private static void keepName(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && File.separatorChar == '/') {
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  private static ByteBuffer header() {
    return ByteBuffer.allocate(HEADER).put(NAME).putInt(VERSION).flip();
  }

  private void load(ByteBuffer content, Consumer<Entry> entries) throws IOException {
    content.position(HEADER);
    while (loadNext(content, entries)) {
      // the next one
    }
    end = content.position();
    long damaged = channel.size() - end;
    if (damaged > 0) {
      LOG.log(INFO, () -> file + ": the last " + damaged + " bytes are unfinished and cut off");
      channel.truncate(end);
    }
  }

  private static boolean loadNext(ByteBuffer content, Consumer<Entry> entries) {
    int start = content.position();
    if (content.remaining() < FRAME) {
      return false;
    }
    int length = content.getShort(start) & 0xffff;
    if (length > ENTRY || content.remaining() < FRAME + length) {
      return false;
    }
    int sum = content.getInt(start + Short.BYTES + length);
    if (sum != checksum(content.slice(start, Short.BYTES + length))) {
      return false;
    }
    byte[] entry = new byte[length];
    content.get(start + Short.BYTES, entry);
    try {
      entries.accept(EntryCodec.decode(Bytes.wrap(entry)));
    } catch (Violation damaged) {
      return false;
    }
    content.position(start + FRAME + length);
    return true;
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /** Bytes of the file. */
  long size() {
    return end;
  }

  /** Appends entries; they are on the disk when this returns, all or, if it throws, none. */
  void append(List<Entry> entries) throws IOException {
    ByteBuffer frames = frames(entries);
    if (end + frames.remaining() > SIZE) {
      throw new IOException(file + " is full");
    }
    write(frames);
  }

  /** Puts a new file with these entries in place of this one. */
  void rewrite(List<Entry> entries) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    NodeLog compacted = open(fresh, entry -> {});
    try {
      compacted.append(entries);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      keepName(file);
    } catch (IOException kept) {
      compacted.close();
      Files.deleteIfExists(fresh);
      throw kept;
    }
    channel.close();
    channel = compacted.channel;
    end = compacted.end;
  }

  private static ByteBuffer frames(List<Entry> entries) {
    List<Bytes> encoded = entries.stream().map(EntryCodec::encode).toList();
    ByteBuffer frames = ByteBuffer.allocate(encoded.stream().mapToInt(e -> FRAME + e.size()).sum());
    for (Bytes entry : encoded) {
      int start = frames.position();
      frames.putShort((short) entry.size()).put(entry.toArrayUnsafe());
      frames.putInt(checksum(frames.slice(start, Short.BYTES + entry.size())));
    }
    return frames.flip();
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (channel.size() > end) { // an old entry there must not come to stand behind a new one
      channel.truncate(end);
    }
    long at = end;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    channel.force(false);
    end = at;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
