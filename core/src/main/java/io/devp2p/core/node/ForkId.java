package io.devp2p.core.node;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

  /**
   * Lets the nodes through whose record has an {@code eth} entry that fits a chain (EIP-2124). A
   * node that is known without its record does not pass.
   *
   * @param head how far we have got on it, asked for each node
   */
  public static Predicate<Node> filter(ForkSchedule forks, Supplier<Head> head) {
    return node ->
        node.record()
            .flatMap(NodeRecord::eth)
            .filter(id -> forks.check(id, head.get()) == ForkSchedule.Verdict.COMPATIBLE)
            .isPresent();
  }

  /** {@link #filter(ForkSchedule, Supplier)} for one who has got to the end of the chain. */
  public static Predicate<Node> filter(ForkSchedule forks) {
    InstantSource clock = InstantSource.system();
    return filter(forks, () -> Head.at(clock.instant()));
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
