package io.devp2p.wire.trie;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A Merkle-Patricia trie (Yellow Paper, appendix D): a root, and the source in which its nodes are.
 * It never changes and keeps no nodes, so tries of many states cost what they do not share, and
 * only in the source. Thread-safe if the source is.
 *
 * <p>Every method throws {@link MissingNode} where the source lacks a node that it needs, and a
 * {@link io.devp2p.core.Violation} where it has something else there. Keys are taken as they are: a
 * trie of Ethereum's state has hashes for keys.
 */
public final class Trie {

  /** Root of a trie without leaves: keccak256 of the RLP of the empty string. */
  public static final Bytes32 EMPTY_ROOT = NodeWriter.EMPTY_ROOT;

  private final NodeSource source;
  private final Bytes32 root;

  private Trie(NodeSource source, Bytes32 root) {
    this.source = source;
    this.root = root;
  }

  /** The trie with a root; nothing is read before it is needed. */
  public static Trie of(NodeSource source, Bytes32 root) {
    return new Trie(source, root);
  }

  /** The trie without leaves, which needs no nodes. */
  public static Trie empty() {
    return new Trie(
        hash -> {
          throw new MissingNode(hash);
        },
        EMPTY_ROOT);
  }

  /** The hash of the root node. */
  public Bytes32 root() {
    return root;
  }

  /** Whether there are no leaves. */
  public boolean isEmpty() {
    return root.equals(EMPTY_ROOT);
  }

  NodeSource source() {
    return source;
  }

  /** The value of a key, if it has one. */
  public Optional<Bytes> get(Bytes key) {
    if (isEmpty()) {
      return Optional.empty();
    }
    TrieCursor cursor = cursor(Nibbles.unpack(key.toArrayUnsafe()));
    boolean moved = true;
    while (moved) {
      moved = cursor.descend();
    }
    return cursor.value();
  }

  /**
   * The proof of a key: the nodes on its path that have a hash, from the root down to its leaf, or
   * to the node that shows that it has none. Empty if the trie is.
   */
  public List<Bytes> prove(Bytes key) {
    List<Bytes> proof = new ArrayList<>();
    if (!isEmpty()) {
      TrieCursor cursor = cursor(Nibbles.unpack(key.toArrayUnsafe()));
      do {
        cursor.stored().ifPresent(proof::add);
      } while (cursor.descend());
    }
    return proof;
  }

  /**
   * The node at a place; empty if none begins exactly there, or if it is so short that it is
   * embedded in its parent.
   */
  public Optional<Bytes> node(TriePath path) {
    if (isEmpty()) {
      return Optional.empty();
    }
    TrieCursor cursor = cursor(path.nibbles().toArrayUnsafe());
    while (cursor.depth() < path.depth()) {
      if (!cursor.descend()) {
        return Optional.empty();
      }
    }
    return cursor.stored();
  }

  private TrieCursor cursor(byte[] nibbles) {
    return new TrieCursor(source, root, nibbles);
  }

  /**
   * The leaves in ascending order of their keys, from a key on. They are read as they are asked.
   */
  public Iterator<Leaf> leaves(Bytes from) {
    return new LeafIterator(this, from);
  }

  /** All leaves in ascending order of their keys. */
  public Iterator<Leaf> leaves() {
    return leaves(Bytes.EMPTY);
  }

  /** Begins changes, which leave this trie as it is. */
  public TrieEdit edit() {
    return new TrieEdit(this);
  }
}
