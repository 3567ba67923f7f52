package io.devp2p.wire.tx;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Fetches the cells of blob transactions (EIP-8070): of some all, of others a sample of the columns
 * once two peers offer everything. Cells may come before or after their transaction; each peer's
 * are verified by themselves. A machine; not thread-safe.
 */
final class CellFetcher {

  /** Share of the transactions that are fetched as a whole (EIP-8070, MIN_P). */
  static final double FULL_SHARE = 0.15;

  /** How long a sample waits for a second peer that offers everything (go-ethereum). */
  static final long AVAILABILITY = Duration.ofSeconds(2).toNanos();

  /** How long a fetch lives in all (go-ethereum). */
  static final long LIFE = Duration.ofMinutes(2).toNanos();

  /** Transactions of one GetCells. */
  static final int REQUEST = 64;

  /** Transactions whose cells are fetched at once, by the announcements of one peer. */
  static final int OPEN = 1024;

  /** Columns that a peer is asked for at once, and in a second from then on (go-ethereum). */
  static final int BURST = 256;

  private static final int COLUMNS_PER_SECOND = 9;

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** Bytes of cells that wait, in all and of one peer (go-ethereum). */
  static final long WAITING = 128L << 20;

  static final long WAITING_OF_PEER = 16L << 20;

  /** When something is due for a transaction. */
  private record Due(Bytes32 hash, boolean end) {}

  private static final class PeerAsks {
    private final Set<Bytes32> open = new LinkedHashSet<>();
    private int rounds;
    private double tokens = BURST;
    private long refilledAt;
  }

  private final TxOutbox out;
  private final RandomGenerator random;
  private final Map<Bytes32, CellFetch> fetches = new HashMap<>();
  private final Map<Long, PeerAsks> peers = new HashMap<>();
  private final Deadlines<Due> deadlines = new Deadlines<>();
  private final Deadlines<Long> refills = new Deadlines<>();
  private CellMask custody = CellMask.ALL;

  CellFetcher(TxOutbox out, RandomGenerator random) {
    this.out = out;
    this.random = random;
  }

  /** The columns that the consensus client keeps: for fetches that begin from now on. */
  void onCustody(CellMask columns) {
    custody = columns;
  }

  void onOpen(long now, long peer) {
    PeerAsks asks = new PeerAsks();
    asks.refilledAt = now;
    peers.put(peer, asks);
  }

  void onGone(long now, long peer) {
    PeerAsks gone = peers.remove(peer);
    refills.cancel(peer);
    if (gone != null) {
      for (Bytes32 hash : List.copyOf(gone.open)) {
        Optional.ofNullable(fetches.get(hash))
            .ifPresent(fetch -> {
              fetch.gone(peer);
              proceed(now, hash, fetch);
            });
      }
    }
  }

  /** A peer announces blob transactions that are not known, of which it has these columns. */
  void onAnnounced(long now, long peer, List<Bytes32> unknown, CellMask mask) {
    PeerAsks announcer = peers.get(peer);
    if (announcer == null || mask.equals(CellMask.NONE)) {
      return;
    }
    Set<Long> toAsk = new LinkedHashSet<>(List.of(peer));
    for (Bytes32 hash : unknown) {
      if (announcer.open.size() < OPEN && announcer.open.add(hash)) {
        CellFetch fetch = fetches.computeIfAbsent(hash, h -> begin(now, h));
        fetch.announced(peer, mask);
        toAsk.addAll(fetch.peers());
      }
    }
    toAsk.forEach(one -> ask(now, one));
  }

  private CellFetch begin(long now, Bytes32 hash) {
    boolean full = CellFetch.isFull(custody) || random.nextDouble() < FULL_SHARE;
    deadlines.set(new Due(hash, true), now + LIFE);
    if (!full) {
      deadlines.set(new Due(hash, false), now + AVAILABILITY);
    }
    return new CellFetch(full ? Optional.empty() : Optional.of(withOneMore(custody)));
  }

