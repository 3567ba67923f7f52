package io.devp2p.interop.peers;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Blocking work as futures. */
final class Tasks {

  private Tasks() {}

  /** Runs on a thread of its own. */
  static <T> CompletableFuture<T> run(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(work.call());
          } catch (Exception failed) {
            result.completeExceptionally(failed);
          }
        });
    return result;
  }
}
