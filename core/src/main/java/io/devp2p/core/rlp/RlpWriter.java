package io.devp2p.core.rlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * Writes canonical RLP in two passes over the same description: the first measures every list, the
 * second fills an array of exactly that size. The description must therefore say the same both
 * times. Not thread-safe.
 */
public final class RlpWriter {

  private static final int SHORT = 56;

  // Payload sizes of the lists in the order in which they open: written in the first pass, read in
  // the second.
  private int[] listSizes = new int[8];
  private int lists;

  private byte[] out = new byte[0];
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

  /** Encodes one list with the elements that {@code elements} writes. */
  public static Bytes encodeList(Consumer<RlpWriter> elements) {
    return encode(w -> w.list(elements));
  }

  /** Writes a list with the elements that {@code elements} writes. */
  public RlpWriter list(Consumer<RlpWriter> elements) {
    int index = lists++;
    if (measuring) {
      if (index == listSizes.length) {
        listSizes = Arrays.copyOf(listSizes, 2 * index);
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
    if (size == 1 && (value.get(0) & 0xff) < 0x80) {
      return raw(value);
    }
    if (measuring) {
      position += prefixSize(size) + size;
    } else {
      prefix(0x80, size);
      copy(value);
    }
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
    return bytes(value.toMinimalBytes());
  }

  /** Writes 1 or 0. */
  public RlpWriter bool(boolean value) {
    return uint(value ? 1 : 0);
  }

  /** Writes an item that is encoded already. */
  public RlpWriter raw(Bytes encoded) {
    if (measuring) {
      position += encoded.size();
    } else {
      copy(encoded);
    }
    return this;
  }

  private void copy(Bytes value) {
    System.arraycopy(value.toArrayUnsafe(), 0, out, position, value.size());
    position += value.size();
  }

  private void prefix(int base, int size) {
    if (size < SHORT) {
      out[position++] = (byte) (base + size);
      return;
    }
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
