package io.devp2p.wire;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.dial.Dialer;
import io.devp2p.wire.dial.Target;
import io.devp2p.wire.netty.Connection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the {@link Dialer} asks for, and who waits for it. A part of the facade {@link Host}; its
 * maps are guarded by the lock of {@link HostState}.
 */
final class Dials {

  /** A resolver of names that takes longer has failed. */
  private static final Duration RESOLVE = Duration.ofSeconds(5);

  /** A dial by its connection. */
  record Dial(long attempt, PublicKey key) {}

  /** Opens connections. */
  @FunctionalInterface
  interface Connector {
    /**
     * Opens a connection.
     *
     * @param opened told of the connection before anything happens to it
     */
    void connect(PublicKey key, InetSocketAddress address, Consumer<Connection> opened);
  }

  private final Connector connector;
  private final NameResolver resolver;
  private final Consumer<Integer> demand;
  private final Map<Connection, Dial> connections = new HashMap<>();
  private final Map<Long, CompletableFuture<Peer>> calls = new HashMap<>();

  Dials(Connector connector, NameResolver resolver, Consumer<Integer> demand) {
    this.connector = connector;
    this.resolver = resolver;
    this.demand = demand;
  }

  /** Somebody waits for the outcome of a call. */
  CompletableFuture<Peer> await(long call) {
    CompletableFuture<Peer> outcome = new CompletableFuture<>();
    calls.put(call, outcome);
    return outcome;
  }

  void opened(Connection connection, long attempt, PublicKey key) {
    connections.put(connection, new Dial(attempt, key));
  }

  /** The dial of a connection that is a session no more, or never was one. */
  Optional<Dial> ended(Connection connection) {
    return Optional.ofNullable(connections.remove(connection));
  }

  /**
   * What to do about an effect when the lock is left.
   *
   * @param peers knows the session with a node
   */
  Runnable carryOut(
      Dialer.Effect effect, HostState state, Function<PublicKey, Optional<Peer>> peers) {
    return switch (effect) {
      case Dialer.Effect.Connect c ->
          () ->
              connector.connect(
                  c.key(), c.address(), connection -> state.onDialed(connection, c.id(), c.key()));
      case Dialer.Effect.Resolve r -> () -> resolve(r.key(), r.name(), state);
      case Dialer.Effect.Demand d -> () -> demand.accept(d.candidates());
      case Dialer.Effect.Done d -> {
        Optional<Peer> peer = peers.apply(d.key());
        Optional<CompletableFuture<Peer>> call = Optional.ofNullable(calls.remove(d.call()));
        yield () -> call.ifPresent(future -> complete(future, d.failure(), peer));
      }
    };
  }

  private static void complete(
      CompletableFuture<Peer> call, Optional<DialFailure> failure, Optional<Peer> peer) {
    if (failure.isEmpty() && peer.isPresent()) {
      call.complete(peer.get());
    } else {
      // The session begins at this very moment, or has just ended.
      call.completeExceptionally(
          failure.orElseGet(() -> DialFailure.unsent(Cause.ALREADY_CONNECTED)));
    }
  }

  private void resolve(PublicKey key, Target.Name name, HostState state) {
    resolver
        .resolve(name.host())
        .orTimeout(RESOLVE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(unknown -> List.of())
        .thenAccept(addresses -> {
          List<InetSocketAddress> there =
              addresses.stream().map(a -> new InetSocketAddress(a, name.port())).toList();
          state.command((now, dialer, slots, reputation) -> {
            dialer.onResolved(now, key, there);
            return true;
          });
        });
  }
}
