package io.devp2p.core.rlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * Writes canonical RLP in two passes over the same description: the first measures every list, the
 * second fills an array of exactly that size. The description must therefore say the same both
 * times. Not thread-safe.
 */
public final class RlpWriter {

  private static final int SHORT = 56;
  private static final int[] NO_LISTS = {};
  private static final byte[] NOTHING = {};

  // Payload sizes of the lists in the order in which they open: written in the first pass, read in
  // the second.
  private int[] listSizes = NO_LISTS;
  private int lists;

  private byte[] out = NOTHING;
  private boolean measuring = true;
  private int position;

  private RlpWriter() {}

  /** Encodes whatever {@code content} writes, one item after the other. */
  public static Bytes encode(Consumer<RlpWriter> content) {
    RlpWriter writer = new RlpWriter();
    content.accept(writer);
    writer.out = new byte[writer.position];
    writer.measuring = false;
    writer.position = 0;
    writer.lists = 0;
    content.accept(writer);
    if (writer.position != writer.out.length) {
      throw new IllegalStateException("BUG: the two passes of an RLP description differ");
    }
    return Bytes.wrap(writer.out);
  }

  /**
   * Encodes one list without lists in it, in one pass: for who knows its size.
   *
   * @param size bytes of all elements: the sum of {@link #size}
   */
  public static Bytes encodeFlatList(int size, Consumer<RlpWriter> elements) {
    RlpWriter writer = new RlpWriter();
    writer.measuring = false;
    writer.out = new byte[prefixSize(size) + size];
    writer.prefix(0xc0, size);
    elements.accept(writer);
    if (writer.position != writer.out.length) {
      throw new IllegalStateException("BUG: a list has another size than was said");
    }
    return Bytes.wrap(writer.out);
  }

  /** Bytes of an integer in RLP; all 64 bits count, as unsigned. */
  public static int size(long value) {
    return value >>> 7 == 0 ? 1 : 1 + (71 - Long.numberOfLeadingZeros(value)) / 8;
  }

  /** Bytes of an integer in RLP. */
  public static int size(UInt256 value) {
    return value.fitsLong() ? size(value.toLong()) : 1 + (value.bitLength() + 7) / 8;
  }

  /** Bytes of a byte string in RLP. */
  public static int size(Bytes value) {
    int size = value.size();
    return size == 1 && value.get(0) >= 0 ? 1 : prefixSize(size) + size;
  }

  /** Encodes one list with the elements that {@code elements} writes. */
  public static Bytes encodeList(Consumer<RlpWriter> elements) {
    return encode(w -> w.list(elements));
  }

  /** Writes a list with the elements that {@code elements} writes. */
  public RlpWriter list(Consumer<RlpWriter> elements) {
    int index = lists++;
    if (measuring) {
      if (index == listSizes.length) {
        listSizes = Arrays.copyOf(listSizes, Math.max(8, 2 * index));
      }
      int before = position;
      elements.accept(this);
      listSizes[index] = position - before;
      position += prefixSize(listSizes[index]);
    } else {
      prefix(0xc0, listSizes[index]);
      elements.accept(this);
    }
    return this;
  }

  /** Writes a list of items, each by {@code each}. */
  public <T> RlpWriter list(Iterable<T> items, java.util.function.BiConsumer<RlpWriter, T> each) {
    return list(w -> items.forEach(item -> each.accept(w, item)));
  }

  /** Writes a byte string. */
  public RlpWriter bytes(Bytes value) {
    int size = value.size();
    if (size == 1 && value.get(0) >= 0) {
      return raw(value);
    }
    if (measuring) {
      position += prefixSize(size) + size;
      return this;
    }
    prefix(0x80, size);
    copy(value, size);
    return this;
  }

  /** Writes a byte string of 32 bytes, which most of what is written consists of. */
  public RlpWriter bytes(Bytes32 value) {
    if (!measuring) {
      out[position] = (byte) (0x80 + Bytes32.SIZE);
      System.arraycopy(value.toArrayUnsafe(), 0, out, position + 1, Bytes32.SIZE);
    }
    position += 1 + Bytes32.SIZE;
    return this;
  }

  /** Writes a string of UTF-8 bytes. */
  public RlpWriter text(String value) {
    return bytes(Bytes.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes an integer; all 64 bits count, as unsigned. */
  public RlpWriter uint(long value) {
    int bytes = (71 - Long.numberOfLeadingZeros(value)) / 8;
    if (value >>> 7 == 0 && value != 0) {
      return single((int) value);
    }
    if (measuring) {
      position += 1 + bytes;
      return this;
    }
    out[position++] = (byte) (0x80 + bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      out[position++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  private RlpWriter single(int value) {
    if (!measuring) {
      out[position] = (byte) value;
    }
    position++;
    return this;
  }

  /** Writes an integer of up to 256 bits. */
  public RlpWriter uint(UInt256 value) {
    return value.fitsLong() ? uint(value.toLong()) : wide(value);
  }

  private RlpWriter wide(UInt256 value) {
    int size = (value.bitLength() + 7) / 8;
    if (measuring) {
      position += 1 + size;
    } else {
      byte[] all = value.toBytes().toArrayUnsafe();
      out[position++] = (byte) (0x80 + size);
      System.arraycopy(all, all.length - size, out, position, size);
      position += size;
    }
    return this;
  }

  /** Writes 1 or 0. */
  public RlpWriter bool(boolean value) {
    return uint(value ? 1 : 0);
  }

  /** Writes an item that is encoded already. */
  public RlpWriter raw(Bytes encoded) {
    int size = encoded.size();
    if (measuring) {
      position += size;
    } else {
      copy(encoded, size);
    }
    return this;
  }

  private void copy(Bytes value, int size) {
    System.arraycopy(value.toArrayUnsafe(), 0, out, position, size);
    position += size;
  }

  private void prefix(int base, int size) {
    if (size < SHORT) {
      out[position++] = (byte) (base + size);
    } else {
      longPrefix(base, size);
    }
  }

  private void longPrefix(int base, int size) {
    int bytes = sizeBytes(size);
    out[position++] = (byte) (base + SHORT - 1 + bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      out[position++] = (byte) (size >>> (8 * i));
    }
  }

  private static int prefixSize(int size) {
    return size < SHORT ? 1 : 1 + sizeBytes(size);
  }

  private static int sizeBytes(int size) {
    return (39 - Integer.numberOfLeadingZeros(size)) / 8;
  }
}
