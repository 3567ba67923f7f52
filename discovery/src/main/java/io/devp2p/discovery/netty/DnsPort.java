package io.devp2p.discovery.netty;

import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.discovery.TxtResolver;
import io.devp2p.discovery.dns.DnsEvent;
import io.devp2p.discovery.dns.DnsMachine;
import io.devp2p.discovery.dns.TxtAnswer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** Loop, clock and timer of one machine over DNS; carries out its effects. */
public final class DnsPort<M extends DnsMachine> {

  /** What comes out of the machine other than questions; called on the loop. */
  public interface Receiver {

    /** A call ended. */
    void done(long call, Effect.Outcome outcome);

    /** Something happened. */
    void event(DnsEvent event);
  }

  /** An input to the machine; runs on the loop. */
  @FunctionalInterface
  public interface Input<M> {
    void apply(long now, M machine, Outbox<DnsEvent> out);
  }

  private static final System.Logger LOG = System.getLogger(DnsPort.class.getName());

  /** The timer's grain. */
  private static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(1);

  private final EventLoop loop;
  private final TxtResolver resolver;
  private final M machine;
  private final Receiver receiver;
  private final Outbox<DnsEvent> outbox = new Outbox<>(); // of the loop, as what follows
  private @Nullable Future<?> timer;
  private boolean closed;

  /**
   * A port that waits for its first input.
   *
   * @param loop the loop of the machine, which stays open
   */
  public DnsPort(EventLoop loop, TxtResolver resolver, M machine, Receiver receiver) {
    this.loop = loop;
    this.resolver = resolver;
    this.machine = machine;
    this.receiver = receiver;
  }

  /** The time that machines on this port live in. */
  public static long now() {
    return System.nanoTime();
  }

  /**
   * Gives the machine an input on its loop.
   *
   * @return false if the loop is shut down
   */
  public boolean submit(Input<M> input) {
    try {
      loop.execute(() -> input(input));
      return true;
    } catch (RejectedExecutionException shutDown) {
      return false;
    }
  }

  /** Takes no input any more. */
  public void close() {
    submit((now, behind, out) -> closed = true);
  }

  /** The one catch-all: what escapes from an input is our fault, and costs that input only. */
  private void input(Input<M> input) {
    if (closed) {
      return;
    }
    try {
      input.apply(now(), machine, outbox);
    } catch (RuntimeException | Error bug) {
      LOG.log(WARNING, "an input of a DNS list ended in an error", bug);
    }
    for (Effect<DnsEvent> effect : outbox.drain()) {
      carryOut(effect);
    }
    arm();
  }

  private void carryOut(Effect<DnsEvent> effect) {
    switch (effect) {
      case Effect.Emit<DnsEvent>(DnsEvent.Ask(long query, String name)) -> ask(query, name);
      case Effect.Emit<DnsEvent>(DnsEvent event) -> receiver.event(event);
      case Effect.Done<DnsEvent> done -> receiver.done(done.call(), done.outcome());
      case Effect.Send<DnsEvent>(var to, var datagram) -> throw foreign("sends a datagram");
      case Effect.Refused<DnsEvent>(var from, var why) -> throw foreign("refuses a datagram");
      case Effect.Work<DnsEvent>(var peer, var task) -> throw foreign("computes for a peer");
    }
  }

  private static IllegalStateException foreign(String what) {
    return new IllegalStateException("BUG: a machine over DNS " + what);
  }

  private void ask(long query, String name) {
    CompletableFuture<List<Bytes>> asked;
    try {
      asked = resolver.resolve(name);
    } catch (RuntimeException faulty) {
      asked = CompletableFuture.failedFuture(faulty);
    }
    asked
        .handle((texts, failure) -> failure == null ? answer(texts) : failed(failure))
        .thenAccept(
            answer -> submit((now, behind, out) -> behind.onAnswer(now, query, answer, out)));
  }

  private static TxtAnswer answer(List<Bytes> texts) {
    return texts.isEmpty() ? new TxtAnswer.Absent() : new TxtAnswer.Texts(texts);
  }

  private static TxtAnswer failed(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new TxtAnswer.Failed(String.valueOf(cause.getMessage()));
  }

  private void arm() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    long at = machine.deadline();
    if (at != Long.MAX_VALUE) {
      long wait = Math.max(GRAIN, at - now());
      timer =
          loop.schedule(
              () -> input((now, behind, out) -> behind.onTime(now, out)),
              wait,
              TimeUnit.NANOSECONDS);
    }
  }
}
