package io.devp2p.wire;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.netty.PeerHandler;
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
  private final Set<PeerHandler> connections = new HashSet<>();
  private final Map<PeerHandler, Dial> dials = new HashMap<>();
  private final Map<PublicKey, PeerHandler> slots = new HashMap<>();
  private final Map<PeerHandler, Peer> peers = new HashMap<>();
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

  void onAccepted(PeerHandler connection) {
    synchronized (lock) {
      connections.add(connection);
    }
  }

  /** Takes a place among the dials in flight; the reason if there is none. */
  Optional<Exception> beginDial() {
    synchronized (lock) {
      if (closed) {
        return Optional.of(new NetworkException.Closed("the host is closed"));
      }
      if (dialing >= config.maxDials()) {
        return Optional.of(
            new NetworkException.Closed(config.maxDials() + " dials are in flight (maxDials)"));
      }
      dialing++;
    }
    dialed.increment();
    return Optional.empty();
  }

  void onDialed(PeerHandler connection, PublicKey key, CompletableFuture<Peer> result) {
    synchronized (lock) {
      connections.add(connection);
      dials.put(connection, new Dial(key, result));
    }
  }

  // ---- connections tell

  @Override
  public Optional<DisconnectReason> judge(PeerHandler connection, Admission.Candidate candidate) {
    Optional<DisconnectReason> refusal =
        candidate.phase() == Admission.Phase.BEFORE_HELLO
            ? takeSlot(connection, candidate.key())
            : Optional.empty();
    return refusal.isPresent() ? refusal : config.admission().judge(candidate);
  }

  private Optional<DisconnectReason> takeSlot(PeerHandler connection, PublicKey key) {
    synchronized (lock) {
      if (closed) {
        return Optional.of(DisconnectReason.QUITTING);
      } else if (slots.containsKey(key)) {
        return Optional.of(DisconnectReason.ALREADY_CONNECTED);
      } else if (slots.size() >= config.maxPeers()
          || (connection.inbound() && inboundSlots() >= config.maxInbound())) {
        return Optional.of(DisconnectReason.TOO_MANY_PEERS);
      }
      slots.put(key, connection);
      return Optional.empty();
    }
  }

  private long inboundSlots() {
    return slots.values().stream().filter(PeerHandler::inbound).count();
  }

  @Override
  public void onOpen(PeerHandler connection) {
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
  public void onFailed(PeerHandler connection, DialFailure failure) {
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
  private Optional<Dial> settle(PeerHandler connection, boolean isSession) {
    if (connection.inbound()) {
      gate.settled(System.nanoTime(), connection.address().getAddress(), isSession);
    } else {
      dialing--;
    }
    return Optional.ofNullable(dials.remove(connection));
  }

  @Override
  public void onDown(PeerHandler connection, PeerDown down) {
    Optional<Peer> peer;
    synchronized (lock) {
      freeSlot(connection);
      peer = Optional.ofNullable(peers.remove(connection));
    }
    peer.ifPresent(p -> tell(new HostEvent.Disconnected(p, down)));
  }

  private void freeSlot(PeerHandler connection) {
    connection.key().ifPresent(key -> slots.remove(key, connection));
  }

  @Override
  public void onViolation(Violation violation) {
    count(violations, violation.rule().name());
  }

  @Override
  public void onDisconnect(DisconnectReason reason, boolean byPeer) {
    count(byPeer ? received : sent, reason.toString());
  }

  @Override
  public void onClosed(PeerHandler connection) {
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

  HostStats stats() {
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
          config.curve().name());
    }
  }

  private static Map<String, Long> copy(Map<String, LongAdder> counters) {
    return counters.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum()));
  }

  /** Says goodbye to everybody. Waits up to 2 s until all connections are closed, if it may. */
  void close(boolean onEventLoop) {
    List<PeerHandler> open;
    synchronized (lock) {
      closed = true;
      open = List.copyOf(connections);
    }
    open.forEach(connection -> connection.disconnect(DisconnectReason.QUITTING));
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
