package io.devp2p.wire.snap;

import io.devp2p.wire.trie.NodeSource;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What a node has to serve. Everything must be verified: what is not there is empty, and never made
 * up. Called by several threads at once, never by event loops: it may block. What takes longer than
 * 5 s is not waited for.
 */
public interface SnapBackend {

  /** Has nothing. */
  SnapBackend EMPTY = new SnapBackend() {};

  /**
   * The nodes of a state: of its account trie, and of the tries of its accounts' storage. One that
   * is dropped while it is read throws {@link io.devp2p.wire.trie.MissingNode}, and is answered for
   * as if it had not been there.
   *
   * @param root of the account trie of a block; of no other trie, whether its nodes are there or
   *     not
   * @return empty if the state is not held as a whole, or is not one of the last 128 blocks'
   */
  default Optional<NodeSource> state(Bytes32 root) {
    return Optional.empty();
  }

  /**
   * The code with a hash.
   *
   * @param hash not that of no code
   */
  default Optional<Bytes> code(Bytes32 hash) {
    return Optional.empty();
  }

  /**
   * The access list of a block, byte by byte as its header commits to it (EIP-7928); also of an
   * orphaned block, for as long as others are kept.
   *
   * @param block hash of the block
   */
  default Optional<Bytes> accessList(Bytes32 block) {
    return Optional.empty();
  }
}
