package io.devp2p.wire.snap;

import io.devp2p.wire.trie.Leaf;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** An answer of snap, as it came: nothing in it is verified. Empty where nothing was there. */
public sealed interface SnapAnswer extends SnapMessage {

  /**
   * Accounts (0x01).
   *
   * @param proof nodes on the paths of the start and of the last account
   */
  record AccountRange(long requestId, List<HashedAccount> accounts, List<Bytes> proof)
      implements SnapAnswer {

    public AccountRange {
      accounts = List.copyOf(accounts);
      proof = List.copyOf(proof);
    }
  }

  /**
   * Slots (0x03).
   *
   * @param slots for each account; keys are hashes of slots, values RLP as in the trie
   * @param proof nodes on the paths of the start and of the last slot, of the last account; empty
   *     if its storage is there as a whole
   */
  record StorageRanges(long requestId, List<List<Leaf>> slots, List<Bytes> proof)
      implements SnapAnswer {

    public StorageRanges {
      slots = slots.stream().map(List::copyOf).toList();
      proof = List.copyOf(proof);
    }
  }

  /** Codes (0x05), in the order of the request; what is missing is left out. */
  record ByteCodes(long requestId, List<Bytes> codes) implements SnapAnswer {

    public ByteCodes {
      codes = List.copyOf(codes);
    }
  }

  /**
   * Nodes (0x07), of snap/1 only, in the order of the request; of what is missing, empty. Nothing
   * for paths in the storage of an account that is not there.
   */
  record TrieNodes(long requestId, List<Bytes> nodes) implements SnapAnswer {

    public TrieNodes {
      nodes = List.copyOf(nodes);
    }
  }

  /** Access lists (0x09), of snap/2 only, by position, as RLP; the end may be cut off. */
  record BlockAccessLists(long requestId, List<Optional<Bytes>> accessLists) implements SnapAnswer {

    public BlockAccessLists {
      accessLists = List.copyOf(accessLists);
    }
  }
}
