package io.devp2p.core.rlp;

import io.devp2p.core.Bounds;
import io.devp2p.core.Violation;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * A cursor over the elements of one RLP list, or over a sequence of top-level items. Strict: every
 * deviation from canonical RLP is a {@link Violation} of an {@link RlpRule}, and nothing else is
 * ever thrown for bad input. Allocates by what is there, never by what is declared. Byte strings
 * are returned as copies, so that none pins the packet it came from. Not thread-safe.
 */
public final class RlpReader {

  private static final int SHORT = 56;

  private final byte[] data;
  private final int end;
  private final int depth;
  private int position;

  // The header of the item at `position`, valid while headerAt == position.
  private int headerAt = -1;
  private boolean isList;
  private int payload;
  private int payloadEnd;

  private RlpReader(byte[] data, int start, int end, int depth) {
    this.data = data;
    this.position = start;
    this.end = end;
    this.depth = depth;
  }

  /**
   * Reads the sequence of items in {@code encoded}; the caller decides by {@link #end()} whether
   * more may follow.
   */
  public static RlpReader of(Bytes encoded) {
    return of(encoded.toArrayUnsafe());
  }

  /** As {@link #of(Bytes)}; the array must not change while it is read. */
  public static RlpReader of(byte[] encoded) {
    return new RlpReader(encoded, 0, encoded.length, 0);
  }

  /** As {@link #of(byte[])}, from an item that begins at a known {@link #position}. */
  public static RlpReader of(byte[] encoded, int position) {
    return new RlpReader(encoded, position, encoded.length, 0);
  }

  /** The elements of a value that is one list and nothing else; trailing bytes are refused. */
  public static RlpReader list(Bytes encoded) {
    RlpReader outer = of(encoded);
    RlpReader elements = outer.list();
    outer.end();
    return elements;
  }

  /** Whether no element is left. */
  public boolean isAtEnd() {
    return position >= end;
  }

  /** Refuses elements that nobody has read. */
  public void end() {
    Violation.unless(isAtEnd(), RlpRule.RLP_EXTRA_ELEMENT);
  }

  /** Whether the next element is a list. */
  public boolean nextIsList() {
    header();
    return isList;
  }

  /** Number of payload bytes of the next element, without its prefix. */
  public int nextLength() {
    header();
    return payloadEnd - payload;
  }

  /** Number of bytes that are left, prefixes included. */
  public int remaining() {
    return end - position;
  }

  /** Where the next element begins, counted from the first byte that {@link #of} was given. */
  public int position() {
    return position;
  }

  /**
   * Number of elements that are left. Goes past none, and looks into none.
   *
   * @param enough where counting stops
   */
  public int count(int enough) {
    int start = position;
    int count = 0;
    while (count < enough && position < end) {
      skip();
      count++;
    }
    position = start;
    return count;
  }

  /** Enters the next element, which must be a list. The cursor of this reader goes past it. */
  public RlpReader list() {
    header();
    Violation.unless(isList, RlpRule.RLP_EXPECTED_LIST);
    Violation.unless(depth < Bounds.RLP_DEPTH, RlpRule.RLP_TOO_DEEP);
    position = payloadEnd;
    return new RlpReader(data, payload, payloadEnd, depth + 1);
  }

  /** The next byte string, of any length. */
  public Bytes bytes() {
    string();
    return take();
  }

  /** The next byte string, which must have exactly {@code length} bytes. */
  public Bytes bytes(int length) {
    string();
    Violation.unless(payloadEnd - payload == length, RlpRule.RLP_WRONG_LENGTH);
    return take();
  }

  /** The next byte string, of at most {@code length} bytes. */
  public Bytes bytesUpTo(int length) {
    string();
    Violation.unless(payloadEnd - payload <= length, RlpRule.RLP_WRONG_LENGTH);
    return take();
  }

  /** The next byte string, which must have exactly 32 bytes. */
  public Bytes32 bytes32() {
    return Bytes32.wrap(bytes(32));
  }

  /** The next integer, unsigned, of at most 64 bits; compare with {@link Long#compareUnsigned}. */
  public long uint64() {
    integer(8);
    long value = 0;
    for (int i = payload; i < payloadEnd; i++) {
      value = value << 8 | data[i] & 0xff;
    }
    position = payloadEnd;
    return value;
  }

