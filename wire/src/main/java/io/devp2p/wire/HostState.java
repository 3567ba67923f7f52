package io.devp2p.wire;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.dial.Verdict;
import io.devp2p.wire.netty.Connection;
import io.devp2p.wire.netty.PeerOwner;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Who is connected to a host, and what has happened to it. A part of the facade {@link Host}:
 * thread-safe, calls nobody while it holds its lock.
 */
final class HostState implements PeerOwner {

  private static final Logger LOG = System.getLogger(HostState.class.getName());

  private record Dial(PublicKey key, CompletableFuture<Peer> result) {}

  private final HostConfig config;
  private final Object lock = new Object();
  private final InboundGate gate;
  private final Set<Connection> connections = new HashSet<>();
  private final Map<Connection, Dial> dials = new HashMap<>();
  private final Map<PublicKey, Connection> slots = new HashMap<>();
  private final Map<Connection, Peer> peers = new HashMap<>();
  private final CompletableFuture<Boolean> allClosed = new CompletableFuture<>();
  private final List<Consumer<HostEvent>> listeners = new CopyOnWriteArrayList<>();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder dialed = new LongAdder();
  private final Map<String, LongAdder> violations = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> received = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();
  private int dialing;
  private boolean closed;

  HostState(HostConfig config) {
    this.config = config;
    this.gate = new InboundGate(config.acceptsPerSecond(), config.exempt());
  }

  // ---- connections come

  boolean admit(InetSocketAddress address) {
    accepted.increment();
    synchronized (lock) {
      if (!closed && gate.admit(System.nanoTime(), address.getAddress())) {
        return true;
      }
    }
    refused.increment();
    return false;
  }

  void onAccepted(Connection connection) {
    synchronized (lock) {
      connections.add(connection);
    }
  }

  /** Takes a place among the dials in flight; the reason if there is none. */
  Optional<DialFailure> beginDial() {
    synchronized (lock) {
      if (closed) {
        return Optional.of(DialFailure.unsent(Cause.HOST_CLOSED));
      }
      if (dialing >= config.maxDials()) {
        return Optional.of(DialFailure.unsent(Cause.NO_FREE_SLOT));
      }
      dialing++;
    }
    dialed.increment();
    return Optional.empty();
  }

  void onDialed(Connection connection, PublicKey key, CompletableFuture<Peer> result) {
    synchronized (lock) {
      connections.add(connection);
      dials.put(connection, new Dial(key, result));
    }
  }

  // ---- connections tell

  @Override
  public Verdict judge(Connection connection, Admission.Candidate candidate) {
    Verdict verdict =
        candidate.phase() == Admission.Phase.BEFORE_HELLO
            ? takeSlot(connection, candidate.key())
            : Verdict.GO;
    return verdict instanceof Verdict.Refuse
        ? verdict
        : config
            .admission()
            .judge(candidate)
            .<Verdict>map(reason -> new Verdict.Refuse(reason, Cause.NOT_ADMITTED))
            .orElse(verdict);
  }

  private Verdict takeSlot(Connection connection, PublicKey key) {
    synchronized (lock) {
      if (closed) {
        return Verdict.refuse(Cause.HOST_CLOSED);
      } else if (slots.containsKey(key)) {
        return Verdict.refuse(Cause.ALREADY_CONNECTED);
      } else if (slots.size() >= config.maxPeers()
          || (connection.inbound() && inboundSlots() >= config.maxInbound())) {
        return Verdict.refuse(Cause.NO_FREE_SLOT);
      }
      slots.put(key, connection);
      return Verdict.GO;
    }
  }

  private long inboundSlots() {
    return slots.values().stream().filter(Connection::inbound).count();
  }

  @Override
  public void onOpen(Connection connection) {
    Peer peer = new Peer(connection);
    Optional<Dial> dial;
    synchronized (lock) {
      peers.put(connection, peer);
      dial = settle(connection, true);
    }
    dial.ifPresent(d -> d.result.complete(peer));
    tell(new HostEvent.Connected(peer));
  }

  @Override
  public void onFailed(Connection connection, DialFailure failure) {
    Optional<Dial> dial;
    synchronized (lock) {
      freeSlot(connection);
      dial = settle(connection, false);
    }
    dial.ifPresent(d -> d.result.completeExceptionally(failure));
    tell(
        dial.<HostEvent>map(d -> new HostEvent.DialFailed(d.key, connection.address(), failure))
            .orElseGet(() -> new HostEvent.InboundFailed(connection.address(), failure)));
  }

  /** A connection has become a session, or never will. */
  private Optional<Dial> settle(Connection connection, boolean isSession) {
    if (connection.inbound()) {
      gate.settled(System.nanoTime(), connection.address().getAddress(), isSession);
    } else {
      dialing--;
    }
    return Optional.ofNullable(dials.remove(connection));
  }

  @Override
  public void onDown(Connection connection, PeerDown down) {
    Optional<Peer> peer;
    synchronized (lock) {
      freeSlot(connection);
      peer = Optional.ofNullable(peers.remove(connection));
    }
    peer.ifPresent(p -> tell(new HostEvent.Disconnected(p, down)));
  }

  private void freeSlot(Connection connection) {
    connection.key().ifPresent(key -> slots.remove(key, connection));
  }

  @Override
  public void onViolation(Connection connection, Violation violation) {
    count(violations, violation.rule().name());
  }

  @Override
  public void onConduct(Connection connection, Conduct conduct) {
    count(violations, conduct.name());
  }

  @Override
  public void onDisconnect(Connection connection, PeerDown how) {
    count(how.byPeer() ? received : sent, how.reason().toString());
  }

  @Override
  public void onClosed(Connection connection) {
    boolean last;
    synchronized (lock) {
      connections.remove(connection);
      last = closed && connections.isEmpty();
    }
    if (last) {
      allClosed.complete(true);
    }
  }

  private static void count(Map<String, LongAdder> counters, String label) {
    counters.computeIfAbsent(label, l -> new LongAdder()).increment();
  }

  // ---- the application asks

  Runnable onEvent(Consumer<HostEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(HostEvent event) {
    for (Consumer<HostEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException bug) {
        LOG.log(Level.WARNING, "a listener of host events failed", bug);
      }
    }
  }

  List<Peer> peers() {
    synchronized (lock) {
      return List.copyOf(peers.values());
    }
  }

  HostStats stats(String curve) {
    synchronized (lock) {
      return new HostStats(
          accepted.sum(),
          refused.sum(),
          dialed.sum(),
          peers.size(),
          gate.pending(),
          dialing,
          copy(violations),
          copy(received),
          copy(sent),
          curve);
    }
  }

  private static Map<String, Long> copy(Map<String, LongAdder> counters) {
    return counters.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum()));
  }

  /** Says goodbye to everybody. Waits up to 2 s until all connections are closed, if it may. */
  void close(boolean onEventLoop) {
    List<Connection> open;
    synchronized (lock) {
      closed = true;
      open = List.copyOf(connections);
    }
    open.forEach(connection -> connection.disconnect(DisconnectReason.QUITTING, Cause.HOST_CLOSED));
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
