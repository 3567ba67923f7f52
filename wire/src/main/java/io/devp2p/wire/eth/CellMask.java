package io.devp2p.wire.eth;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * A set of cell columns, 0 to 127 (EIP-8070). On the wire 16 bytes: column i is bit i mod 8 of byte
 * i/8, the least significant bit first, as deployed clients have it.
 *
 * @param low columns 0 to 63: column i is bit i
 * @param high columns 64 to 127
 */
public record CellMask(long low, long high) {

  /** Columns of an extended blob. */
  public static final int COLUMNS = 128;

  /** Bytes on the wire. */
  public static final int SIZE = 16;

  /** No column. */
  public static final CellMask NONE = new CellMask(0, 0);

  /** Every column: full availability. */
  public static final CellMask ALL = new CellMask(-1, -1);

  /** These columns. */
  public static CellMask of(int... columns) {
    long low = 0;
    long high = 0;
    for (int column : columns) {
      if (column < 0 || column >= COLUMNS) {
        throw new IllegalArgumentException("no such column: " + column);
      }
      low |= column < 64 ? 1L << column : 0;
      high |= column < 64 ? 0 : 1L << (column - 64);
    }
    return new CellMask(low, high);
  }

  /** From the 16 bytes of the wire. */
  public static CellMask of(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("a cell mask has 16 bytes");
    }
    return new CellMask(
        Long.reverseBytes(bytes.getLong(0)), Long.reverseBytes(bytes.getLong(Long.BYTES)));
  }

  /** The 16 bytes of the wire. */
  public Bytes bytes() {
    return Bytes.concatenate(
        Bytes.ofUnsignedLong(Long.reverseBytes(low)),
        Bytes.ofUnsignedLong(Long.reverseBytes(high)));
  }

  static CellMask read(RlpReader in) {
    return of(in.bytes(SIZE));
  }

  void write(RlpWriter out) {
    out.bytes(bytes());
  }

  /** Number of columns. */
  public int count() {
    return Long.bitCount(low) + Long.bitCount(high);
  }

  /** Whether it has a column. */
  public boolean has(int column) {
    return (column < 64 ? low >>> column : high >>> (column - 64)) % 2 != 0;
  }

  /** Whether every column of another one is among these. */
  public boolean hasAll(CellMask other) {
    return (other.low & ~low) == 0 && (other.high & ~high) == 0;
  }

  /** The columns, ascending. */
  public IntStream columns() {
    return IntStream.range(0, COLUMNS).filter(this::has);
  }

  /** The 32 hex digits of the wire form, with 0x. */
  @Override
  public String toString() {
    return bytes().toHexString();
  }
}
