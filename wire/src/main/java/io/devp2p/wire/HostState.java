package io.devp2p.wire;

import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.wire.dial.Dialer;
import io.devp2p.wire.dial.InboundGate;
import io.devp2p.wire.dial.PeerSlots;
import io.devp2p.wire.dial.Reputation;
import io.devp2p.wire.dial.Verdict;
import io.devp2p.wire.netty.Connection;
import io.devp2p.wire.netty.HostClock;
import io.devp2p.wire.netty.PeerOwner;
import io.devp2p.wire.p2p.Reactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * Who is connected to a host. A part of the facade {@link Host}: holds the lock under which its
 * machines run, and carries out what they ask for when it has left it. Thread-safe.
 */
final class HostState implements PeerOwner {

  private static final Logger LOG = System.getLogger(HostState.class.getName());

  private final HostConfig config;
  private final HostClock clock;
  private final HostEvents events;
  private final HostCounters counters = new HostCounters();
  private final Dials dials;
  private final Object lock = new Object();
  private final InboundGate gate;
  private final PeerSlots<Connection> slots;
  private final Reputation reputation;
  private final Dialer dialer;
  private final Set<Connection> connections = new HashSet<>();
  private final Map<Connection, Peer> peers = new LinkedHashMap<>();
  private final CompletableFuture<Boolean> allClosed = new CompletableFuture<>();
  private long wakeAt = Long.MAX_VALUE;
  private boolean closed;

  HostState(PublicKey self, HostConfig config, HostClock clock, HostEvents events, Dials dials) {
    this.config = config;
    this.clock = clock;
    this.events = events;
    this.dials = dials;
    this.gate = new InboundGate(config.acceptsPerSecond(), config.exempt());
    this.slots = new PeerSlots<>(NodeId.of(self), config.places());
    this.reputation = new Reputation(slots::isTrusted, config.exempt());
    HostConfig.Dialing how = config.dialing();
    this.dialer =
        new Dialer(
            new Dialer.Settings(
                self, how.inFlight(), how.ip6First(), how.allowed(), config.random()),
            slots,
            reputation);
  }

  // ---- the lock

  private <T> T step(LongFunction<T> action) {
    T result;
    List<Runnable> after;
    synchronized (lock) {
      result = action.apply(clock.now());
      after = drain();
    }
    after.forEach(Runnable::run);
    return result;
  }

  private void run(LongConsumer action) {
    step(now -> {
      action.accept(now);
      return true;
    });
  }

  private List<Runnable> drain() {
    List<Runnable> after = new ArrayList<>();
    slots.drain().forEach(effect -> after.add(() -> carryOut(effect)));
    dialer.drain().forEach(effect -> after.add(dials.carryOut(effect, this, this::peerOf)));
    long next = dialer.deadline();
    if (next != wakeAt) {
      wakeAt = next;
      after.add(() -> clock.wake(next, this::onTime));
    }
    return after;
  }

  private static void carryOut(PeerSlots.Effect<Connection> effect) {
    switch (effect) {
      case PeerSlots.Effect.Proceed<Connection> held -> held.connection().proceed();
      case PeerSlots.Effect.Refuse<Connection> lost ->
          end(lost.connection(), Cause.ALREADY_CONNECTED);
    }
  }

  private static void end(Connection connection, Cause why) {
    connection.disconnect(Reactions.to(why), why);
  }

  private void onTime() {
    run(now -> {
      wakeAt = Long.MIN_VALUE; // the timer is gone: set it anew
      dialer.onTime(now);
    });
  }

  private Optional<Peer> peerOf(PublicKey key) {
    return slots.session(key).flatMap(c -> Optional.ofNullable(peers.get(c)));
  }

  // ---- connections come

  boolean admit(InetSocketAddress address) {
    counters.accepted.increment();
    boolean admitted =
        step(now -> {
          // Behind a banned address may be a trusted node, which only the handshake tells.
          boolean banned = reputation.isBanned(now, address.getAddress()) && !slots.hasTrusted();
          return !closed && !banned && gate.admit(now, address.getAddress());
        });
    if (!admitted) {
      counters.refused.increment();
    }
    return admitted;
  }

  void onAccepted(Connection connection) {
    run(now -> connections.add(connection));
  }

  void onDialed(Connection connection, long attempt, PublicKey key) {
    counters.dialed.increment();
    run(now -> {
      connections.add(connection);
      dials.opened(connection, attempt, key);
    });
  }

  // ---- connections tell

  @Override
  public Verdict judge(Connection connection, Admission.Candidate candidate) {
    Verdict verdict = step(now -> place(now, connection, candidate));
    return verdict instanceof Verdict.Refuse
        ? verdict
        : config
            .admission()
            .judge(candidate)
            .<Verdict>map(reason -> new Verdict.Refuse(reason, Cause.NOT_ADMITTED))
            .orElse(verdict);
  }

  private Verdict place(long now, Connection connection, Admission.Candidate candidate) {
    PublicKey key = candidate.key();
    boolean banned =
        reputation.isBanned(now, key)
            || (reputation.isBanned(now, candidate.address().getAddress())
                && !slots.isTrusted(key));
    if (closed || banned) {
      return Verdict.refuse(closed ? Cause.HOST_CLOSED : Cause.BANNED);
    }
    return switch (candidate.phase()) {
      case BEFORE_HELLO -> slots.onProved(connection, key, candidate.inbound());
      case AFTER_HELLO -> slots.onGreeted(connection, key, candidate.shared());
    };
  }

