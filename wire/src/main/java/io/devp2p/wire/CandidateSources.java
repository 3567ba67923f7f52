package io.devp2p.wire;

import io.devp2p.core.node.Node;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Publishers of nodes to dial, asked for no more than is wanted. Thread-safe. */
final class CandidateSources implements AutoCloseable {

  private final Consumer<Node> found;
  private final Runnable subscribed;
  private final List<Flow.Subscription> subscriptions = new CopyOnWriteArrayList<>();

  /**
   * No source yet.
   *
   * @param found takes a candidate, on a thread of its source
   * @param subscribed runs when there is one source more to ask
   */
  CandidateSources(Consumer<Node> found, Runnable subscribed) {
    this.found = found;
    this.subscribed = subscribed;
  }

  void add(Flow.Publisher<? extends Node> source) {
    source.subscribe(new Source());
  }

  /** Asks for so many candidates, of all sources about the same number. */
  void request(int candidates) {
    int share = Math.ceilDiv(candidates, Math.max(1, subscriptions.size()));
    subscriptions.forEach(subscription -> subscription.request(share));
  }

  @Override
  public void close() {
    subscriptions.forEach(Flow.Subscription::cancel);
    subscriptions.clear();
  }

  private final class Source implements Flow.Subscriber<Node> {
    private volatile Optional<Flow.Subscription> mine = Optional.empty();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      mine = Optional.of(subscription);
      subscriptions.add(subscription);
      subscribed.run();
    }

    @Override
    public void onNext(Node node) {
      found.accept(node);
    }

    @Override
    public void onError(Throwable failure) {
      onComplete();
    }

    @Override
    public void onComplete() {
      mine.ifPresent(subscriptions::remove);
    }
  }
}
