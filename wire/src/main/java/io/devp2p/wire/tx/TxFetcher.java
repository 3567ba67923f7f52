package io.devp2p.wire.tx;

import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Fetches what peers announce: each transaction once, from one peer after the other until one gives
 * it, one request at a time to each (caps/eth.md, Transaction Exchange; limits as go-ethereum). A
 * machine; not thread-safe.
 */
final class TxFetcher {

  /** Announcements of a peer that are open at once. */
  static final int OPEN = 4096;

  /** Hashes of one request. */
  static final int REQUEST = 256;

  /** Announced bytes of one request, at which it is full: one blob transaction may exceed it. */
  static final int REQUEST_BYTES = 128 << 10;

  /** Largest transaction that is fetched without blobs; pools keep none that is larger. */
  static final int MAX_SIZE = 128 << 10;

  /** Largest with blobs: 6 blobs of 128 KiB, and their proofs. */
  static final int MAX_BLOB_SIZE = 1 << 20;

  /**
   * How long announcements are gathered: others may announce the same, or send it. Blob
   * transactions are never sent, so they are asked for at once.
   */
  static final long GATHER = Duration.ofMillis(500).toNanos();

  private static final class Wanted {
    private final Map<Long, EthMessage.Announced> announcers = new LinkedHashMap<>();
    private boolean gathered;
    private OptionalLong asked = OptionalLong.empty();
  }

  private static final class PeerAsks {
    private final int version;

    /** What it announced and is still wanted, in order. */
    private final Set<Bytes32> open = new LinkedHashSet<>();

    private List<Bytes32> asked = List.of();

    private PeerAsks(int version) {
      this.version = version;
    }
  }

  private record Gathering(long until, Bytes32 hash) {}

  private final TxOutbox out;
  private final Map<Long, PeerAsks> peers = new HashMap<>();
  private final Map<Bytes32, Wanted> wanted = new HashMap<>();
  private final Queue<Gathering> gathering = new ArrayDeque<>();

  TxFetcher(TxOutbox out) {
    this.out = out;
  }

  void onOpen(long peer, int version) {
    peers.put(peer, new PeerAsks(version));
  }

  /** A peer is gone: others are asked for what it was asked for. */
  void onGone(long peer) {
    PeerAsks gone = peers.remove(peer);
    if (gone != null) {
      Set<Long> others = new LinkedHashSet<>();
      gone.open.forEach(hash -> others.addAll(withdraw(peer, hash)));
      others.forEach(this::ask);
    }
  }

  /** A peer announces transactions that are not known. */
  void onAnnounced(long now, long peer, List<EthMessage.Announced> unknown) {
    PeerAsks announcer = peers.get(peer);
    if (announcer == null) {
      return;
    }
    for (EthMessage.Announced one : unknown) {
      boolean isBlob = one.type() == Transaction.BLOB;
      boolean isTooLarge = one.size() > (isBlob ? MAX_BLOB_SIZE : MAX_SIZE);
      if (isTooLarge || announcer.open.size() >= OPEN || !announcer.open.add(one.hash())) {
        continue;
      }
      Wanted tx = wanted.get(one.hash());
      if (tx == null) {
        tx = new Wanted();
        tx.gathered = isBlob;
        wanted.put(one.hash(), tx);
        if (!isBlob) {
          gathering.add(new Gathering(now + GATHER, one.hash()));
        }
      }
      tx.announcers.put(peer, one);
    }
    ask(peer);
  }

  /** Asks an idle peer for what it announced and nobody is asked for. */
  private void ask(long peer) {
    PeerAsks idle = peers.get(peer);
    if (idle == null || !idle.asked.isEmpty()) {
      return;
    }
    List<Bytes32> hashes = new ArrayList<>();
    long bytes = 0;
    for (Bytes32 hash : idle.open) {
      Wanted tx = wanted.get(hash);
      if (tx == null || !tx.gathered || tx.asked.isPresent()) {
        continue;
      }
      hashes.add(hash);
      tx.asked = OptionalLong.of(peer);
      bytes += announced(tx, peer).size();
      if (hashes.size() == REQUEST || bytes >= REQUEST_BYTES) {
        break;
      }
    }
    if (!hashes.isEmpty()) {
      idle.asked = List.copyOf(hashes);
      out.add(new TxEffect.Ask(peer, idle.asked));
    }
  }

