package io.devp2p.interop.matrix;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.interop.peers.Chain;
import io.devp2p.node.ChainStore;
import io.devp2p.node.Stores;
import io.devp2p.wire.eth.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The first blocks of a test chain of go-ethereum that all of a run can hold: each version has its
 * own.
 *
 * @param folder its {@code genesis.json} and {@code chain.rlp}
 * @param release of go-ethereum that it comes from
 * @param stores the same, as we serve it
 */
public record SharedChain(Path folder, String release, Stores stores) implements AutoCloseable {

  /** Enough for requests, and few enough for those that take a tenth of a second for a block. */
  static final int BLOCKS = 32;

  /**
   * Older nodes read its first blocks as well, and ethrex no older chain: it begins with London.
   */
  private static final String READ_BY_ALL = "v1.17.5";

  /**
   * Cuts the chain that all of those who take part can read.
   *
   * @param work where it is put
   * @return empty if nobody has one
   */
  static Optional<SharedChain> of(List<Entrant> entrants, Path work) throws IOException {
    List<Entrant.ChainFolder> chains =
        entrants.stream().flatMap(entrant -> entrant.chain().stream()).toList();
    Optional<Entrant.ChainFolder> chosen =
        chains.stream()
            .filter(chain -> chain.release().equals(READ_BY_ALL))
            .findFirst()
            .or(() -> chains.stream().min(Comparator.comparing(SharedChain::version)));
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    Path folder = Files.createDirectories(work.resolve("chain"));
    Path whole = chosen.get().folder();
    Files.copy(whole.resolve("genesis.json"), folder.resolve("genesis.json"));
    Files.write(folder.resolve("chain.rlp"), first(Files.readAllBytes(whole.resolve("chain.rlp"))));
    Stores stores = Stores.open(folder, Files.createDirectories(work.resolve("stores")));
    return Optional.of(new SharedChain(folder, chosen.get().release(), stores));
  }

  private static Runtime.Version version(Entrant.ChainFolder chain) {
    return Runtime.Version.parse(chain.release().substring(1));
  }

  private static byte[] first(byte[] blocks) {
    RlpReader file = RlpReader.of(blocks);
    ByteArrayOutputStream cut = new ByteArrayOutputStream();
    for (int i = 0; i < BLOCKS && !file.isAtEnd(); i++) {
      cut.writeBytes(file.raw().toArrayUnsafe());
    }
    return cut.toByteArray();
  }

  /** What a node says that holds the genesis block alone. */
  Chain atGenesis() {
    ChainStore chain = stores.chain();
    Header first = chain.genesis().header();
    return new Chain(
        chain.genesis().networkId(),
        first.hash(),
        chain.genesis().forks().forkId(first.number(), first.time()),
        first.hash());
  }

  @Override
  public void close() throws IOException {
    stores.close();
  }
}
