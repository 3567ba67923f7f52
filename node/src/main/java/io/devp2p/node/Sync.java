package io.devp2p.node;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.snap.Snap;
import io.devp2p.wire.snap.SnapSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Fetches from peers what stores lack: receipts and access lists by eth, states by snap. The blocks
 * are there already, so a peer is a source and no authority: each item has the root or hash that a
 * header of ours names. What has come is kept, whatever ends a run; the next run fetches the rest.
 */
public final class Sync {

  private static final System.Logger LOG = System.getLogger(Sync.class.getName());

  private final Stores stores;
  private final Eth eth;
  private final Snap snap = Snap.client();

  private Sync(Stores stores) {
    this.stores = stores;
    this.eth = Eth.client(stores.chain()::status, stores.chain()::isCompatible);
  }

  /**
   * Asks one peer after the other until nothing is missing. Blocks; a peer that fails or serves
   * what is wrong is named in the log, and what it did not give is asked of the next.
   *
   * @return whether all is there: {@link Stores#isWhole}
   * @throws IOException if the stores cannot be written
   */
  public static boolean run(NodeKey key, Stores stores, List<Node> peers)
      throws IOException, InterruptedException, NetworkException.Unreachable {
    Sync sync = new Sync(stores);
    try (Host host = Host.start(key, c -> c.offer(sync.eth).offer(sync.snap))) {
      for (Node peer : peers) {
        sync.ask(host, peer);
      }
    }
    return stores.isWhole();
  }

  private void ask(Host host, Node node) throws IOException, InterruptedException {
    if (stores.isWhole()) {
      return;
    }
    try {
      Peer peer = get(host.dial(node.key(), node.endpoint().tcpAddress()));
      EthSession session =
          peer.session(eth).orElseThrow(() -> new PeerTrouble("does not speak eth"));
      Optional<SnapSession> states = peer.session(snap);
      get(session.status());
      BlockSync blocks = new BlockSync(stores, session);
      blocks.compareHeaders();
      blocks.receipts();
      blocks.accessLists();
      if (states.isPresent()) {
        new StateSync(stores, states.get()).recent();
      }
      LOG.log(INFO, () -> "asked " + node + " for all that was missing");
    } catch (PeerTrouble trouble) {
      LOG.log(WARNING, () -> node.key() + ": " + trouble.getMessage());
    }
  }

  /** Waits for an answer; sessions see to it that there is one or a failure. */
  static <T> T get(CompletableFuture<T> answer) throws PeerTrouble, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case Violation wrong ->
            throw new PeerTrouble("serves what is wrong: " + wrong.rule(), wrong);
        case DialFailure refused ->
            throw new PeerTrouble(String.valueOf(refused.getMessage()), refused);
        case NetworkException world ->
            throw new PeerTrouble(String.valueOf(world.getMessage()), world);
        case null, default -> throw new IllegalStateException("BUG: an answer failed", failed);
      }
    }
  }
}
