package io.devp2p.node.files;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.eth.BlockBody;
import io.devp2p.wire.eth.BlockRule;
import io.devp2p.wire.eth.Header;
import org.apache.tuweni.bytes.Bytes;

/** A block. */
public record Block(Header header, BlockBody body) {

  /** The body of a block that has nothing in it, as RLP: of the form that its header asks for. */
  public static Bytes emptyBody(Header header) {
    return RlpWriter.encodeList(w -> {
      w.list(transactions -> {}).list(ommers -> {});
      if (header.withdrawalsRoot().isPresent()) {
        w.list(withdrawals -> {});
      }
    });
  }

  /**
   * Refuses a block that does not follow another, or whose body is not that of its header.
   *
   * @throws Violation of a {@link BlockRule}
   */
  public void check(Header parent) {
    Violation.unless(
        header.number() == parent.number() + 1 && header.parentHash().equals(parent.hash()),
        BlockRule.HEADER_CHAIN);
    body.check(header);
  }
}