  private static EthMessage.Announced announced(Wanted tx, long peer) {
    return Optional.ofNullable(tx.announcers.get(peer))
        .orElseThrow(() -> new IllegalStateException("BUG: open, but not announced"));
  }

  /**
   * A peer has answered. What it was asked for and did not give is asked of others, and of itself
   * again only behind the last that it gave: there the answer may have been full.
   */
  void onAnswered(long peer, List<Bytes32> given) {
    PeerAsks answered = peers.get(peer);
    if (answered == null) {
      return;
    }
    List<Bytes32> asked = answered.asked;
    answered.asked = List.of();
    Set<Bytes32> all = new HashSet<>(given);
    int full = given.isEmpty() ? asked.size() : asked.indexOf(given.getLast()) + 1;
    Set<Long> others = new LinkedHashSet<>(List.of(peer));
    for (int i = 0; i < asked.size(); i++) {
      Bytes32 hash = asked.get(i);
      if (all.contains(hash) || i >= full) {
        Optional.ofNullable(wanted.get(hash)).ifPresent(tx -> tx.asked = OptionalLong.empty());
      } else {
        answered.open.remove(hash);
        others.addAll(withdraw(peer, hash));
      }
    }
    given.forEach(this::forget);
    others.forEach(this::ask);
  }

  /** A peer did not answer in time. */
  void onFailed(long peer) {
    onAnswered(peer, List.of());
  }

  /** A peer does not have a transaction any more: gives those that do, and can be asked now. */
  private Set<Long> withdraw(long peer, Bytes32 hash) {
    Wanted tx = wanted.get(hash);
    if (tx == null) {
      return Set.of();
    }
    tx.announcers.remove(peer);
    if (tx.asked.equals(OptionalLong.of(peer))) {
      tx.asked = OptionalLong.empty();
    }
    if (tx.announcers.isEmpty()) {
      wanted.remove(hash);
    }
    return tx.asked.isPresent() ? Set.of() : Set.copyOf(tx.announcers.keySet());
  }

  /** A transaction is here, or is not wanted any more. */
  void forget(Bytes32 hash) {
    Wanted tx = wanted.remove(hash);
    if (tx != null) {
      tx.announcers
          .keySet()
          .forEach(peer ->
              Optional.ofNullable(peers.get(peer)).ifPresent(asks -> asks.open.remove(hash)));
    }
  }

  /** The peers that announced a transaction as another one than it is. */
  List<Long> liars(PooledTransaction tx) {
    Wanted announced = wanted.get(tx.transaction().hash());
    if (announced == null) {
      return List.of();
    }
    AnnouncedSize size = AnnouncedSize.of(tx);
    List<Long> liars = new ArrayList<>();
    announced.announcers.forEach((peer, said) -> {
      PeerAsks announcer = peers.get(peer);
      boolean isTrue =
          said.type() == tx.transaction().type()
              && (announcer == null || size.isNear(announcer.version, said.size()));
      if (!isTrue) {
        liars.add(peer);
      }
    });
    return liars;
  }

  void onTime(long now) {
    Set<Long> ready = new LinkedHashSet<>();
    while (!gathering.isEmpty() && gathering.peek().until <= now) {
      Wanted tx = wanted.get(gathering.remove().hash);
      if (tx != null) {
        tx.gathered = true;
        ready.addAll(tx.announcers.keySet());
      }
    }
    ready.forEach(this::ask);
  }

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  long deadline() {
    return gathering.isEmpty() ? Long.MAX_VALUE : gathering.peek().until;
  }

  /** Transactions that are wanted. */
  int size() {
    return wanted.size();
  }
}
