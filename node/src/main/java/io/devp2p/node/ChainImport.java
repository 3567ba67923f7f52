package io.devp2p.node;

import io.devp2p.node.files.Block;
import io.devp2p.node.files.ChainDirectory;
import io.devp2p.node.files.ChainFileException;
import io.devp2p.node.files.Genesis;
import io.devp2p.node.files.HeadState;
import io.devp2p.node.state.FlatState;
import io.devp2p.node.state.Rewind;
import io.devp2p.node.store.Item;
import io.devp2p.node.store.ItemLog;
import io.devp2p.node.store.ItemWriter;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.eth.BlockAccessList;
import io.devp2p.wire.eth.Header;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What is in a chain directory, all of it verified before any of it is written: blocks by links and
 * roots, access lists by their hashes, the state of the last block by its root. From the latter two
 * the states of the blocks before are computed, and verified by their roots.
 */
record ChainImport(
    Genesis genesis,
    List<Block> blocks,
    Map<Bytes32, Bytes> accessLists,
    Optional<HeadState> headState) {

  static ChainImport read(ChainDirectory files) throws ChainFileException {
    List<Block> blocks = files.blocks();
    Header head = blocks.isEmpty() ? files.genesis().header() : blocks.getLast().header();
    return new ChainImport(
        files.genesis(), blocks, files.accessLists(blocks), files.headState(head));
  }

  /**
   * Writes what is not there yet.
   *
   * @throws WrongChainException if the store has other blocks
   */
  void into(ItemLog log, ChainStore chain, StateStore states) throws IOException {
    chain.append(blocks);
    ItemWriter writer = new ItemWriter(log);
    for (Map.Entry<Bytes32, Bytes> list : accessLists.entrySet()) {
      writer.add(new Item(Kind.ACCESS_LIST, list.getKey(), list.getValue()));
    }
    if (headState.isPresent()) {
      writer.addAll(headState.get().state().items());
    }
    writer.flush();
    if (headState.isPresent()) {
      rewind(log, states);
    }
  }

  /** Goes back from the last block as far as states are kept and their roots are right. */
  private void rewind(ItemLog log, StateStore states) throws IOException {
    Rewind rewind = new Rewind(genesis.accounts(), changes());
    int oldest = Math.max(1, blocks.size() - ChainStore.RECENT + 1);
    for (int i = blocks.size() - 1; i >= oldest; i--) {
      Header after = blocks.get(i).header();
      Header before = blocks.get(i - 1).header();
      Optional<FlatState> state =
          rewind
              .before(after.number(), after.stateRoot(), states.nodes())
              .filter(computed -> computed.root().equals(before.stateRoot()));
      if (state.isEmpty()) {
        return;
      }
      log.append(state.get().items());
    }
  }

  private SortedMap<Long, BlockAccessList> changes() {
    SortedMap<Long, BlockAccessList> changes = new TreeMap<>();
    for (Block block : blocks) {
      Header header = block.header();
      Optional.ofNullable(accessLists.get(header.hash()))
          .map(list -> BlockAccessList.decode(list, header))
          .ifPresent(list -> changes.put(header.number(), list));
    }
    return changes;
  }
}
