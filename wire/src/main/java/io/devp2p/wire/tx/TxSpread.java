package io.devp2p.wire.tx;

import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Tells peers of new transactions: sends them to the square root of the peers, announces them to
 * the others, and never to who knows them (caps/eth.md, Transaction Exchange). A machine without
 * time; not thread-safe.
 */
final class TxSpread {

  /** What is remembered that a peer knows (go-ethereum). */
  static final int KNOWN = 32_768;

  /** Largest transaction that is sent without being asked for (go-ethereum). */
  static final int SENT_SIZE = 4096;

  /** Bytes of one message of gossip, so that it holds nothing up (go-ethereum). */
  static final int MESSAGE_BYTES = 100 << 10;

  /** Bytes of one announced transaction: type, size, hash. */
  private static final int ANNOUNCED_BYTES = 1 + 4 + 33;

  private record Known(int version, Fingerprints hashes) {}

  private final TxOutbox out;
  private final RandomGenerator random;
  private final Map<Long, Known> peers = new HashMap<>();

  TxSpread(TxOutbox out, RandomGenerator random) {
    this.out = out;
    this.random = random;
  }

  /** A new peer is told all. */
  void onOpen(long peer, int version, List<PoolTransaction> all) {
    peers.put(peer, new Known(version, new Fingerprints(KNOWN, random.nextLong())));
    announce(peer, all);
  }

  void onGone(long peer) {
    peers.remove(peer);
  }

  /** A peer has a transaction. */
  void onKnown(long peer, Bytes32 hash) {
    Optional.ofNullable(peers.get(peer)).ifPresent(known -> known.hashes.add(hash));
  }

  /** There are new transactions; those of one sender are in the order of their nonces. */
  void onNew(List<PoolTransaction> transactions) {
    List<Long> shuffled = new ArrayList<>(peers.keySet());
    Collections.shuffle(shuffled, java.util.Random.from(random));
    int direct = (int) Math.ceil(Math.sqrt(shuffled.size()));
    Set<Long> senders = new HashSet<>(shuffled.subList(0, direct));
    for (long peer : shuffled) {
      List<PoolTransaction> announced = new ArrayList<>();
      List<PoolTransaction> sent = new ArrayList<>();
      for (PoolTransaction tx : transactions) {
        boolean isSent =
            senders.contains(peer) && tx.blobs().isEmpty() && tx.transaction().size() <= SENT_SIZE;
        (isSent ? sent : announced).add(tx);
      }
      send(peer, sent);
      announce(peer, announced);
    }
  }

  private void send(long peer, List<PoolTransaction> transactions) {
    List<Bytes> batch = new ArrayList<>();
    int bytes = 0;
    for (PoolTransaction tx : newTo(peer, transactions)) {
      batch.add(tx.transaction().networkForm());
      bytes += tx.transaction().size();
      if (bytes >= MESSAGE_BYTES) {
        out.add(new TxEffect.Send(peer, new EthMessage.Transactions(batch)));
        batch = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      out.add(new TxEffect.Send(peer, new EthMessage.Transactions(batch)));
    }
  }

  /** One mask holds for all blob transactions of an announcement, so each mask has its own. */
  private void announce(long peer, List<PoolTransaction> transactions) {
    int version = known(peer).version;
    Map<CellMask, List<EthMessage.Announced>> byMask = new LinkedHashMap<>();
    for (PoolTransaction tx : newTo(peer, transactions)) {
      CellMask mask =
          version >= 72 ? tx.blobs().map(Blobs::mask).orElse(CellMask.NONE) : CellMask.NONE;
      byMask.computeIfAbsent(mask, m -> new ArrayList<>()).add(tx.announced(version));
    }
    int most = MESSAGE_BYTES / ANNOUNCED_BYTES;
    byMask.forEach((mask, all) -> {
      for (int i = 0; i < all.size(); i += most) {
        List<EthMessage.Announced> part = all.subList(i, Math.min(all.size(), i + most));
        out.add(new TxEffect.Send(peer, new EthMessage.NewPooledTransactionHashes(part, mask)));
      }
    });
  }

  /** What a peer can be served with and does not know, which it knows from then on. */
  private List<PoolTransaction> newTo(long peer, List<PoolTransaction> transactions) {
    Known known = known(peer);
    List<PoolTransaction> news = new ArrayList<>();
    for (PoolTransaction tx : transactions) {
      if (tx.isFor(known.version) && !known.hashes.has(tx.hash())) {
        known.hashes.add(tx.hash());
        news.add(tx);
      }
    }
    return news;
  }

  private Known known(long peer) {
    return Optional.ofNullable(peers.get(peer))
        .orElseThrow(() -> new IllegalStateException("BUG: no such peer"));
  }
}
