package io.devp2p.wire.trie;

import static io.devp2p.core.Rule.Kind.MALFORMED;
import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How nodes, proofs and items of tries can be wrong. */
public enum TrieRule implements Rule {
  /** Neither a branch, an extension nor a leaf in their canonical forms. */
  TRIE_NODE_FORM(MALFORMED, "Yellow Paper, appendix D"),
  /** An empty item, which a trie cannot hold. */
  TRIE_EMPTY_VALUE(MISBEHAVED, "Yellow Paper, appendix D"),
  /** A key that is longer or shorter than all keys of its trie are, in a leaf or by a node. */
  TRIE_KEY_LENGTH(MISBEHAVED, "caps/snap.md, AccountRange"),
  /** A range that begins before the key that was asked for. */
  TRIE_KEY_BEFORE_START(MISBEHAVED, "caps/snap.md, AccountRange"),
  /** Keys of a range that do not ascend. */
  TRIE_KEYS_UNORDERED(MISBEHAVED, "caps/snap.md, AccountRange"),
  /** More than 128 nodes in a proof. */
  TRIE_PROOF_TOO_LONG(MISBEHAVED, "caps/snap.md, AccountRange"),
  /** A proof without a node on the path of a key that it is to prove. */
  TRIE_PROOF_INCOMPLETE(MISBEHAVED, "caps/snap.md, AccountRange"),
  /** Leaves that are not those which the root has in their range. */
  TRIE_RANGE_MISMATCH(MISBEHAVED, "caps/snap.md, AccountRange");

  private final Kind kind;
  private final String anchor;

  TrieRule(Kind kind, String anchor) {
    this.kind = kind;
    this.anchor = anchor;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String anchor() {
    return anchor;
  }
}
