package io.devp2p.wire.tx;

import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.PooledTransaction;
import java.util.OptionalInt;

/**
 * The sizes by which a transaction is announced: with its blobs until eth/71, without them from
 * eth/72 on.
 *
 * @param elided on eth/72; empty where it does not follow from what came, as of a sidecar of
 *     version 0, which eth/72 does not have
 * @param whole before
 */
record AnnouncedSize(OptionalInt elided, int whole) {

  /** Bytes by which an announcement may be wrong (go-ethereum). */
  private static final int TOLERANCE = 8;

  /** Bytes of a blob in a list. */
  private static final int BLOB_ITEM = 4 + BlobSidecar.BLOB;

  static AnnouncedSize of(PooledTransaction tx) {
    if (tx.sidecar().isEmpty()) {
      int size = tx.transaction().size();
      return new AnnouncedSize(OptionalInt.of(size), size);
    }
    int elided = tx.size(true);
    BlobSidecar sidecar = tx.sidecar().get();
    return new AnnouncedSize(
        sidecar.version() == 0 ? OptionalInt.empty() : OptionalInt.of(elided),
        withBlobs(elided, sidecar.commitments().size()));
  }

  /** The size with blobs, from that without: the list of blobs is one byte there. */
  static int withBlobs(int elided, int blobs) {
    int list = blobs * BLOB_ITEM;
    int without = elided - 1;
    for (int prefix = 1; prefix <= 4; prefix++) {
      without = prefix(elided - 1 - prefix) == prefix ? elided - 1 - prefix : without;
    }
    int content = without - 1 + prefix(list) + list;
    return 1 + prefix(content) + content;
  }

  /** Bytes of the prefix of a list. */
  private static int prefix(int content) {
    if (content < 56) {
      return 1;
    }
    return 1 + (Integer.SIZE - Integer.numberOfLeadingZeros(content) + Byte.SIZE - 1) / Byte.SIZE;
  }

  boolean isNear(int version, long announced) {
    OptionalInt actual = version >= 72 ? elided : OptionalInt.of(whole);
    return actual.isEmpty() || Math.abs(announced - actual.getAsInt()) <= TOLERANCE;
  }
}
