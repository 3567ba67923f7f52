package io.devp2p.wire.snap;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A question of snap. {@code bytes} is how much the answer should have at most, unsigned; it may
 * have somewhat more.
 */
public sealed interface SnapRequest extends SnapMessage {

  /** Most accounts, hashes or paths of a request that are looked at: as many as are served. */
  int MAX_ITEMS = 1024;

  /** Accounts that follow each other (0x00). */
  record GetAccountRange(long requestId, Bytes32 root, Bytes32 start, Bytes32 limit, long bytes)
      implements SnapRequest {}

  /**
   * The storage of accounts (0x02).
   *
   * @param accounts hashes of their addresses
   * @param start where to begin in the first account; empty: with its first slot
   * @param limit where to end in the first account; empty: with its last slot
   */
  record GetStorageRanges(
      long requestId,
      Bytes32 root,
      List<Bytes32> accounts,
      Optional<Bytes32> start,
      Optional<Bytes32> limit,
      long bytes)
      implements SnapRequest {

    public GetStorageRanges {
      accounts = bounded(accounts);
    }
  }

  /** Codes by their hashes (0x04). */
  record GetByteCodes(long requestId, List<Bytes32> hashes, long bytes) implements SnapRequest {

    public GetByteCodes {
      hashes = bounded(hashes);
    }
  }

  /** Nodes of the tries of a state (0x06), of snap/1 only. */
  record GetTrieNodes(long requestId, Bytes32 root, List<PathSet> paths, long bytes)
      implements SnapRequest {

    public GetTrieNodes {
      paths = bounded(paths);
    }
  }

  /**
   * Places of nodes: one path in the account trie; or the hash of an account, and then paths in the
   * trie of its storage.
   *
   * @param elements paths in hex-prefix form, as they came; at least one
   */
  record PathSet(List<Bytes> elements) {

    public PathSet {
      elements = bounded(elements);
      if (elements.isEmpty()) {
        throw new IllegalArgumentException("a path set without a path");
      }
    }
  }

  /**
   * Access lists of blocks (0x08), of snap/2 only.
   *
   * @param hashes of blocks
   */
  record GetBlockAccessLists(long requestId, List<Bytes32> hashes, long bytes)
      implements SnapRequest {

    public GetBlockAccessLists {
      hashes = bounded(hashes);
    }
  }

  private static <T> List<T> bounded(List<T> items) {
    if (items.size() > MAX_ITEMS) {
      throw new IllegalArgumentException("more than " + MAX_ITEMS + " items");
    }
    return List.copyOf(items);
  }
}
