package io.devp2p.wire.dial;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.machine.Deadlines;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Stage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Whom to dial, and when: what the application asks for at once, static nodes until they are
 * connected and whenever they are lost, and candidates as long as there are places for nodes that
 * we look for by ourselves. Every dial has an outcome. A machine; {@code now} is monotonic, in
 * nanoseconds. Not thread-safe.
 */
public final class Dialer {

  /** All that this machine may ask of the world. */
  public sealed interface Effect {

    /** Open a connection; {@link Dialer#onConnected} or {@link Dialer#onFailed} follows. */
    record Connect(long id, PublicKey key, InetSocketAddress address) implements Effect {}

    /** Look a name up; {@link Dialer#onResolved} follows. */
    record Resolve(PublicKey key, Target.Name name) implements Effect {}

    /** A call has its outcome: a session with the node, unless there is a failure. */
    record Done(long call, PublicKey key, Optional<DialFailure> failure) implements Effect {}

    /** So many candidates are wanted. */
    record Demand(int candidates) implements Effect {}
  }

  /**
   * How to dial.
   *
   * @param self our own key
   * @param inFlight dials at once at most
   * @param ip6First whether a node with addresses of both families is dialed at that of IPv6 first
   * @param allowed addresses that may be dialed
   * @param random spreads the pauses
   */
  public record Settings(
      PublicKey self,
      int inFlight,
      boolean ip6First,
      Predicate<InetAddress> allowed,
      RandomGenerator random) {}

  /** A node that is dialed until it is connected, and who waits for the first outcome. */
  private record Wanted(Target target, List<Long> calls) {}

  /** A session that lasts so long makes up for failures before it. */
  private static final Duration LASTING = Duration.ofMinutes(5);

  private final Settings settings;
  private final PeerSlots<?> slots;
  private final Reputation reputation;
  private final DialHistory history;
  private final Candidates candidates = new Candidates();
  private final Map<PublicKey, Attempt> attempts = new LinkedHashMap<>();
  private final Map<PublicKey, Wanted> statics = new HashMap<>();
  private final Deadlines<PublicKey> due = new Deadlines<>();
  private List<Effect> effects = new ArrayList<>();
  private long ids;
  private boolean closed;

  /** Nothing to dial yet. */
  public Dialer(Settings settings, PeerSlots<?> slots, Reputation reputation) {
    this.settings = settings;
    this.slots = slots;
    this.reputation = reputation;
    this.history = new DialHistory(settings.random);
  }

