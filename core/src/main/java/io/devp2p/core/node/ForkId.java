package io.devp2p.core.node;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import org.apache.tuweni.bytes.Bytes;

/**
 * Which chain a node follows, and which fork it expects next (EIP-2124).
 *
 * @param hash CRC32 of the genesis hash and the forks passed, 4 bytes as an int
 * @param next block number or time of the next fork, unsigned, 0 if none is known
 */
public record ForkId(int hash, long next) {

  /** Reads {@code [hash, next]}, ignoring further elements where {@code lenient}. */
  public static ForkId read(RlpReader in, boolean lenient) {
    RlpReader list = in.list();
    ForkId id = new ForkId(list.bytes(4).toInt(), list.uint64());
    if (!lenient) {
      list.end();
    }
    return id;
  }

  /** Writes {@code [hash, next]}. */
  public void write(RlpWriter out) {
    out.list(l -> l.bytes(Bytes.ofUnsignedInt(hash & 0xffff_ffffL)).uint(next));
  }

  /** 8 lower-case hex digits of the hash, with 0x. */
  public String hashHex() {
    return String.format("0x%08x", hash);
  }

  @Override
  public String toString() {
    return hashHex() + "/" + Long.toUnsignedString(next);
  }
}
