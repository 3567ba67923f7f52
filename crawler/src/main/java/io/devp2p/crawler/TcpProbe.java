package io.devp2p.crawler;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The TCP part of a visit: connect, read Hello, read Status without sending one, say goodbye.
 * Thread-safe.
 */
final class TcpProbe {

  /** Until the TCP connection: two lost SYN packets are sent again within 3 s. */
  static final Duration CONNECT = Duration.ofSeconds(4);

  /** From the TCP connection to Hello. */
  static final Duration HELLO = Duration.ofSeconds(4);

  /** From the beginning to Status: a visit holds a slot of the node for so long at most. */
  private static final Duration WHOLE = Duration.ofSeconds(9);

  /** After our Disconnect, until we close. */
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final Host host;
  private final Eth eth;

  /** What a dial came to. */
  record Dialed(TcpContact contact, Ending ending) {}

  TcpProbe(Host host, Eth eth) {
    this.host = host;
    this.eth = eth;
  }

  /**
   * Dials the addresses in their order until one connects. Never fails.
   *
   * @param endpoints at least one
   */
  CompletableFuture<Dialed> visit(PublicKey key, List<Endpoint> endpoints) {
    CompletableFuture<Dialed> first = visit(key, endpoints.getFirst());
    if (endpoints.size() == 1) {
      return first;
    }
    return first.thenCompose(dialed ->
        dialed.contact().timings().connect().isPresent()
            ? CompletableFuture.completedFuture(dialed)
            : visit(key, endpoints.subList(1, endpoints.size())));
  }

  private CompletableFuture<Dialed> visit(PublicKey key, Endpoint endpoint) {
    long start = System.nanoTime();
    return host.dial(key, endpoint.tcpAddress())
        .handle((peer, failure) ->
            failure == null
                ? readStatus(endpoint, peer, start)
                : CompletableFuture.completedFuture(failed(endpoint, unwrapped(failure))))
        .thenCompose(dialed -> dialed);
  }

  private static Dialed failed(Endpoint endpoint, Throwable cause) {
    if (!(cause instanceof DialFailure failure)) {
      throw new IllegalStateException("BUG: a dial failed by " + cause, cause);
    }
    TcpContact contact =
        new TcpContact(
            endpoint,
            failure.timings(),
            failure.hello(),
            OptionalInt.empty(),
            Optional.empty(),
            failure.reason());
    return new Dialed(contact, Verdict.of(failure));
  }

  private CompletableFuture<Dialed> readStatus(Endpoint endpoint, Peer peer, long start) {
    EthSession session =
        peer.session(eth)
            .orElseThrow(() -> new IllegalStateException("BUG: a peer without what we offer"));
    long hello = System.nanoTime();
    long left = WHOLE.toNanos() - (hello - start);
    return session
        .status()
        .orTimeout(left, TimeUnit.NANOSECONDS)
        .handle((status, failure) ->
            dialed(endpoint, peer, session, status, failure, System.nanoTime() - hello))
        .thenCompose(dialed -> goodbye(peer).thenApply(over -> dialed));
  }

  private static Dialed dialed(
      Endpoint endpoint,
      Peer peer,
      EthSession session,
      @Nullable Status status,
      @Nullable Throwable failure,
      long nanos) {
    Throwable cause = failure == null ? null : unwrapped(failure);
    Optional<DisconnectReason> reason =
        cause instanceof NetworkException.Disconnected d && d.byPeer()
            ? Optional.of(new DisconnectReason(d.reason()))
            : Optional.empty();
    TcpContact contact =
        new TcpContact(
            endpoint,
            peer.timings(),
            Optional.of(peer.hello()),
            OptionalInt.of(session.version()),
            Optional.ofNullable(status).map(s -> new TcpContact.StatusSeen(s, nanos)),
            reason);
    return new Dialed(
        contact, cause == null ? Ending.of(Outcome.STATUS) : Verdict.withoutStatus(cause));
  }

  private static CompletableFuture<Optional<PeerDown>> goodbye(Peer peer) {
    peer.disconnect(DisconnectReason.QUITTING);
    return peer.down()
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException wrapper && wrapper.getCause() != null
        ? wrapper.getCause()
        : failure;
  }
}
