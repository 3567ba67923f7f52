package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Which headers are asked for: {@code from(20_000_000).limit(192)}.
 *
 * @param start the first one
 * @param limit how many at most, unsigned
 * @param skip how many blocks lie between two of them, unsigned
 * @param reverse towards genesis
 */
public record HeaderQuery(Start start, long limit, long skip, boolean reverse) {

  /** The block that a query begins with. */
  public sealed interface Start {

    /** By hash, on whatever branch it lies. */
    record ByHash(Bytes32 hash) implements Start {}

    /** By number, unsigned, on the canonical chain. */
    record ByNumber(long number) implements Start {}
  }

  /** One header of the canonical chain. */
  public static HeaderQuery from(long number) {
    return new HeaderQuery(new Start.ByNumber(number), 1, 0, false);
  }

  /** One header. */
  public static HeaderQuery from(Bytes32 hash) {
    return new HeaderQuery(new Start.ByHash(hash), 1, 0, false);
  }

  /** So many at most. */
  public HeaderQuery limit(long headers) {
    return new HeaderQuery(start, headers, skip, reverse);
  }

  /** With so many blocks between two of them. */
  public HeaderQuery skip(long blocks) {
    return new HeaderQuery(start, limit, blocks, reverse);
  }

  /** Towards genesis. */
  public HeaderQuery backwards() {
    return new HeaderQuery(start, limit, skip, true);
  }

  static HeaderQuery read(RlpReader in) {
    HeaderQuery query = new HeaderQuery(readStart(in), in.uint64(), in.uint64(), in.bool());
    in.end();
    return query;
  }

  private static Start readStart(RlpReader in) {
    if (in.nextLength() == Bytes32.SIZE) {
      return new Start.ByHash(in.bytes32());
    }
    Violation.unless(in.nextLength() <= Long.BYTES, EthRule.ETH_START_BLOCK);
    return new Start.ByNumber(in.uint64());
  }

  void write(RlpWriter out) {
    switch (start) {
      case Start.ByHash hash -> out.bytes(hash.hash());
      case Start.ByNumber number -> out.uint(number.number());
    }
    out.uint(limit).uint(skip).bool(reverse);
  }
}