  @Override
  public void onOpen(Connection connection) {
    Peer peer = new Peer(connection);
    run(now -> {
      peers.put(connection, peer);
      settle(now, connection, true);
      dialer.onConnected(now, peer.key());
    });
    events.tell(new HostEvent.Connected(peer));
  }

  @Override
  public void onFailed(Connection connection, DialFailure failure) {
    Optional<Dials.Dial> dial =
        step(now -> {
          settle(now, connection, false);
          connection.key().ifPresent(key -> slots.onGone(connection, key));
          Optional<Dials.Dial> ours = dials.ended(connection);
          ours.ifPresent(d -> dialer.onFailed(now, d.attempt(), d.key(), failure));
          connection.key().ifPresent(key -> dialer.onGone(now, key));
          return ours;
        });
    (dial.isPresent() ? counters.dialFailures : counters.inboundFailures).add(failure.why());
    events.tell(
        dial.<HostEvent>map(d -> new HostEvent.DialFailed(d.key(), connection.address(), failure))
            .orElseGet(() -> new HostEvent.InboundFailed(connection.address(), failure)));
  }

  /** A connection has become a session, or never will. */
  private void settle(long now, Connection connection, boolean isSession) {
    if (connection.inbound()) {
      gate.settled(now, connection.address().getAddress(), isSession);
    }
  }

  @Override
  public void onDown(Connection connection, PeerDown down) {
    Optional<Peer> peer =
        step(now -> {
          Optional<Peer> gone = Optional.ofNullable(peers.remove(connection));
          gone.ifPresent(p -> {
            slots.onGone(connection, p.key());
            dials.ended(connection);
            dialer.onDown(now, p.key(), down, connection.stats().age());
          });
          return gone;
        });
    counters.ends.add(down.why());
    peer.ifPresent(p -> events.tell(new HostEvent.Disconnected(p, down, p.stats())));
  }

  @Override
  public void onViolation(Connection connection, Violation violation) {
    counters.violations.add(violation.rule().name());
    if (violation.rule().kind() != Rule.Kind.INCOMPATIBLE) {
      onConduct(connection, connection.key().isPresent() ? Conduct.BREACH : Conduct.BAD_HANDSHAKE);
    }
  }

  @Override
  public void onConduct(Connection connection, Conduct conduct) {
    Optional<PublicKey> key = connection.key();
    boolean banned =
        step(now ->
            key.isPresent()
                ? reputation.report(now, key.get(), conduct)
                : reputation.report(now, connection.address().getAddress(), conduct));
    if (banned) {
      counters.bans.increment();
      events.tell(new HostEvent.Banned(key, connection.address(), conduct));
      end(connection, Cause.LOCAL_REPUTATION);
    }
  }

  @Override
  public void onDisconnect(Connection connection, PeerDown how) {
    counters.goodbyes.add(new HostStats.Goodbye(how.reason(), how.byPeer(), connection.inbound()));
  }

  @Override
  public void onClosed(Connection connection) {
    boolean last =
        step(now -> {
          connections.remove(connection);
          return closed && connections.isEmpty();
        });
    if (last) {
      allClosed.complete(true);
    }
  }

  // ---- the application asks

  /** What the machines are told by the facade, with the time. */
  interface Command<T> {
    T run(long now, Dialer dialer, PeerSlots<Connection> slots, Reputation reputation);
  }

  <T> T command(Command<T> command) {
    return step(now -> command.run(now, dialer, slots, reputation));
  }

  /** Ends the session with a node, if there is one. */
  void end(PublicKey key, Cause why) {
    step(now -> slots.session(key)).ifPresent(connection -> end(connection, why));
  }

  Optional<Peer> peer(PublicKey key) {
    return step(now -> peerOf(key));
  }

  List<Peer> peers() {
    return step(now -> List.copyOf(peers.values()));
  }

  HostStats stats(String curve, long inboundBytes) {
    return step(now ->
        new HostStats(
            counters.accepted.sum(),
            counters.refused.sum(),
            counters.dialed.sum(),
            peers.size(),
            gate.pending(),
            dialer.inFlight(),
            inboundBytes,
            counters.bans.sum(),
            counters.violations.copy(),
            counters.goodbyes.copy(),
            counters.dialFailures.copy(),
            counters.inboundFailures.copy(),
            counters.ends.copy(),
            curve));
  }

  /** Says goodbye to everybody. Waits up to 2 s until all connections are closed, if it may. */
  void close(boolean onEventLoop) {
    List<Connection> open =
        step(now -> {
          closed = true;
          dialer.close(now);
          return List.copyOf(connections);
        });
    open.forEach(connection -> end(connection, Cause.HOST_CLOSED));
    if (open.isEmpty() || onEventLoop) {
      return;
    }
    try {
      allClosed.get(2, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException unfinished) {
      LOG.log(Level.DEBUG, "some connections are not closed 2 s after the goodbye");
    }
  }
}
