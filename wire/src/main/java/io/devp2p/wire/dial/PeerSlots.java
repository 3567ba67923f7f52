package io.devp2p.wire.dial;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may have a place among the peers, and which of two connections with one node goes on. A
 * machine; not thread-safe.
 *
 * <p>When two nodes dial each other at once, there are two connections. We send our Hello on one of
 * them at a time, so the other side cannot take one for a session that we do not. The first one
 * goes on; a second one waits until the first has failed, and is refused when the first is a
 * session. So that two nodes with this rule do not wait for each other, the second is refused at
 * once where the first is the one that the node with the greater id has dialed. In the end one
 * connection is left, on both sides the same; also with nodes that have no such rule.
 *
 * @param <C> connections
 */
public final class PeerSlots<C> {

  /**
   * How many peers there may be.
   *
   * @param peers in all, without the trusted
   * @param inbound of these, how many may have dialed us
   * @param dialed of these, how many we look for by ourselves
   * @param kept places that only peers with a capability get, which adds up for more than one
   */
  public record Limits(int peers, int inbound, int dialed, Map<Capability, Integer> kept) {

    public Limits {
      kept = Map.copyOf(kept);
    }

    /** Places that are kept. */
    public int allKept() {
      return kept.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** What becomes of a connection because of what happened to another one with the same node. */
  public sealed interface Effect<C> {

    /** It was held, and may go on. */
    record Proceed<C>(C connection) implements Effect<C> {}

    /** There is a session with the node by now. */
    record Refuse<C>(C connection) implements Effect<C> {}
  }

  private record Pending<C>(C connection, boolean inbound) {}

  private record Session<C>(C connection, boolean inbound, Set<Capability> shared) {}

  private final NodeId self;
  private final Limits limits;
  private final Set<PublicKey> trusted = new HashSet<>();
  private final Set<PublicKey> statics = new HashSet<>();
  private final Map<PublicKey, List<Pending<C>>> pending = new HashMap<>();
  private final Map<PublicKey, Session<C>> sessions = new LinkedHashMap<>();
  private List<Effect<C>> effects = new ArrayList<>();

  /** All places are free. */
  public PeerSlots(NodeId self, Limits limits) {
    this.self = self;
    this.limits = limits;
  }

  /** Takes all effects out, in order. */
  public List<Effect<C>> drain() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect<C>> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }

  // ---- connections

  /** The handshake has proved a key: may we send our Hello? */
  public Verdict onProved(C connection, PublicKey key, boolean inbound) {
    if (sessions.containsKey(key)) {
      return Verdict.refuse(Cause.ALREADY_CONNECTED);
    } else if (!hasPlace(key, inbound)) {
      return Verdict.refuse(Cause.NO_FREE_SLOT);
    }
    List<Pending<C>> all = pending.computeIfAbsent(key, k -> new ArrayList<>(2));
    if (all.isEmpty()) {
      all.add(new Pending<>(connection, inbound));
      return Verdict.GO;
    }
    Pending<C> first = all.getFirst();
    if (all.size() > 1 || first.inbound == inbound || isPreferred(key, first.inbound)) {
      return Verdict.refuse(Cause.ALREADY_CONNECTED);
    }
    all.add(new Pending<>(connection, inbound));
    return Verdict.HOLD;
  }

  /** Whether the node with the greater id has dialed. */
  private boolean isPreferred(PublicKey key, boolean inbound) {
    return inbound == NodeId.of(key).bytes().compareTo(self.bytes()) > 0;
  }