  /** The next integer, of at most {@code max}, which is not negative. */
  public int uint(int max) {
    long value = uint64();
    Violation.unless(Long.compareUnsigned(value, max) <= 0, RlpRule.RLP_INTEGER_TOO_LARGE);
    return (int) value;
  }

  /** The next integer, of at most 16 bits. */
  public int uint16() {
    return uint(0xffff);
  }

  /** The next integer, of at most 256 bits. */
  public UInt256 uint256() {
    integer(32);
    return UInt256.fromBytes(take());
  }

  /** The next boolean: the integer 0 or 1. */
  public boolean bool() {
    long value = uint64();
    Violation.unless(value == 0 || value == 1, RlpRule.RLP_NOT_A_BOOLEAN);
    return value == 1;
  }

  /** The next element as it is encoded, prefix included; the content of a list is not looked at. */
  public Bytes raw() {
    header();
    Bytes whole = Bytes.wrap(Arrays.copyOfRange(data, position, payloadEnd));
    position = payloadEnd;
    return whole;
  }

  /** Goes past the next element; the content of a list is not looked at. */
  public void skip() {
    header();
    position = payloadEnd;
  }

  /** Goes past the next byte string, which must have exactly {@code length} bytes. */
  public void skipBytes(int length) {
    // What most headers consist of: a prefix that is as expected, and room behind it.
    if (length > 1 && length < SHORT && length < end - position) {
      if (data[position] == (byte) (0x80 + length)) {
        position += 1 + length;
        return;
      }
    }
    string();
    Violation.unless(payloadEnd - payload == length, RlpRule.RLP_WRONG_LENGTH);
    position = payloadEnd;
  }

  /** Goes past the next integer, of at most {@code maxBytes} bytes. */
  public void skipInteger(int maxBytes) {
    if (position < end && (data[position] > 0 || data[position] == (byte) 0x80)) {
      position++;
      return;
    }
    integer(maxBytes);
    position = payloadEnd;
  }

  private Bytes take() {
    Bytes value = Bytes.wrap(Arrays.copyOfRange(data, payload, payloadEnd));
    position = payloadEnd;
    return value;
  }

  private void string() {
    header();
    Violation.unless(!isList, RlpRule.RLP_EXPECTED_BYTES);
  }

  private void integer(int maxBytes) {
    string();
    Violation.unless(payload == payloadEnd || data[payload] != 0, RlpRule.RLP_INTEGER_LEADING_ZERO);
    Violation.unless(payloadEnd - payload <= maxBytes, RlpRule.RLP_INTEGER_TOO_LARGE);
  }

  private void header() {
    if (headerAt == position) {
      return;
    }
    Violation.unless(position < end, RlpRule.RLP_MISSING_ELEMENT);
    int first = data[position] & 0xff;
    if (first < 0x80) {
      span(false, position, 1);
    } else if (first < 0xb8) {
      span(false, position + 1, first - 0x80);
      Violation.unless(first != 0x81 || (data[payload] & 0xff) >= 0x80, RlpRule.RLP_NOT_CANONICAL);
    } else if (first < 0xc0) {
      span(false, position + 1 + first - 0xb7, longLength(first - 0xb7));
    } else if (first < 0xf8) {
      span(true, position + 1, first - 0xc0);
    } else {
      span(true, position + 1 + first - 0xf7, longLength(first - 0xf7));
    }
    headerAt = position;
  }

  private void span(boolean list, int from, int length) {
    Violation.unless(from <= end && length <= end - from, RlpRule.RLP_TRUNCATED);
    isList = list;
    payload = from;
    payloadEnd = from + length;
  }

  private int longLength(int lengthOfLength) {
    Violation.unless(lengthOfLength <= end - position - 1, RlpRule.RLP_TRUNCATED);
    Violation.unless(data[position + 1] != 0, RlpRule.RLP_NOT_CANONICAL);
    // Four bytes can exceed int, and nothing that long can be enclosed by an array.
    Violation.unless(lengthOfLength <= 4, RlpRule.RLP_TRUNCATED);
    long length = 0;
    for (int i = 1; i <= lengthOfLength; i++) {
      length = length << 8 | data[position + i] & 0xff;
    }
    Violation.unless(length >= SHORT, RlpRule.RLP_NOT_CANONICAL);
    Violation.unless(length <= end, RlpRule.RLP_TRUNCATED);
    return (int) length;
  }
}
