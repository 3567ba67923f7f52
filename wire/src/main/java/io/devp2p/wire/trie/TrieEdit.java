package io.devp2p.wire.trie;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.wire.trie.TrieNode.Branch;
import io.devp2p.wire.trie.TrieNode.Extension;
import io.devp2p.wire.trie.TrieNode.Leaf;
import io.devp2p.wire.trie.TrieNode.Reference;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Changes to a trie. Holds the nodes on the paths of the changed keys and no others; what is not
 * changed stays in the source and is shared. Not thread-safe; throws as {@link Trie} does.
 */
public final class TrieEdit {

  /**
   * What changes amount to.
   *
   * @param root of the changed trie
   * @param nodes those on the paths of changed keys, by their hashes: with them the source holds
   *     the changed trie
   */
  public record Commit(Bytes32 root, Map<Bytes32, Bytes> nodes) {}

  private final NodeSource source;
  private final Bytes32 before;
  private TrieNode root;

  TrieEdit(Trie trie) {
    this.source = trie.source();
    this.before = trie.root();
    this.root = trie.isEmpty() ? TrieNode.EMPTY : new Reference(trie.root());
  }

  /**
   * Gives a key a value, or takes it away.
   *
   * @param value empty to take it away
   */
  public TrieEdit put(Bytes key, Bytes value) {
    byte[] nibbles = Nibbles.unpack(key.toArrayUnsafe());
    root = value.isEmpty() ? without(root, nibbles, 0) : with(root, nibbles, 0, value.copy());
    return this;
  }

  /** Takes the value of a key away, if it has one. */
  public TrieEdit delete(Bytes key) {
    return put(key, Bytes.EMPTY);
  }

  /** Computes the changed trie; more changes may follow. */
  public Commit commit() {
    Map<Bytes32, Bytes> nodes = new HashMap<>();
    Bytes32 hash =
        switch (root) {
          case TrieNode.Empty empty -> Trie.EMPTY_ROOT;
          case Reference unchanged -> unchanged.hash();
          default -> store(TrieNode.encode(root, child -> reference(child, nodes)), nodes);
        };
    if (hash.equals(before)) {
      nodes.clear();
    }
    return new Commit(hash, Collections.unmodifiableMap(nodes));
  }

  private static Bytes reference(TrieNode node, Map<Bytes32, Bytes> nodes) {
    return switch (node) {
      case TrieNode.Empty empty -> Bytes.of(NodeWriter.EMPTY_STRING);
      case Reference unchanged -> hashReference(unchanged.hash());
      default -> {
        Bytes encoded = TrieNode.encode(node, child -> reference(child, nodes));
        yield encoded.size() < NodeWriter.HASH ? encoded : hashReference(store(encoded, nodes));
      }
    };
  }

  private static Bytes hashReference(Bytes32 hash) {
    return Bytes.wrap(Bytes.of(0x80 + NodeWriter.HASH), hash);
  }

  private static Bytes32 store(Bytes encoded, Map<Bytes32, Bytes> nodes) {
    Bytes32 hash = Keccak.hash(encoded);
    nodes.put(hash, encoded);
    return hash;
  }

  // ---- Each of the following gives the very node that it was given where nothing changes: so what
  // was read in vain is forgotten, and a commit holds changed nodes only.

  private TrieNode with(TrieNode node, byte[] key, int depth, Bytes value) {
    return switch (node) {
      case TrieNode.Empty empty -> new Leaf(from(key, depth), value);
      case Reference unread -> {
        TrieNode read = read(unread);
        TrieNode changed = with(read, key, depth, value);
        yield isSame(changed, read) ? unread : changed;
      }
      case Leaf leaf -> {
        int common = common(leaf.path(), key, depth);
        if (common < leaf.path().length || depth + common < key.length) {
          yield below(leaf.path(), common, with(fork(leaf, common), key, depth + common, value));
        }
        yield leaf.value().equals(value) ? leaf : new Leaf(leaf.path(), value);
      }
      case Extension extension -> {
        byte[] path = extension.path();
        int common = common(path, key, depth);
        if (common < path.length) {
          yield below(path, common, with(fork(extension, common), key, depth + common, value));
        }
        TrieNode changed = with(extension.child(), key, depth + common, value);
        yield isSame(changed, extension.child()) ? extension : new Extension(path, changed);
      }
      case Branch branch -> {
        if (depth == key.length) {
          yield branch.value().equals(value) ? branch : branch.with(value);
        }
        TrieNode child = branch.children()[key[depth]];
        TrieNode changed = with(child, key, depth + 1, value);
        yield isSame(changed, child) ? branch : branch.with(key[depth], changed);
      }
    };
  }

