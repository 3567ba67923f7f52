package io.devp2p.testkit;

import io.devp2p.core.machine.DatagramMachine;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
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
import java.util.function.LongConsumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * Datagram machines in one thread and virtual time: the same seed gives the same run. Datagrams
 * take a random time, may overtake each other, and may be lost. Not thread-safe.
 *
 * @param <E> the events of the machines
 */
public final class SimNet<E> {

  /**
   * A datagram that was sent.
   *
   * @param at when it was sent, in nanoseconds of virtual time
   * @param delivered whether it arrives somewhere
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

  private final class Timer {
    private final long at;
    private final Host host;

    Timer(long at, Host host) {
      this.at = at;
      this.host = host;
    }
  }

  private record Event(long at, long order, LongConsumer action) {}

  /** Virtual wall time at virtual time 0: any moment does. */
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /** Newest datagrams that are kept for assertions: enough for every test, and bounded. */
  private static final int TRACE = 100_000;

  private final Random random;
  private final Map<InetSocketAddress, Host> hosts = new HashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) ->
          a.at != b.at ? Long.compare(a.at, b.at) : Integer.compare(a.host.number, b.host.number));
  private final List<Traced> trace = new ArrayList<>();
  private final List<Observer> observers = new ArrayList<>();
  private long now;
  private long order;
  private int attached;
  private long minDelay = Duration.ofMillis(5).toNanos();
  private long maxDelay = Duration.ofMillis(25).toNanos();
  private double loss;

  /** An empty network, whose delays and losses follow from {@code seed}. */
  public SimNet(long seed) {
    random = new Random(seed);
  }

  /** One way delays, uniform between the two. */
  public void delay(Duration min, Duration max) {
    minDelay = min.toNanos();
    maxDelay = max.toNanos();
  }

  /** Which part of the datagrams is lost, 0 to 1. */
  public void loss(double part) {
    loss = part;
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

  /** All datagrams sent so far, the newest {@value #TRACE} at most. */
  public List<Traced> trace() {
    return Collections.unmodifiableList(trace);
  }

  /** Puts a machine at an address. */
  public Host attach(InetSocketAddress address, DatagramMachine<E> machine) {
    Host host = attach(new Host(address, Optional.of(machine)));
    host.arm();
    return host;
  }

  /** Puts a bare socket at an address: what it receives is kept, what it sends the test says. */
  public Host attach(InetSocketAddress address) {
    return attach(new Host(address, Optional.empty()));
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
      Optional<Host> timer = earliestTimer();
      long timerAt = timer.map(h -> Math.max(now, h.timerAt)).orElse(Long.MAX_VALUE);
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
        timer.orElseThrow().timerAt = Long.MAX_VALUE;
        timer.orElseThrow().run((machine, out) -> machine.onTime(now, out));
      }
    }
    return true;
  }

  /** The host whose machine is to be called next; hosts that changed since have a later entry. */
  private Optional<Host> earliestTimer() {
    for (Timer first = timers.peek(); first != null; first = timers.peek()) {
      if (hosts.get(first.host.address) == first.host && first.at == first.host.timerAt) {
        return Optional.of(first.host);
      }
      timers.poll();
    }
    return Optional.empty();
  }

  private void transmit(InetSocketAddress from, InetSocketAddress to, Bytes datagram) {
    boolean delivered = hosts.containsKey(to) && random.nextDouble() >= loss;
    if (trace.size() == TRACE) {
      trace.subList(0, TRACE / 2).clear();
    }
    Traced sent = new Traced(now, from, to, datagram, delivered);
    trace.add(sent);
    observers.forEach(observer -> observer.sent(sent));
    if (delivered) {
      long delay = minDelay + (long) (random.nextDouble() * (maxDelay - minDelay));
      events.add(new Event(now + delay, order++, at -> deliver(from, to, datagram)));
    }
  }

  private void deliver(InetSocketAddress from, InetSocketAddress to, Bytes datagram) {
    Host host = hosts.get(to);
    if (host != null) {
      observers.forEach(observer -> observer.arrives(from, to, datagram));
      host.receive(from, datagram);
    }
  }

  /** A place in the network. */
  public final class Host {

    private final InetSocketAddress address;
    private final Optional<DatagramMachine<E>> machine;
    private final int number = attached++;
    private long timerAt = Long.MAX_VALUE;
    private final List<Effect<E>> effects = new ArrayList<>();
    private final List<Bytes> received = new ArrayList<>();

    private Host(InetSocketAddress address, Optional<DatagramMachine<E>> machine) {
      this.address = address;
      this.machine = machine;
    }

    public InetSocketAddress address() {
      return address;
    }

    /** Gives the machine an input now and carries out its effects. */
    public void run(BiConsumer<DatagramMachine<E>, Outbox<E>> input) {
      Outbox<E> out = new Outbox<>();
      input.accept(machine.orElseThrow(), out);
      for (List<Effect<E>> due = out.drain(); !due.isEmpty(); due = out.drain()) {
        for (Effect<E> effect : due) {
          switch (effect) {
            case Effect.Send<E> send -> transmit(address, send.to(), send.datagram());
            case Effect.Work<E> work -> work.task().compute().resume(now, out);
            default -> effects.add(effect);
          }
        }
      }
      arm();
    }

    /** Sends a datagram from here. */
    public void send(InetSocketAddress to, Bytes datagram) {
      transmit(address, to, datagram);
    }

    /** All effects of the machine so far other than datagrams. */
    public List<Effect<E>> effects() {
      return Collections.unmodifiableList(effects);
    }

    /** All datagrams that arrived here so far. */
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
    }

    private void receive(InetSocketAddress from, Bytes datagram) {
      received.add(datagram);
      if (machine.isPresent()) {
        run((m, out) -> m.onDatagram(now, from, datagram, out));
      }
    }

    private void arm() {
      long at = machine.map(DatagramMachine::deadline).orElse(Long.MAX_VALUE);
      if (at != timerAt) {
        timerAt = at;
        if (at != Long.MAX_VALUE) {
          timers.add(new Timer(at, this));
        }
      }
    }
  }
}
