package io.devp2p.node.store;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Items in one file, to which is appended only: 12 bytes of name, 4 of version, then batches. A
 * batch is its length (4 bytes), its items, and the CRC32C of both (4 bytes); an item is its kind
 * (1 byte), key (32), length (4) and value; all integers big-endian.
 *
 * <p>A batch is there as a whole or not at all, and only if all batches before it are: so whoever
 * appends parts before what is made of them never finds it without them, whenever the process was
 * killed. Items never change; what is there already is not written again. Where each lies is held
 * in memory. The file belongs to one process at a time. Thread-safe.
 */
public final class ItemLog implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ItemLog.class.getName());

  /** Bytes of the items of a batch: some answers of a peer, each at most 16 MiB. */
  public static final int BATCH = 64 << 20;

  /** Items in a file: their places take some 150 bytes of memory each. */
  private static final int ITEMS = 8_000_000;

  private static final byte[] NAME = "devp2p items".getBytes(US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER = 16;
  private static final int FRAME = 2 * Integer.BYTES;

  private record Key(Kind kind, Bytes32 hash) {}

  private record Place(long at, int length) {}

  private final Path file;
  private final FileChannel channel;
  private final Map<Key, Place> places = new ConcurrentHashMap<>();

  // Guarded by this: what is known to be on the disk.
  private long end;

  private ItemLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file, or makes one where none is. Reads all of it once. The unfinished end of the last
   * batch is cut off.
   *
   * @throws IOException if the file is not one of ours, is damaged, cannot be read and written, or
   *     is in use
   */
  public static ItemLog open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException(file + ": another process uses it");
      }
      ItemLog log = new ItemLog(file, channel);
      log.load();
      return log;
    } catch (OverlappingFileLockException ours) {
      channel.close();
      throw new IOException(file + ": this process uses it already", ours);
    } catch (IOException unusable) {
      channel.close();
      throw unusable;
    }
  }

  /** Whether an item is there. */
  public boolean has(Kind kind, Bytes32 key) {
    return places.containsKey(new Key(kind, key));
  }

  /**
   * The value of an item, if it is there.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public Optional<Bytes> get(Kind kind, Bytes32 key) {
    return Optional.ofNullable(places.get(new Key(kind, key))).map(this::read);
  }

  /**
   * Keeps items; they are on the disk when this returns, all or, if it throws, none.
   *
   * @param items at most {@link #BATCH} bytes with keys
   */
  public synchronized void append(List<Item> items) throws IOException {
    List<Item> fresh = fresh(items);
    if (fresh.isEmpty()) {
      return;
    }
    if (places.size() + fresh.size() > ITEMS) {
      throw new IOException(file + " is full");
    }
    ByteBuffer batch = frame(fresh);
    long start = end;
    if (channel.size() > start) { // the rest of a write that failed
      channel.truncate(start);
    }
    long at = start;
    while (batch.hasRemaining()) {
      at += channel.write(batch, at);
    }
    channel.force(false);
    end = at;
    index(fresh, start + Integer.BYTES);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  // ---- writing

  private List<Item> fresh(List<Item> items) {
    List<Item> fresh = new ArrayList<>();
    Set<Key> seen = new HashSet<>();
    for (Item item : items) {
      Key key = new Key(item.kind(), item.key());
      if (!places.containsKey(key) && seen.add(key)) {
        fresh.add(item);
      }
    }
    return fresh;
  }

  private static ByteBuffer frame(List<Item> items) {
    long size = items.stream().mapToLong(Item::size).sum();
    if (size > BATCH) {
      throw new IllegalArgumentException("a batch of " + size + " bytes");
    }
    ByteBuffer batch = ByteBuffer.allocate(FRAME + (int) size).putInt((int) size);
    for (Item item : items) {
      batch.put((byte) item.kind().number()).put(item.key().toArrayUnsafe());
      batch.putInt(item.value().size()).put(item.value().toArrayUnsafe());
    }
    return batch.putInt(checksum(batch.slice(0, batch.position()))).flip();
  }

  private void index(List<Item> items, long start) {
    long at = start;
    for (Item item : items) {
      int length = item.value().size();
      places.put(new Key(item.kind(), item.key()), new Place(at + Item.OVERHEAD, length));
      at += item.size();
    }
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  // ---- reading

  private Bytes read(Place place) {
    ByteBuffer value = ByteBuffer.allocate(place.length());
    try {
      fill(value, place.at());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file + ": " + unreadable.getMessage(), unreadable);
    }
    return Bytes.wrap(value.array());
  }

  private void fill(ByteBuffer into, long at) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into, at + into.position()) < 0) {
        throw new EOFException("ends early");
      }
    }
  }

  private void load() throws IOException {
    long size = channel.size();
    ByteBuffer header = ByteBuffer.allocate((int) Math.min(size, HEADER));
    fill(header, 0);
    byte[] name = Arrays.copyOf(header.array(), Math.min(header.capacity(), NAME.length));
    if (!Arrays.equals(name, Arrays.copyOf(NAME, name.length))) {
      throw new IOException(file + ": not a file of items");
    }
    if (size < HEADER) { // killed before it was begun
      channel.write(ByteBuffer.allocate(HEADER).put(NAME).putInt(VERSION).flip(), 0);
      channel.force(true);
      end = HEADER;
      return;
    }
    if (header.getInt(NAME.length) != VERSION) {
      throw new IOException(file + ": of another version");
    }
    end = HEADER;
    while (loadBatch(size)) {
      // the next one
    }
    cutOff(size - end);
  }

  /** Takes what one write can have left unfinished for that, and more for damage. */
  private void cutOff(long damaged) throws IOException {
    if (damaged > FRAME + (long) BATCH) {
      throw new IOException(file + ": damaged at byte " + end);
    }
    if (damaged > 0) {
      LOG.log(WARNING, () -> file + ": the last " + damaged + " bytes are unfinished and cut off");
      channel.truncate(end);
    }
  }

  private boolean loadBatch(long size) throws IOException {
    if (size - end < FRAME) {
      return false;
    }
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    fill(length, end);
    int items = length.getInt(0);
    if (items < 0 || items > BATCH || size - end < FRAME + (long) items) {
      return false;
    }
    ByteBuffer batch = ByteBuffer.allocate(FRAME + items);
    fill(batch, end);
    int summed = Integer.BYTES + items;
    if (batch.getInt(summed) != checksum(batch.slice(0, summed))) {
      return false;
    }
    loadItems(batch.position(Integer.BYTES).limit(summed));
    end += batch.capacity();
    return true;
  }

  private void loadItems(ByteBuffer batch) throws IOException {
    while (batch.remaining() >= Item.OVERHEAD) {
      int number = batch.get();
      byte[] key = new byte[Bytes32.SIZE];
      batch.get(key);
      int length = batch.getInt();
      if (length < 0 || length > batch.remaining()) {
        throw new IOException(file + ": damaged at byte " + end);
      }
      Place place = new Place(end + batch.position(), length);
      places.put(new Key(kind(number), Bytes32.wrap(key)), place);
      batch.position(batch.position() + length);
    }
  }

  private Kind kind(int number) throws IOException {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.number() == number)
        .findFirst()
        .orElseThrow(() -> new IOException(file + ": damaged at byte " + end));
  }
}
