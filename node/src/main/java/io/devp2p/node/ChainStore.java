package io.devp2p.node;

import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.node.files.Block;
import io.devp2p.node.files.Genesis;
import io.devp2p.node.store.Item;
import io.devp2p.node.store.ItemLog;
import io.devp2p.node.store.ItemWriter;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * The blocks of one chain, from block 0 to its head: headers and bodies, as peers get them. It only
 * grows. Thread-safe.
 */
public final class ChainStore {

  /** How many states are kept by those who keep some: so many are served (devp2p caps/snap.md). */
  public static final int RECENT = 128;

  /**
   * How far the chain reaches. Replaced as a whole.
   *
   * @param recent roots of the states of the last blocks
   */
  private record Tip(List<Bytes32> hashes, Header head, UInt256 difficulty, Set<Bytes32> recent) {}

  private final ItemLog log;
  private final Genesis genesis;
  private volatile Tip tip;

  private ChainStore(ItemLog log, Genesis genesis) {
    this.log = log;
    this.genesis = genesis;
    this.tip = load();
  }

  /**
   * Opens the chain of a store; a new store gets block 0 and its state.
   *
   * @throws WrongChainException if the store has another block 0
   * @throws IOException if the store cannot be written
   */
  static ChainStore open(ItemLog log, Genesis genesis) throws IOException {
    Header first = genesis.header();
    Optional<Bytes> held = log.get(Kind.CANONICAL, key(first.number()));
    if (held.isEmpty()) {
      ItemWriter writer = new ItemWriter(log);
      writer.addAll(genesis.state().items());
      writer.add(new Item(Kind.HEADER, first.hash(), first.encoding()));
      writer.add(new Item(Kind.BODY, first.hash(), Block.emptyBody(first)));
      writer.add(new Item(Kind.CANONICAL, key(first.number()), first.hash()));
      writer.flush();
    } else if (!held.get().equals(first.hash())) {
      throw new WrongChainException(first.number(), held.get());
    }
    return new ChainStore(log, genesis);
  }

  private static Bytes32 key(long number) {
    return Bytes32.leftPad(Bytes.ofUnsignedLong(number));
  }

  private Tip load() {
    List<Bytes32> hashes = new ArrayList<>();
    UInt256 difficulty = UInt256.ZERO;
    Header head = genesis.header();
    Optional<Bytes> next = log.get(Kind.CANONICAL, key(head.number()));
    while (next.isPresent()) {
      Bytes32 hash = Bytes32.wrap(next.get());
      head = Header.decode(log.get(Kind.HEADER, hash).orElseThrow());
      difficulty = difficulty.add(head.difficulty());
      hashes.add(hash);
      next = log.get(Kind.CANONICAL, key(head.number() + 1));
    }
    return new Tip(hashes, head, difficulty, recent(hashes));
  }

  private Set<Bytes32> recent(List<Bytes32> hashes) {
    return hashes.subList(Math.max(0, hashes.size() - RECENT), hashes.size()).stream()
        .map(hash -> Header.decode(log.get(Kind.HEADER, hash).orElseThrow()).stateRoot())
        .collect(Collectors.toUnmodifiableSet());
  }

  // ---- growing

  /**
   * Takes blocks at the end of the chain. Those that are there already change nothing.
   *
   * @param blocks each the child of the one before, checked ({@link Block#check})
   * @throws WrongChainException if there is another block in the place of one; then none is taken
   */
  synchronized void append(List<Block> blocks) throws IOException {
    List<Block> fresh = new ArrayList<>();
    for (Block block : blocks) {
      Optional<Bytes32> held = hash(block.header().number());
      if (held.isEmpty()) {
        fresh.add(block);
      } else if (!held.get().equals(block.header().hash())) {
        throw new WrongChainException(block.header().number(), held.get());
      }
    }
    write(fresh);
    tip = load();
  }

  private void write(List<Block> blocks) throws IOException {
    ItemWriter writer = new ItemWriter(log);
    for (Block block : blocks) {
      Header header = block.header();
      writer.add(new Item(Kind.HEADER, header.hash(), header.encoding()));
      writer.add(new Item(Kind.BODY, header.hash(), block.body().encoding()));
      writer.add(new Item(Kind.CANONICAL, key(header.number()), header.hash()));
    }
    writer.flush();
  }

  // ---- reading

  /** Block 0, its accounts and the forks of the chain. */
  public Genesis genesis() {
    return genesis;
  }

  /** The last block. */
  public Header head() {
    return tip.head;
  }

  /** Number of blocks, with block 0. */
  public int size() {
    return tip.hashes.size();
  }

  /** The hash of a block, if the chain has so many. */
  public Optional<Bytes32> hash(long number) {
    List<Bytes32> hashes = tip.hashes;
    long index = number - genesis.header().number();
    return index >= 0 && index < hashes.size()
        ? Optional.of(hashes.get((int) index))
        : Optional.empty();
  }

  /** A header as RLP. */
  public Optional<Bytes> header(Bytes32 hash) {
    return log.get(Kind.HEADER, hash);
  }

  /** The header of a block, if the chain has so many. */
  public Optional<Header> header(long number) {
    return hash(number).flatMap(this::header).map(Header::decode);
  }

  /** Headers from a block to the head, ascending. */
  public List<Header> headersFrom(long number) {
    List<Bytes32> hashes = tip.hashes;
    int from = Math.clamp(number - genesis.header().number(), 0, hashes.size());
    return hashes.subList(from, hashes.size()).stream()
        .map(hash -> Header.decode(header(hash).orElseThrow()))
        .toList();
  }

  /** A body as RLP. */
  public Optional<Bytes> body(Bytes32 hash) {
    return log.get(Kind.BODY, hash);
  }

  /** Whether a root is that of the state of one of the last {@value #RECENT} blocks. */
  public boolean isRecentState(Bytes32 root) {
    return tip.recent.contains(root);
  }

  /** The last {@value #RECENT} blocks, or all if there are fewer. */
  public List<Header> recent() {
    return headersFrom(tip.head.number() - RECENT + 1);
  }

  // ---- what peers are told

  /** Where the chain stands. */
  public ChainHead status() {
    Tip now = tip;
    Header head = now.head;
    Header first = genesis.header();
    return new ChainHead(
        genesis.networkId(),
        first.hash(),
        genesis.forks().forkId(head.number(), head.time()),
        first.number(),
        head.number(),
        head.hash(),
        now.difficulty);
  }

  /** Whether a peer with this fork id can be on our chain (EIP-2124). */
  public boolean isCompatible(ForkId remote) {
    Header head = tip.head;
    return genesis.forks().check(remote, head.number(), head.time())
        == ForkSchedule.Verdict.COMPATIBLE;
  }
}
