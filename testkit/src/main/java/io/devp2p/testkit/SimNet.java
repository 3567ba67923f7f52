package io.devp2p.testkit;

import io.devp2p.core.machine.DatagramMachine;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/**
 * Datagram machines in one thread and virtual time: the same seed gives the same run. Datagrams
 * take a random time, may overtake each other, be lost, or arrive twice; hosts may be behind
 * routers, asleep, or on the other side of a partition. Not thread-safe.
 *
 * @param <E> the events of the machines
 */
public final class SimNet<E> {

  /**
   * A datagram that was sent.
   *
   * @param at when it was sent, in nanoseconds of virtual time
   * @param from the sender's address outside, when it is behind a router
   * @param delivered whether it reaches an address where somebody is, if a router lets it in
   */
  public record Traced(
      long at, InetSocketAddress from, InetSocketAddress to, Bytes datagram, boolean delivered) {}

  /** Looks on, for what must hold of every datagram of a run. */
  public interface Observer {

    /** A datagram was sent; its sender has handled what made it do so. */
    void sent(Traced sent);

    /** A datagram arrives, and is handled next. */
    void arrives(InetSocketAddress from, InetSocketAddress to, Bytes datagram);
  }

  private record Event(long at, long order, LongConsumer action) {}

  /** Virtual wall time at virtual time 0: any moment does. */
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final SimLinks links;
  private final Map<InetSocketAddress, Host> hosts = new HashMap<>();
  private final Map<InetAddress, Nat> routers = new HashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
  private final SimTimers<Host> timers = new SimTimers<>();
  private final SimTrace trace = new SimTrace();
  private final List<Observer> observers = new ArrayList<>();
  private long now;
  private long order;

  /** An empty network, whose delays and losses follow from {@code seed}. */
  public SimNet(long seed) {
    links = new SimLinks(new Random(seed));
  }

  /** One way delays, uniform between the two. */
  public void delay(Duration min, Duration max) {
    links.delay(min, max);
  }

  /** Which part of the datagrams is lost, 0 to 1. */
  public void loss(double part) {
    links.loss(part);
  }

  /** Which part of the datagrams arrives twice, 0 to 1. */
  public void duplication(double part) {
    links.duplication(part);
  }

  /** Which part of the datagrams is held back until later ones have overtaken it, 0 to 1. */
  public void reordering(double part) {
    links.reordering(part);
  }

  /** From now on, nothing passes between addresses of one side and the others. */
  public void partition(Predicate<InetAddress> side) {
    links.partition(side);
  }

  /** Ends a partition. */
  public void heal() {
    links.partition(address -> true);
  }

  /** From now on, somebody looks on. */
  public void observe(Observer observer) {
    observers.add(observer);
  }

  /** Virtual time in nanoseconds. */
  public long now() {
    return now;
  }

  /** Wall time that goes with virtual time. */
  public InstantSource wallClock() {
    return () -> EPOCH.plusNanos(now);
  }

  /** All datagrams sent so far, the newest {@value SimTrace#KEPT} at most. */
  public List<Traced> trace() {
    return trace.newest();
  }

  /** Number of datagrams sent so far. */
  public long sent() {
    return trace.sent();
  }

  /** A digest of all datagrams sent so far, with their times: the same for the same run. */
  public long traceHash() {
    return trace.hash();
  }

  /** From now on, the trace is digested only: what a large world would keep costs memory. */
  public void keepNoTrace() {
    trace.keepNothing();
  }

  /** Puts a machine at an address. */
  public Host attach(InetSocketAddress address, DatagramMachine<E> machine) {
    return attach(address, machine, List.of());
  }

  /**
   * Puts a machine at an address behind routers.
   *
   * @param behind the routers, the nearest first; the address is one that no other host has
   */
  public Host attach(InetSocketAddress address, DatagramMachine<E> machine, List<Nat> behind) {
    Host host = attach(new Host(address, Optional.of(machine), List.copyOf(behind)));
    behind.forEach(router -> routers.put(router.address(), router));
    host.arm();
    return host;
  }

  /** Puts a bare socket at an address: what it receives is kept, what it sends the test says. */
  public Host attach(InetSocketAddress address) {
    return attach(new Host(address, Optional.empty(), List.of()));
  }

  private Host attach(Host host) {
    if (hosts.putIfAbsent(host.address, host) != null) {
      throw new IllegalArgumentException("there is a host at " + host.address);
    }
    return host;
  }

  /** Lets time pass. */
  public void run(Duration time) {
    runUntil(() -> false, time);
  }

  /**
   * Lets time pass until something is so.
   *
   * @return whether it was so before {@code atMost} had passed
   */
  public boolean runUntil(BooleanSupplier done, Duration atMost) {
    long end = now + atMost.toNanos();
    while (!done.getAsBoolean()) {
      Optional<SimTimers.Timer<Host>> timer = timers.earliest();
      long timerAt = timer.isPresent() ? Math.max(now, timer.get().at()) : Long.MAX_VALUE;
      Event event = events.peek();
      long eventAt = event == null ? Long.MAX_VALUE : event.at;
      if (Math.min(timerAt, eventAt) > end) {
        now = end;
        return done.getAsBoolean();
      }
      if (event != null && eventAt <= timerAt) {
        events.poll();
        now = eventAt;
        event.action.accept(now);
      } else {
        now = timerAt;
        timers.set(timer.orElseThrow(), Long.MAX_VALUE);
        Host due = timer.orElseThrow().host();
        due.run((machine, out) -> machine.onTime(due.now(), out));
      }
    }
    return true;
  }

