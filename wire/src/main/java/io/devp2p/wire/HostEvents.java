package io.devp2p.wire;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;

/** Who is told what happens to a host. Thread-safe. */
final class HostEvents implements AutoCloseable {

  private static final Logger LOG = System.getLogger(HostEvents.class.getName());

  /** Events that wait for a subscriber; further ones are lost to it. */
  private static final int BUFFER = 1024;

  private final List<Consumer<HostEvent>> listeners = new CopyOnWriteArrayList<>();
  private final SubmissionPublisher<HostEvent> publisher;

  /**
   * Nobody listens yet.
   *
   * @param loop calls the subscribers
   */
  HostEvents(Executor loop) {
    this.publisher = new SubmissionPublisher<>(loop, BUFFER);
  }

  Runnable onEvent(Consumer<HostEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  Flow.Publisher<HostEvent> publisher() {
    return publisher;
  }

  void tell(HostEvent event) {
    for (Consumer<HostEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException bug) {
        LOG.log(Level.WARNING, "a listener of host events failed", bug);
      }
    }
    if (publisher.hasSubscribers()) {
      publisher.offer(event, (subscriber, lost) -> false);
    }
  }

  @Override
  public void close() {
    publisher.close();
  }
}
