package io.devp2p.discovery;

import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.candidates.Account;
import io.devp2p.discovery.candidates.FairMix;
import io.devp2p.discovery.netty.UdpPort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Streams of candidates: for each who subscribes, a mix of all sources. Everything happens on the
 * loop, where subscribers are called too.
 */
final class Candidates {

  private static final System.Logger LOG = System.getLogger(Candidates.class.getName());

  /** How long a source may take to answer; a lookup takes half a minute at most. */
  private static final int ANSWER_MINUTES = 2;

  /** A source, which is asked by one stream at a time. */
  private static final class Desk {
    private final NodeSource source;
    private final Account account = new Account();
    private CompletableFuture<List<Node>> last = CompletableFuture.completedFuture(List.of());

    Desk(NodeSource source) {
      this.source = source;
    }

    CompletableFuture<List<Node>> ask(int atMost) {
      last =
          last.exceptionally(failed -> List.of())
              .thenCompose(ended -> next(atMost))
              .orTimeout(ANSWER_MINUTES, TimeUnit.MINUTES);
      return last;
    }

    private CompletableFuture<List<Node>> next(int atMost) {
      try {
        return source.next(atMost).copy(); // whose end is ours to set
      } catch (RuntimeException faulty) {
        return CompletableFuture.failedFuture(faulty);
      }
    }
  }

  private final UdpPort port;
  private final List<Desk> desks;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Candidates(UdpPort port, List<NodeSource> sources) {
    this.port = port;
    this.desks = sources.stream().map(Desk::new).toList();
  }

  /** A publisher of the nodes that pass a filter. On any thread. */
  Flow.Publisher<Node> nodes(Predicate<Node> filter) {
    return subscriber -> {
      Stream stream = new Stream(subscriber, filter);
      streams.add(stream);
      if (!port.submit((now, out) -> stream.begin()) || closed) {
        stream.refuse();
      }
    };
  }

  /** What each source was worth, by its name. */
  Map<String, SourceStats> stats() {
    Map<String, SourceStats> stats = new LinkedHashMap<>();
    desks.forEach(desk -> stats.put(desk.source.name(), desk.account.stats()));
    return stats;
  }

  /** Ends all streams, and all that begin later. On the loop, before it is closed. */
  void close() {
    closed = true;
    List.copyOf(streams).forEach(Stream::complete);
  }

  /** Ends those that the loop did not get to. When it is closed. */
  void closed() {
    closed = true;
    List.copyOf(streams).forEach(Stream::refuse);
  }

  /** What one subscriber gets. */
  private final class Stream implements Flow.Subscription {

    private final Flow.Subscriber<? super Node> subscriber;
    private final FairMix mix;
    private long timerAt = Long.MAX_VALUE;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean ended;

    Stream(Flow.Subscriber<? super Node> subscriber, Predicate<Node> filter) {
      this.subscriber = subscriber;
      this.mix = new FairMix(desks.stream().map(desk -> desk.account).toList(), passes(filter));
    }

    private static Predicate<Node> passes(Predicate<Node> filter) {
      return node -> {
        try {
          return filter.test(node);
        } catch (RuntimeException faulty) {
          LOG.log(WARNING, "a filter of candidates failed", faulty);
          return false;
        }
      };
    }

    void begin() {
      if (!begun.getAndSet(true)) {
        told(() -> subscriber.onSubscribe(this));
      }
    }

    /** Ends a stream that has not begun. */
    void refuse() {
      if (!begun.getAndSet(true)) {
        told(() -> subscriber.onSubscribe(this));
        complete();
      }
    }

    @Override
    public void request(long more) {
      port.submit((now, out) -> {
        if (more > 0) {
          step(now, out, () -> mix.request(now, more));
        } else {
          end(() ->
              subscriber.onError(new IllegalArgumentException("a request for " + more + " nodes")));
        }
      });
    }

    @Override
    public void cancel() {
      ended = true;
      streams.remove(this);
    }

    void complete() {
      end(subscriber::onComplete);
    }

    private void end(Runnable signal) {
      if (!ended) {
        cancel();
        try {
          signal.run();
        } catch (RuntimeException faulty) {
          LOG.log(WARNING, "a subscriber of candidates failed", faulty);
        }
      }
    }

    /** A subscriber that throws is one that has cancelled (Reactive Streams, 2.13). */
    private void told(Runnable signal) {
      try {
        signal.run();
      } catch (RuntimeException faulty) {
        LOG.log(WARNING, "a subscriber of candidates failed", faulty);
        cancel();
      }
    }

    private void step(long now, Outbox<DiscoveryEvent> out, Runnable input) {
      if (ended) {
        return;
      }
      input.run();
      for (FairMix.Step step : mix.drain()) {
        switch (step) {
          case FairMix.Step.Ask ask -> ask(ask.source(), ask.atMost());
          case FairMix.Step.Give give -> give(give.node());
          case FairMix.Step.Alarm alarm -> alarm(desks.get(alarm.source()).source.name(), out);
        }
      }
      arm(now);
    }

    private void give(Node node) {
      if (!ended) {
        told(() -> subscriber.onNext(node));
      }
    }

    private void ask(int source, int atMost) {
      desks
          .get(source)
          .ask(atMost)
          .whenComplete((nodes, failure) ->
              port.submit((now, out) ->
                  step(
                      now,
                      out,
                      failure == null
                          ? () -> mix.answered(now, source, nodes)
                          : () -> mix.failed(now, source))));
    }

    private void alarm(String source, Outbox<DiscoveryEvent> out) {
      LOG.log(WARNING, () -> "the source " + source + " gives no nodes");
      out.emit(new DiscoveryEvent.SourceEmpty(source));
    }

    private void arm(long now) {
      long at = mix.deadline();
      if (at < timerAt) {
        timerAt = at;
        port.later(
            Math.max(0, at - now),
            (then, out) -> {
              timerAt = Long.MAX_VALUE;
              step(then, out, () -> mix.onTime(then));
            });
      }
    }
  }
}
