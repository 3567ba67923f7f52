package io.devp2p.interop.dialogue;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.ForkId;
import io.devp2p.node.files.Block;
import io.devp2p.node.files.ChainDirectory;
import io.devp2p.node.files.ChainFileException;
import io.devp2p.node.files.Genesis;
import io.devp2p.node.files.HeadState;
import io.devp2p.node.state.FlatAccount;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.BlockAccessList;
import io.devp2p.wire.eth.Header;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The chain that a target serves, as the suite knows it from files that go-ethereum's tool reads as
 * well. Immutable.
 *
 * @param genesis where it begins
 * @param blocks from block 1 on
 * @param state of the last block
 * @param senders keys of accounts that have a balance, by address
 */
public record KnownChain(
    Genesis genesis, List<Block> blocks, HeadState state, List<NodeKey> senders) {

  public KnownChain {
    blocks = List.copyOf(blocks);
    senders = List.copyOf(senders);
  }

  /**
   * Reads a directory.
   *
   * @throws ChainFileException if a file cannot be used
   * @throws IOException if one cannot be read
   */
  public static KnownChain read(Path directory) throws IOException, ChainFileException {
    ChainDirectory files = ChainDirectory.read(directory);
    List<Block> blocks = files.blocks();
    if (blocks.isEmpty()) {
      throw new ChainFileException(files.chain(), "no block");
    }
    HeadState state =
        files
            .headState(blocks.getLast().header())
            .orElseThrow(
                () -> new ChainFileException(directory.resolve("headstate.json"), "missing"));
    return new KnownChain(
        files.genesis(), blocks, state, Senders.read(directory.resolve("accounts.json")));
  }

  /** Number of the last block. */
  public int height() {
    return blocks.size();
  }

  /** The header of a block. */
  public Header header(int number) {
    return number == 0 ? genesis.header() : blocks.get(number - 1).header();
  }

  /** The last header. */
  public Header head() {
    return header(height());
  }

  /** Number of the block that used most gas: that with the largest receipts. */
  public int fullest() {
    return blocks.stream()
        .map(Block::header)
        .max(Comparator.comparingLong(Header::gasUsed))
        .map(header -> (int) header.number())
        .orElseThrow();
  }

  /** Hashes of blocks. */
  public List<Bytes32> hashes(int first, int last) {
    List<Bytes32> hashes = new ArrayList<>();
    for (int number = first; number <= last; number++) {
      hashes.add(header(number).hash());
    }
    return hashes;
  }

  /** The header with a hash. */
  public Optional<Header> find(Bytes32 hash) {
    return blocks.stream().map(Block::header).filter(h -> h.hash().equals(hash)).findFirst();
  }

  /** The fork id at the last block. */
  public ForkId forkId() {
    return genesis.forks().forkId(head().number(), head().time());
  }

  /** The account of a sender at the last block. */
  public FlatAccount account(NodeKey sender) {
    Address address = Address.of(sender.publicKey());
    return state.accounts().stream()
        .filter(account -> account.address().equals(address))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no balance at the head: " + address));
  }

  /**
   * Reads the access list of a block.
   *
   * @throws io.devp2p.core.Violation if it cannot be that
   */
  public BlockAccessList accessList(Bytes encoding, Header header) {
    int transactions = blocks.get((int) header.number() - 1).body().transactions().size();
    BlockAccessList list = BlockAccessList.decode(encoding, header);
    BlockAccessList.decode(encoding, header.gasLimit(), transactions);
    return list;
  }
}