  /** Takes all effects out, in order. */
  public List<Effect> drain() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }

  // ---- what the application asks for

  /** Dials a node now, whatever happened before. Joins a dial of the node that is in flight. */
  public long dial(long now, Target target) {
    long call = ids++;
    Optional<Cause> hindrance = hindrance(now, target.key());
    Attempt inFlight = attempts.get(target.key());
    if (hindrance.isPresent()) {
      done(call, target.key(), Optional.of(DialFailure.unsent(hindrance.get())));
    } else if (inFlight != null) {
      inFlight.calls().add(call);
    } else if (attempts.size() >= settings.inFlight) {
      done(call, target.key(), Optional.of(DialFailure.unsent(Cause.NO_FREE_SLOT)));
    } else {
      begin(now, target, false, List.of(call));
    }
    return call;
  }

  private Optional<Cause> hindrance(long now, PublicKey key) {
    if (closed) {
      return Optional.of(Cause.HOST_CLOSED);
    } else if (key.equals(settings.self)) {
      return Optional.of(Cause.SELF);
    } else if (slots.session(key).isPresent()) {
      return Optional.of(Cause.ALREADY_CONNECTED);
    }
    return reputation.isBanned(now, key) ? Optional.of(Cause.BANNED) : Optional.empty();
  }

  /** Keeps a node connected from now on. The outcome is that of the first dial. */
  public long addStatic(long now, Target target) {
    long call = ids++;
    PublicKey key = target.key();
    List<Long> calls = new ArrayList<>(1);
    Optional.ofNullable(statics.remove(key)).ifPresent(before -> calls.addAll(before.calls));
    calls.add(call);
    if (closed || key.equals(settings.self)) {
      Cause cause = closed ? Cause.HOST_CLOSED : Cause.SELF;
      calls.forEach(c -> done(c, key, Optional.of(DialFailure.unsent(cause))));
      return call;
    }
    slots.addStatic(key);
    statics.put(key, new Wanted(target, calls));
    if (slots.session(key).isPresent()) {
      answer(key, Optional.empty());
    } else if (attempts.containsKey(key)) {
      attempts.get(key).calls().addAll(calls);
      calls.clear();
    } else {
      due.set(key, now);
      pump(now);
    }
    return call;
  }

  /** Lets a node go: it is not dialed again. Whether it was static. */
  public boolean removeStatic(PublicKey key) {
    boolean was = statics.containsKey(key);
    answer(key, Optional.of(DialFailure.unsent(Cause.LOCAL_CLOSE)));
    statics.remove(key);
    slots.removeStatic(key);
    due.cancel(key);
    return was;
  }

  /** Who waits for the first dial of a static node. */
  private void answer(PublicKey key, Optional<DialFailure> failure) {
    Wanted wanted = statics.get(key);
    if (wanted != null) {
      wanted.calls.forEach(call -> done(call, key, failure));
      wanted.calls.clear();
    }
  }

  /** There is somebody who gives candidates. */
  public void onSource(long now) {
    candidates.onSource(now);
    pump(now);
  }

  /** A candidate; it is dialed when it may be and there is a place for it, or forgotten. */
  public void offer(long now, Target candidate) {
    candidates.add(candidate);
    pump(now);
  }

  /** Dials nobody any more; all outcomes that are open are failures. */
  public void close(long now) {
    closed = true;
    DialFailure failure = DialFailure.unsent(Cause.HOST_CLOSED);
    statics.keySet().forEach(key -> answer(key, Optional.of(failure)));
    List.copyOf(attempts.values()).forEach(a -> finish(now, a, Optional.of(failure)));
  }

  // ---- what the world tells

  /** A name was looked up; no addresses if it has none, or could not be. */
  public void onResolved(long now, PublicKey key, List<InetSocketAddress> addresses) {
    Attempt attempt = attempts.get(key);
    if (attempt != null && attempt.address().isEmpty()) {
      goOn(now, attempt, addresses, Cause.NAME_UNRESOLVED);
      pump(now);
    }
  }

  /** There is a session with a node, whoever dialed. */
  public void onConnected(long now, PublicKey key) {
    history.onProved(key);
    due.cancel(key);
    answer(key, Optional.empty());
    Optional.ofNullable(attempts.get(key)).ifPresent(a -> finish(now, a, Optional.empty()));
    pump(now);
  }

  /** A connection that this machine asked for did not become a session. */
  public void onFailed(long now, long id, PublicKey key, DialFailure failure) {
    Attempt attempt = attempts.get(key);
    if (attempt == null || attempt.id() != id) {
      return; // it lost against another connection with the same node
    }
    attempt.onFailure(failure);
    if (failure.stage().compareTo(Stage.HELLO) < 0) {
      attempt.address().ifPresent(address -> history.onUseless(key, address));
    } else {
      history.onProved(key);
    }
    if (failure.stage() == Stage.CONNECT && connectNext(attempt)) {
      return;
    }
    if (isAnotherThere(key)) {
      attempt.park();
    } else {
      finish(now, attempt, attempt.failure());
      pump(now);
    }
  }

  /** A connection with a node ended before it was a session, whoever had opened it. */
  public void onGone(long now, PublicKey key) {
    Attempt attempt = attempts.get(key);
    if (attempt != null && attempt.isParked() && !isAnotherThere(key)) {
      finish(now, attempt, attempt.failure());
      pump(now);
    }
  }

  /**
   * Whether another connection is about to be a session: {@link #onConnected} comes after both
   * Hellos.
   */
  private boolean isAnotherThere(PublicKey key) {
    return slots.isPending(key) || slots.session(key).isPresent();
  }

  /** A session is over. */
  public void onDown(long now, PublicKey key, PeerDown down, Duration age) {
    if (age.compareTo(LASTING) >= 0) {
      history.forgive(key);
    }
    history.onFailure(now, key, Backoff.of(down), longest(key));
    again(now, key);
    pump(now);
  }

  /** The time of {@link #deadline()} has come, or not: calling early does no harm. */
  public void onTime(long now) {
    pump(now);
  }

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  public long deadline() {
    if (closed || attempts.size() >= settings.inFlight) {
      return Long.MAX_VALUE;
    }
    return Math.min(due.next(), places() > 0 ? candidates.deadline() : Long.MAX_VALUE);
  }

  /** Dials in flight. */
  public int inFlight() {
    return attempts.size();
  }

  // ---- dials

  private void begin(long now, Target target, boolean ours, List<Long> calls) {
    Attempt attempt = new Attempt(ids++, target.key(), ours, calls);
    attempts.put(target.key(), attempt);
    history.onDial(now, target.key());
    if (target.name().isPresent()) {
      effects.add(new Effect.Resolve(target.key(), target.name().get()));
    } else {
      goOn(now, attempt, target.addresses(), Cause.NO_TCP_PORT);
    }
  }

  private void goOn(long now, Attempt attempt, List<InetSocketAddress> addresses, Cause none) {
    boolean trusted = slots.isTrusted(attempt.key());
    Choice choice =
        Choice.of(
            addresses,
            none,
            settings.ip6First,
            settings.allowed,
            address -> !trusted && reputation.isBanned(now, address));
    attempt.addAddresses(choice.addresses());
    if (!connectNext(attempt)) {
      finish(now, attempt, choice.against().map(DialFailure::unsent));
    }
  }

  private boolean connectNext(Attempt attempt) {
    Optional<InetSocketAddress> next = attempt.next();
    next.ifPresent(a -> effects.add(new Effect.Connect(attempt.id(), attempt.key(), a)));
    return next.isPresent();
  }

  private void finish(long now, Attempt attempt, Optional<DialFailure> failure) {
    PublicKey key = attempt.key();
    attempts.remove(key);
    failure.ifPresent(f -> {
      history.onFailure(now, key, Backoff.of(f), longest(key));
      again(now, key);
    });
    attempt.calls().forEach(call -> done(call, key, failure));
  }

  private void done(long call, PublicKey key, Optional<DialFailure> failure) {
    effects.add(new Effect.Done(call, key, failure));
  }

  private long longest(PublicKey key) {
    return statics.containsKey(key) ? Backoff.LONGEST_STATIC : Backoff.LONGEST;
  }

  private void again(long now, PublicKey key) {
    Wanted wanted = statics.get(key);
    if (wanted != null && !closed) {
      due.set(key, history.mayFrom(now, key, wanted.target.addresses()));
    }
  }

  // ---- what is next

  private void pump(long now) {
    while (!closed && attempts.size() < settings.inFlight) {
      Optional<PublicKey> wanted = due.poll(now);
      if (wanted.isPresent()) {
        dialStatic(now, wanted.get());
        continue;
      }
      Optional<Target> candidate = places() > 0 ? candidates.poll() : Optional.empty();
      if (candidate.isEmpty()) {
        break;
      }
      candidate.filter(c -> isWorthDialing(now, c)).ifPresent(c -> begin(now, c, true, List.of()));
    }
    if (!closed && places() > 0) {
      candidates.demand(now, places()).ifPresent(n -> effects.add(new Effect.Demand(n)));
    }
  }

  private void dialStatic(long now, PublicKey key) {
    Wanted wanted = statics.get(key);
    if (wanted == null || attempts.containsKey(key) || slots.session(key).isPresent()) {
      return;
    }
    Optional<Cause> hindrance = hindrance(now, key);
    if (hindrance.isPresent() || slots.isPending(key)) {
      hindrance.ifPresent(cause -> answer(key, Optional.of(DialFailure.unsent(cause))));
      due.set(key, now + DialHistory.PAUSE);
      return;
    }
    List<Long> calls = List.copyOf(wanted.calls);
    wanted.calls.clear();
    begin(now, wanted.target, false, calls);
  }

  /** Dials that we may begin by ourselves. */
  private int places() {
    int ours = (int) attempts.values().stream().filter(Attempt::isOurs).count();
    return Math.min(settings.inFlight - attempts.size(), slots.freeToDial() - ours);
  }

  private boolean isWorthDialing(long now, Target candidate) {
    PublicKey key = candidate.key();
    return hindrance(now, key).isEmpty()
        && !attempts.containsKey(key)
        && !statics.containsKey(key)
        && !slots.isPending(key)
        && history.mayFrom(now, key, candidate.addresses()) <= now;
  }
}