  /** One column that nobody can foresee: who withholds all others is found out (EIP-8070). */
  private CellMask withOneMore(CellMask columns) {
    int[] others = IntStream.range(0, CellMask.COLUMNS).filter(c -> !columns.has(c)).toArray();
    int extra = others[random.nextInt(others.length)];
    return CellMask.of(IntStream.concat(columns.columns(), IntStream.of(extra)).toArray());
  }

  // ---- asking

  /** Asks an idle peer for all that it can help with: once for each set of columns. */
  private void ask(long now, long peer) {
    PeerAsks idle = peers.get(peer);
    if (idle == null || idle.rounds > 0) {
      return;
    }
    refill(now, idle);
    Map<CellMask, List<Bytes32>> rounds = new LinkedHashMap<>();
    int count = 0;
    for (Bytes32 hash : idle.open) {
      CellFetch fetch = fetch(hash);
      CellMask need = fetch.need(peer);
      if (need.count() == 0) {
        continue;
      }
      if (need.count() > idle.tokens) {
        double missing = need.count() - idle.tokens;
        refills.set(peer, now + (long) (missing / COLUMNS_PER_SECOND * SECOND) + 1);
        break;
      }
      idle.tokens -= need.count();
      fetch.asked(peer, need);
      rounds.computeIfAbsent(need, m -> new ArrayList<>()).add(hash);
      count++;
      if (count == REQUEST) {
        break;
      }
    }
    idle.rounds = rounds.size();
    rounds.forEach((mask, hashes) -> out.add(new TxEffect.AskCells(peer, hashes, mask)));
  }

  private static void refill(long now, PeerAsks peer) {
    double refill = (double) (now - peer.refilledAt) / SECOND * COLUMNS_PER_SECOND;
    peer.tokens = Math.min(BURST, peer.tokens + refill);
    peer.refilledAt = now;
  }

  private CellFetch fetch(Bytes32 hash) {
    return Optional.ofNullable(fetches.get(hash))
        .orElseThrow(() -> new IllegalStateException("BUG: open, but not fetched"));
  }

  // ---- answers

  /** A peer has answered a request. */
  void onCells(long now, long peer, List<Bytes32> asked, EthAnswer.Cells answer) {
    roundIsOver(peer);
    for (Bytes32 hash : asked) {
      CellFetch fetch = fetches.get(hash);
      if (fetch == null) {
        continue;
      }
      int index = answer.hashes().indexOf(hash);
      if (index < 0 || !hasRoom(peer, answer.cells().get(index))) {
        fetch.failed(peer);
      } else {
        fetch.delivered(peer, columns(answer.mask(), answer.cells().get(index)));
      }
      proceed(now, hash, fetch);
    }
    ask(now, peer);
  }

  /** A peer did not answer in time. */
  void onCellsFailed(long now, long peer, List<Bytes32> asked) {
    roundIsOver(peer);
    for (Bytes32 hash : asked) {
      Optional.ofNullable(fetches.get(hash))
          .ifPresent(fetch -> {
            fetch.failed(peer);
            proceed(now, hash, fetch);
          });
    }
    ask(now, peer);
  }

  private void roundIsOver(long peer) {
    Optional.ofNullable(peers.get(peer)).ifPresent(asks -> asks.rounds--);
  }

  /** Cells that have no room are no fault of the peer: they are given up. */
  private boolean hasRoom(long peer, List<Bytes> cells) {
    PeerAsks asks = peers.get(peer);
    if (asks == null) {
      return false;
    }
    long size = (long) cells.size() * EthAnswer.Cells.CELL;
    long ofPeer = asks.open.stream().mapToLong(hash -> fetch(hash).waitingOf(peer)).sum();
    return ofPeer + size <= WAITING_OF_PEER && waiting() + size <= WAITING;
  }