  /** The peer's Hello is here: may it be a session? */
  public Verdict onGreeted(C connection, PublicKey key, Collection<Capability> shared) {
    List<Pending<C>> all = pending.getOrDefault(key, List.of());
    boolean inbound =
        all.stream()
            .filter(p -> p.connection.equals(connection))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("BUG: a Hello before the handshake"))
            .inbound;
    if (!hasPlace(key, inbound)) {
      return Verdict.refuse(Cause.NO_FREE_SLOT);
    } else if (!hasPlace(key, shared)) {
      return Verdict.refuse(Cause.LOCAL_QUOTA);
    }
    all.stream()
        .filter(other -> !other.connection.equals(connection))
        .forEach(other -> effects.add(new Effect.Refuse<>(other.connection)));
    pending.remove(key);
    sessions.put(key, new Session<>(connection, inbound, Set.copyOf(shared)));
    return Verdict.GO;
  }

  /** A connection whose key was proved is over. */
  public void onGone(C connection, PublicKey key) {
    Session<C> session = sessions.get(key);
    if (session != null && session.connection.equals(connection)) {
      sessions.remove(key);
    }
    List<Pending<C>> all = pending.get(key);
    if (all == null) {
      return;
    }
    boolean wasFirst = all.getFirst().connection.equals(connection);
    all.removeIf(p -> p.connection.equals(connection));
    if (all.isEmpty()) {
      pending.remove(key);
    } else if (wasFirst) {
      effects.add(new Effect.Proceed<>(all.getFirst().connection));
    }
  }

  /** The connection of the session with a node. */
  public Optional<C> session(PublicKey key) {
    return Optional.ofNullable(sessions.get(key)).map(Session::connection);
  }

  /** Whether a connection with a node may still become a session. */
  public boolean isPending(PublicKey key) {
    return pending.containsKey(key);
  }

  // ---- places

  private boolean hasPlace(PublicKey key, boolean inbound) {
    if (trusted.contains(key)) {
      return true;
    } else if (statics.contains(key)) {
      return counted() < limits.peers;
    }
    return counted() + absentStatics() < limits.peers
        && (!inbound || counted(true) < limits.inbound);
  }

  private boolean hasPlace(PublicKey key, Collection<Capability> shared) {
    if (trusted.contains(key) || statics.contains(key)) {
      return true;
    }
    long keptForOthers =
        limits.kept.entrySet().stream()
            .filter(kept -> !shared.contains(kept.getKey()))
            .mapToLong(kept -> Math.max(0, kept.getValue() - sharing(kept.getKey())))
            .sum();
    return counted() + absentStatics() + keptForOthers < limits.peers;
  }

  private long counted() {
    return sessions.keySet().stream().filter(key -> !trusted.contains(key)).count();
  }

  private long counted(boolean inbound) {
    return sessions.entrySet().stream()
        .filter(s -> s.getValue().inbound == inbound)
        .filter(s -> !trusted.contains(s.getKey()) && !statics.contains(s.getKey()))
        .count();
  }

  private long sharing(Capability capability) {
    return sessions.values().stream().filter(s -> s.shared.contains(capability)).count();
  }

  /** Places are kept for static nodes that are not there. */
  private long absentStatics() {
    return statics.stream()
        .filter(key -> !trusted.contains(key) && !sessions.containsKey(key))
        .count();
  }

  /** Places for nodes that we look for by ourselves. */
  public int freeToDial() {
    long free =
        Math.min(limits.peers - counted() - absentStatics(), limits.dialed - counted(false));
    return (int) Math.max(0, free);
  }

  // ---- who is special

  /** Lets a node in beyond all limits; whether it was not trusted before. */
  public boolean trust(PublicKey key) {
    return trusted.add(key);
  }

  /** Whether the node was trusted. A session with it stays. */
  public boolean distrust(PublicKey key) {
    return trusted.remove(key);
  }

  public boolean isTrusted(PublicKey key) {
    return trusted.contains(key);
  }

  /** Whether any node is trusted. */
  public boolean hasTrusted() {
    return !trusted.isEmpty();
  }

  /** Keeps a place for a node. */
  public void addStatic(PublicKey key) {
    statics.add(key);
  }

  public void removeStatic(PublicKey key) {
    statics.remove(key);
  }
}
