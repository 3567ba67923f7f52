package io.devp2p.interop.matrix;

import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What a cell must see. */
final class Expect {

  /** geth passes a node on when it has been alive at two checks, seconds apart. */
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static final Duration POLL = Duration.ofMillis(50);

  private Expect() {}

  static void equal(String what, Object seen, Object wanted) {
    if (!Objects.equals(seen, wanted)) {
      throw new AssertionError(what + " is " + seen + " instead of " + wanted);
    }
  }

  static void contains(String what, Collection<?> seen, Object wanted) {
    if (!seen.contains(wanted)) {
      throw new AssertionError(what + " is not among " + seen.size() + ": " + wanted);
    }
  }

  /** Waits for what comes by itself, within seconds or never. */
  static <T> T eventually(String what, Callable<Optional<T>> look) throws Exception {
    long start = System.nanoTime();
    while (true) {
      Optional<T> seen = look.call();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError(what + ": not within " + LIMIT.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }
}