  /** A branch that holds what is left of a leaf after so many nibbles of its path. */
  private static Branch fork(Leaf leaf, int depth) {
    byte[] path = leaf.path();
    return depth == path.length
        ? TrieNode.emptyBranch().with(leaf.value())
        : TrieNode.emptyBranch().with(path[depth], new Leaf(from(path, depth + 1), leaf.value()));
  }

  /** A branch that holds what is left of an extension after so many nibbles of its path. */
  private static Branch fork(Extension extension, int depth) {
    byte[] path = extension.path();
    TrieNode rest = below(from(path, depth + 1), path.length - depth - 1, extension.child());
    return TrieNode.emptyBranch().with(path[depth], rest);
  }

  /** A branch below the first nibbles of a path, if there are any. */
  private static TrieNode below(byte[] path, int nibbles, TrieNode branch) {
    return nibbles == 0 ? branch : new Extension(Arrays.copyOf(path, nibbles), branch);
  }

  private TrieNode without(TrieNode node, byte[] key, int depth) {
    return switch (node) {
      case TrieNode.Empty empty -> empty;
      case Reference unread -> {
        TrieNode read = read(unread);
        TrieNode changed = without(read, key, depth);
        yield isSame(changed, read) ? unread : changed;
      }
      case Leaf leaf -> {
        int common = common(leaf.path(), key, depth);
        boolean found = common == leaf.path().length && depth + common == key.length;
        yield found ? TrieNode.EMPTY : leaf;
      }
      case Extension extension -> {
        int common = common(extension.path(), key, depth);
        if (common < extension.path().length) {
          yield extension;
        }
        TrieNode changed = without(extension.child(), key, depth + common);
        yield isSame(changed, extension.child()) ? extension : join(extension.path(), changed);
      }
      case Branch branch -> {
        if (depth == key.length) {
          yield branch.value().isEmpty() ? branch : reduce(branch.with(Bytes.EMPTY));
        }
        TrieNode child = branch.children()[key[depth]];
        TrieNode changed = without(child, key, depth + 1);
        yield isSame(changed, child) ? branch : reduce(branch.with(key[depth], changed));
      }
    };
  }

  /** What a branch becomes that may have lost its last but one entry. */
  private TrieNode reduce(Branch branch) {
    int only = -1;
    int count = 0;
    for (int i = 0; i < EncodedNode.CHILDREN; i++) {
      if (!(branch.children()[i] instanceof TrieNode.Empty)) {
        only = i;
        count++;
      }
    }
    if (count == 0) {
      return branch.value().isEmpty() ? TrieNode.EMPTY : new Leaf(new byte[0], branch.value());
    }
    return count == 1 && branch.value().isEmpty()
        ? join(new byte[] {(byte) only}, branch.children()[only])
        : branch;
  }

  /** A node below a path, which becomes part of the node's own where it has one. */
  private TrieNode join(byte[] path, TrieNode node) {
    return switch (node) {
      case TrieNode.Empty empty -> empty;
      case Leaf leaf -> new Leaf(concatenate(path, leaf.path()), leaf.value());
      case Extension extension ->
          new Extension(concatenate(path, extension.path()), extension.child());
      case Branch branch -> new Extension(path, branch);
      case Reference unread -> {
        TrieNode read = read(unread);
        yield read instanceof Branch ? new Extension(path, unread) : join(path, read);
      }
    };
  }

  @SuppressWarnings("ReferenceEquality") // what changed is a new node; comparing content is dear
  private static boolean isSame(TrieNode a, TrieNode b) {
    return a == b;
  }

  private TrieNode read(Reference unread) {
    return TrieNode.of(EncodedNode.of(source.node(unread.hash())));
  }

  /** Number of nibbles that a path shares with a key from a depth on. */
  private static int common(byte[] path, byte[] key, int depth) {
    int most = Math.min(path.length, key.length - depth);
    int index = Arrays.mismatch(path, 0, most, key, depth, depth + most);
    return index < 0 ? most : index;
  }

  private static byte[] from(byte[] nibbles, int start) {
    return Arrays.copyOfRange(nibbles, start, nibbles.length);
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