  private void transmit(Host sender, InetSocketAddress to, Bytes datagram) {
    InetSocketAddress source = sender.address;
    for (Nat router : sender.behind) {
      source = router.outbound(now, source, to);
    }
    InetSocketAddress from = source;
    boolean somebody = hosts.containsKey(to) || routers.containsKey(to.getAddress());
    boolean delivered = somebody && links.carries(from.getAddress(), to.getAddress());
    Traced sent = new Traced(now, from, to, datagram, delivered);
    trace.add(sent);
    observers.forEach(observer -> observer.sent(sent));
    if (delivered) {
      schedule(links.delay(), from, to, datagram);
      if (links.doubles()) {
        schedule(links.delay(), from, to, datagram);
      }
    }
  }

  private void schedule(long delay, InetSocketAddress from, InetSocketAddress to, Bytes datagram) {
    events.add(new Event(now + delay, order++, at -> deliver(from, to, datagram)));
  }

  private void deliver(InetSocketAddress from, InetSocketAddress to, Bytes datagram) {
    Optional<Host> host = route(from, to).filter(there -> !there.isAsleep());
    if (host.isPresent()) {
      observers.forEach(observer -> observer.arrives(from, host.get().address, datagram));
      host.get().receive(from, datagram);
    }
  }

  /** Who gets a datagram: a host behind routers hears what all of them let in. */
  private Optional<Host> route(InetSocketAddress from, InetSocketAddress to) {
    InetSocketAddress at = to;
    Nat router = routers.get(to.getAddress());
    while (router != null) {
      Optional<InetSocketAddress> inside = router.inbound(now, from, at);
      if (inside.isEmpty()) {
        return Optional.empty();
      }
      at = inside.get();
      if (hosts.containsKey(at)) {
        return Optional.ofNullable(hosts.get(at));
      }
      Nat inner = routers.get(at.getAddress());
      router = inner == router ? null : inner; // a firewall leads to its own address
    }
    return Optional.ofNullable(hosts.get(to)).filter(host -> host.behind.isEmpty());
  }

  /** A place in the network. */
  public final class Host {

    private final InetSocketAddress address;
    private final Optional<DatagramMachine<E>> machine;
    private final List<Nat> behind;
    private final SimTimers.Timer<Host> timer = timers.timer(this);
    private long asleepSince = Long.MAX_VALUE;
    private long slept;
    private final List<Effect<E>> effects = new ArrayList<>();
    private Consumer<Effect<E>> told = effects::add;
    private final List<Bytes> received = new ArrayList<>();

    private Host(
        InetSocketAddress address, Optional<DatagramMachine<E>> machine, List<Nat> behind) {
      this.address = address;
      this.machine = machine;
      this.behind = behind;
    }

    public InetSocketAddress address() {
      return address;
    }

    /** The host's monotonic clock, in nanoseconds: virtual time without the time it slept. */
    public long now() {
      return now - slept;
    }

    /**
     * Suspends the host: it hears nothing, does nothing, and its monotonic clock stands still, as
     * under Linux, while wall clocks go on.
     */
    public void sleep() {
      asleepSince = now;
      timers.set(timer, Long.MAX_VALUE);
    }

    /** Wakes the host up. */
    public void wake() {
      slept += now - asleepSince;
      asleepSince = Long.MAX_VALUE;
      arm();
    }

    private boolean isAsleep() {
      return asleepSince != Long.MAX_VALUE;
    }

    /** From now on, effects of the machine other than datagrams are told, and not kept. */
    public void tell(Consumer<Effect<E>> listener) {
      told = listener;
    }

    /** Gives the machine an input now and carries out its effects. */
    public void run(BiConsumer<DatagramMachine<E>, Outbox<E>> input) {
      Outbox<E> out = new Outbox<>();
      input.accept(machine.orElseThrow(), out);
      for (List<Effect<E>> due = out.drain(); !due.isEmpty(); due = out.drain()) {
        for (Effect<E> effect : due) {
          switch (effect) {
            case Effect.Send<E> send -> transmit(this, send.to(), send.datagram());
            case Effect.Work<E> work -> work.task().compute().resume(now(), out);
            default -> told.accept(effect);
          }
        }
      }
      arm();
    }

    /** Sends a datagram from here. */
    public void send(InetSocketAddress to, Bytes datagram) {
      transmit(this, to, datagram);
    }

    /** All effects of the machine so far other than datagrams, unless they are told. */
    public List<Effect<E>> effects() {
      return Collections.unmodifiableList(effects);
    }

    /** All datagrams that arrived here so far, if this is a bare socket. */
    public List<Bytes> received() {
      return Collections.unmodifiableList(received);
    }

    /** How a call ended, if it has. */
    public Optional<Effect.Outcome> outcome(long call) {
      for (Effect<E> effect : effects) {
        if (effect instanceof Effect.Done<E> done && done.call() == call) {
          return Optional.of(done.outcome());
        }
      }
      return Optional.empty();
    }

    /** Takes the host out of the network: what is under way to it is lost. */
    public void detach() {
      hosts.remove(address, this);
      timers.end(timer);
    }

    private void receive(InetSocketAddress from, Bytes datagram) {
      if (machine.isPresent()) {
        run((m, out) -> m.onDatagram(now(), from, datagram, out));
      } else {
        received.add(datagram);
      }
    }

    private void arm() {
      long deadline = machine.map(DatagramMachine::deadline).orElse(Long.MAX_VALUE);
      long at = deadline == Long.MAX_VALUE ? deadline : deadline + slept;
      timers.set(timer, at);
    }
  }
}
