package io.devp2p.wire.trie;

import org.apache.tuweni.bytes.Bytes32;

/**
 * A trie was read at a place where the source does not have its node: the trie was dropped, or is
 * not yet whole. Carries no stack trace, because for a state that grows old this is an everyday
 * event.
 */
public final class MissingNode extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Bytes32 hash;

  /** The node with this hash is missing. */
  public MissingNode(Bytes32 hash) {
    super("no trie node " + hash, null, false, false);
    this.hash = hash;
  }

  /** The hash of the node. */
  public Bytes32 hash() {
    return hash;
  }
}
