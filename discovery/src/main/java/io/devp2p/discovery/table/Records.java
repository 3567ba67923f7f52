package io.devp2p.discovery.table;

import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.guard.Lru;
import org.apache.tuweni.bytes.Bytes;

/**
 * Records that were verified before, by their bytes: the same ones come in answer after answer, and
 * each signature costs as much as a hundred packets. Not thread-safe.
 */
public final class Records {

  private final Secp256k1 curve;
  private final Lru<Bytes, NodeRecord> verified;

  /** An empty memory of at most {@code bound} records, which {@code curve} verifies. */
  public Records(Secp256k1 curve, int bound) {
    this.curve = curve;
    verified = new Lru<>(bound);
  }

  /**
   * Reads and verifies a record.
   *
   * @throws io.devp2p.core.Violation of {@link io.devp2p.core.node.EnrRule} or an RLP rule
   */
  public NodeRecord verify(Bytes encoded) {
    NodeRecord known = verified.get(encoded);
    if (known == null) {
      known = NodeRecord.decode(curve, encoded);
      verified.put(known.encoded(), known);
    }
    return known;
  }
}
