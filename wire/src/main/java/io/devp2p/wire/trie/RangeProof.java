package io.devp2p.wire.trie;

import io.devp2p.core.Violation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Proofs that leaves which follow each other in a trie are all of those between two keys (devp2p
 * caps/snap.md). A proof is the nodes on the paths of both keys. Pure; any thread.
 */
public final class RangeProof {

  private RangeProof() {}

  /**
   * Proves a range: that its leaves are all there are from {@code start} to {@code last}, both
   * included. Neither need be in the trie.
   *
   * @param last empty to prove that there are no leaves from {@code start} on
   * @return the nodes, each once
   * @throws MissingNode if the trie lacks one
   */
  public static List<Bytes> prove(Trie trie, Bytes start, Optional<Bytes> last) {
    Set<Bytes> nodes = new LinkedHashSet<>(trie.prove(start));
    last.ifPresent(key -> nodes.addAll(trie.prove(key)));
    return List.copyOf(nodes);
  }

  /**
   * Checks that {@code leaves} are all leaves of the trie from {@code start} up to the last of
   * them; if there are none, that the trie has none from {@code start} on. Without any proof they
   * must be the whole trie. Costs no more than hashing the arguments once.
   *
   * @param root of the trie
   * @param start where the range begins, as long as all keys of the trie; in the trie or not
   * @param leaves as the peer gave them
   * @param proof as the peer gave it: the nodes on the paths of {@code start} and of the last leaf
   * @return whether leaves follow behind the last one
   * @throws Violation of a {@link TrieRule} or an RLP rule
   */
  public static boolean verify(Bytes32 root, Bytes start, List<Leaf> leaves, List<Bytes> proof) {
    RangeCheck range = RangeCheck.of(start, leaves);
    if (proof.isEmpty()) {
      range.whole(root);
      return false;
    }
    return range.proved(ProofNodes.of(proof), root);
  }
}
