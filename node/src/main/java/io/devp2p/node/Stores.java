package io.devp2p.node;

import io.devp2p.node.files.ChainDirectory;
import io.devp2p.node.files.ChainFileException;
import io.devp2p.node.store.Item;
import io.devp2p.node.store.ItemLog;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.eth.EthBackend;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.snap.SnapBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that a node holds, in one file of its data directory: safe whenever the process is killed.
 * Nothing is in it that was not verified. Belongs to one process at a time. Thread-safe.
 */
public final class Stores implements AutoCloseable {

  private static final String FILE = "items";

  private final ItemLog log;
  private final ChainStore chain;
  private final ReceiptStore receipts;
  private final BalStore accessLists;
  private final StateStore states;

  private Stores(ItemLog log, ChainStore chain) {
    this.log = log;
    this.chain = chain;
    this.receipts = new ReceiptStore(log);
    this.accessLists = new BalStore(log);
    this.states = new StateStore(log);
  }

  /**
   * Opens a data directory, or makes one, and takes in what is new in a chain directory.
   *
   * @throws ChainFileException if a file of the chain directory cannot be used, or has another
   *     chain than the data directory, where then nothing changes
   * @throws IOException if the data directory cannot be used
   */
  public static Stores open(Path chainDirectory, Path data) throws IOException {
    ChainDirectory files = ChainDirectory.read(chainDirectory);
    Files.createDirectories(data);
    ItemLog log = ItemLog.open(data.resolve(FILE));
    try {
      return open(files, log);
    } catch (IOException unusable) {
      log.close();
      throw unusable;
    }
  }

  private static Stores open(ChainDirectory files, ItemLog log) throws IOException {
    Optional<ChainImport> news =
        log.has(Kind.IMPORT, files.digest())
            ? Optional.empty()
            : Optional.of(ChainImport.read(files));
    try {
      Stores stores = new Stores(log, ChainStore.open(log, files.genesis()));
      if (news.isPresent()) {
        news.get().into(log, stores.chain, stores.states);
        log.append(List.of(Item.mark(Kind.IMPORT, files.digest())));
      }
      return stores;
    } catch (WrongChainException other) {
      throw new ChainFileException(
          files.chain(), "block " + Long.toUnsignedString(other.number()), other.reason());
    }
  }

  public ChainStore chain() {
    return chain;
  }

  public ReceiptStore receipts() {
    return receipts;
  }

  public BalStore accessLists() {
    return accessLists;
  }

  public StateStore states() {
    return states;
  }

  ItemLog log() {
    return log;
  }

  // ---- what is served

  /** What eth serves of it. */
  public EthBackend eth() {
    return new ChainBackend(chain, receipts, accessLists);
  }

  /** What snap serves of it. */
  public SnapBackend snap() {
    return new StateBackend(chain, states, accessLists);
  }

  // ---- how much is there

  /** Blocks whose receipts are there. */
  public Coverage receiptsHeld() {
    return held(chain.headersFrom(0), receipts::has);
  }

  /** Blocks whose access lists are there, of those that have one. */
  public Coverage accessListsHeld() {
    return held(
        chain.headersFrom(0).stream().filter(h -> h.blockAccessListHash().isPresent()).toList(),
        accessLists::has);
  }

  /** Blocks whose states are there, of the last {@value ChainStore#RECENT}. */
  public Coverage statesHeld() {
    return held(chain.recent(), header -> states.has(header.stateRoot()));
  }

  /** Whether nothing is missing. */
  public boolean isWhole() {
    return receiptsHeld().isWhole() && accessListsHeld().isWhole() && statesHeld().isWhole();
  }

  private static Coverage held(List<Header> headers, Predicate<Header> has) {
    return new Coverage((int) headers.stream().filter(has).count(), headers.size());
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
