package io.devp2p.discovery.v5;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.discovery.guard.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** TALKREQ messages that wait for their handler. Not thread-safe. */
final class V5Talks {

  /** Requests that wait at a time, and those of one node (security.md, 3.4). */
  private static final int OPEN = 256;

  private static final int OPEN_PER_NODE = 4;
  private static final long TIME = 400_000_000L;

  /** A request that waits. */
  record Talk(Place from, Bytes requestId) {}

  private final Map<Long, Talk> open = new HashMap<>();
  private final Map<Place, Integer> perNode = new HashMap<>();
  private final Deadlines<Long> timers = new Deadlines<>();
  private long tokens;

  long deadline() {
    return timers.next();
  }

  /** Takes a request in; gives its token, or nothing if too many wait. */
  Optional<Long> open(long now, Talk talk) {
    if (open.size() >= OPEN || perNode.getOrDefault(talk.from, 0) >= OPEN_PER_NODE) {
      return Optional.empty();
    }
    long token = ++tokens;
    open.put(token, talk);
    perNode.merge(talk.from, 1, Integer::sum);
    timers.set(token, now + TIME);
    return Optional.of(token);
  }

  /** Takes a request out, if it still waits. */
  Optional<Talk> close(long token) {
    Talk talk = open.remove(token);
    if (talk != null) {
      timers.cancel(token);
      perNode.computeIfPresent(talk.from, (k, n) -> n == 1 ? null : n - 1);
    }
    return Optional.ofNullable(talk);
  }

  /** A request whose time is over. */
  Optional<Talk> expired(long now) {
    return timers.poll(now).flatMap(this::close);
  }
}