  /** By column, of which each has a cell for each blob. */
  private static Map<Integer, List<Bytes>> columns(CellMask mask, List<Bytes> cells) {
    Map<Integer, List<Bytes>> columns = new TreeMap<>();
    int blobs = cells.size() / mask.count();
    int next = 0;
    for (int column : mask.columns().toArray()) {
      columns.put(column, cells.subList(next, next + blobs));
      next += blobs;
    }
    return columns;
  }

  /** The transaction is here, without its blobs. */
  void onCandidate(long now, Candidate candidate) {
    Optional.ofNullable(fetches.get(candidate.hash()))
        .ifPresent(fetch -> {
          fetch.arrived(candidate);
          proceed(now, candidate.hash(), fetch);
        });
  }

  /** Cells of a peer are verified; if they are wrong, the transaction is given up. */
  void onVerified(
      long now, long peer, Bytes32 hash, Map<Integer, List<Bytes>> columns, boolean right) {
    if (!right) {
      forget(hash);
      return;
    }
    Optional.ofNullable(fetches.get(hash))
        .ifPresent(fetch -> {
          fetch.verified(peer, columns);
          proceed(now, hash, fetch);
        });
  }

  // ---- the way of one transaction

  private void proceed(long now, Bytes32 hash, CellFetch fetch) {
    fetch.candidate().ifPresent(tx -> verify(fetch, tx));
    if (fetch.isComplete() && fetch.candidate().isPresent()) {
      forget(hash);
      out.add(new TxEffect.Complete(fetch.candidate().get(), fetch.columns()));
    } else if (!fetch.hasHope()) {
      forget(hash);
    } else {
      List.copyOf(fetch.peers()).forEach(peer -> ask(now, peer));
    }
  }

  private void verify(CellFetch fetch, Candidate tx) {
    int blobs = tx.pooled().sidecar().map(BlobSidecar::commitments).orElse(List.of()).size();
    fetch
        .takeUnverified()
        .forEach((peer, columns) -> {
          if (columns.values().stream().allMatch(column -> column.size() == blobs)) {
            out.add(new TxEffect.Verify(peer, tx.pooled(), columns));
          } else {
            fetch.failed(peer);
            out.add(new TxEffect.Drop(peer, TxRule.TX_CELL_COUNT));
          }
        });
  }

  /** A transaction is not wanted any more. */
  void forget(Bytes32 hash) {
    CellFetch fetch = fetches.remove(hash);
    if (fetch != null) {
      deadlines.cancel(new Due(hash, true));
      deadlines.cancel(new Due(hash, false));
      fetch
          .peers()
          .forEach(peer ->
              Optional.ofNullable(peers.get(peer)).ifPresent(asks -> asks.open.remove(hash)));
    }
  }

  /** Whether a transaction is here and waits for its cells. */
  boolean hasTransaction(Bytes32 hash) {
    return Optional.ofNullable(fetches.get(hash)).flatMap(CellFetch::candidate).isPresent();
  }

  /** Transactions whose cells are fetched. */
  int size() {
    return fetches.size();
  }

  /** Bytes of cells that are held. */
  long waiting() {
    return fetches.values().stream().mapToLong(CellFetch::bytes).sum();
  }

  // ---- time

  void onTime(long now) {
    for (Optional<Due> due = deadlines.poll(now); due.isPresent(); due = deadlines.poll(now)) {
      Bytes32 hash = due.get().hash;
      CellFetch fetch = fetch(hash);
      if (due.get().end) {
        forget(hash);
      } else if (!fetch.isAvailable()) {
        fetch.turnFull();
        proceed(now, hash, fetch);
      }
    }
    for (Optional<Long> peer = refills.poll(now); peer.isPresent(); peer = refills.poll(now)) {
      ask(now, peer.get());
    }
  }

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  long deadline() {
    return Math.min(deadlines.next(), refills.next());
  }
}
