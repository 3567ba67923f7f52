package io.devp2p.wire.trie;

import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How nodes, proofs and items of tries can be wrong. */
public enum TrieRule implements Rule {
  /** An empty item, which a trie cannot hold. */
  TRIE_EMPTY_VALUE(MISBEHAVED, "Yellow Paper, appendix D");

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
