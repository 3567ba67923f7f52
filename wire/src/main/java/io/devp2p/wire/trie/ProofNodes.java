package io.devp2p.wire.trie;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The nodes of a proof that a peer gave, by hashes that were computed here. A trie over them reads
 * what they prove, present or absent, and throws a {@link Violation} of {@link
 * TrieRule#TRIE_PROOF_INCOMPLETE} where they do not reach.
 */
public final class ProofNodes implements NodeSource {

  /**
   * Most nodes of a proof: the paths of two keys of 64 nibbles (go-ethereum takes no more either).
   */
  public static final int MAX = 128;

  private final Map<Bytes32, Bytes> nodes;

  private ProofNodes(Map<Bytes32, Bytes> nodes) {
    this.nodes = nodes;
  }

  /**
   * The nodes in any order; some may be there twice, or for nothing.
   *
   * @throws Violation of {@link TrieRule#TRIE_PROOF_TOO_LONG}
   */
  public static ProofNodes of(List<Bytes> proof) {
    Violation.unless(proof.size() <= MAX, TrieRule.TRIE_PROOF_TOO_LONG);
    Map<Bytes32, Bytes> nodes = HashMap.newHashMap(proof.size());
    for (Bytes node : proof) {
      nodes.put(Keccak.hash(node), node);
    }
    return new ProofNodes(nodes);
  }

  @Override
  public Bytes node(Bytes32 hash) {
    Bytes node = nodes.get(hash);
    if (node == null) {
      throw new Violation(TrieRule.TRIE_PROOF_INCOMPLETE);
    }
    return node;
  }
}
