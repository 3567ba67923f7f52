package io.devp2p.discovery.table;

import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.guard.Lru;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/**
 * Records that were verified before, by their bytes: the same ones come in answer after answer, and
 * each signature costs as much as a hundred packets. Not thread-safe.
 */
public final class Records {

  /** Bytes as a key: hashed at the speed of arrays, and in an order, where hashes are chosen. */
  private static final class Encoding implements Comparable<Encoding> {
    private final byte[] bytes;

    Encoding(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int compareTo(Encoding other) {
      return Arrays.compare(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Encoding encoding && Arrays.equals(bytes, encoding.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  private final Secp256k1 curve;
  private final Lru<Encoding, NodeRecord> verified;

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
    NodeRecord known = verified.get(new Encoding(encoded.toArrayUnsafe()));
    if (known == null) {
      known = NodeRecord.decode(curve, encoded);
      verified.put(new Encoding(known.encoded().toArrayUnsafe()), known);
    }
    return known;
  }
}
