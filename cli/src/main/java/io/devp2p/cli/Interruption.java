package io.devp2p.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM: what runs is closed in order, and then the process ends as the signal wants.
 */
final class Interruption {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Interruption() {}

  /** Closes something when the process is told to end. */
  static void closes(Runnable close) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Thread closing = Thread.ofPlatform().daemon().start(close);
                  try {
                    closing.join(PATIENCE);
                  } catch (InterruptedException hurried) {
                    closing.interrupt();
                  }
                },
                "devp2p-shutdown"));
  }

  /** Waits until the process is told to end. */
  static void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Waits for some time, unless the process is told to end. */
  static void pause(Duration time) throws InterruptedException {
    if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("BUG: nobody counts this down");
    }
  }
}
