package io.devp2p.cli;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for a future of a library, in the one thread of a verb. */
final class Waiting {

  private Waiting() {}

  /** The value, or the failure as it was thrown. */
  static <T> T until(CompletableFuture<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    } catch (CancellationException | InterruptedException stopped) {
      throw new Failure(130, "interrupted");
    }
  }
}
