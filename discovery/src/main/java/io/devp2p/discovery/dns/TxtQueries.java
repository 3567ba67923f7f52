package io.devp2p.discovery.dns;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.machine.Outbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Open questions: each has a time-out, and where there is no answer it is asked again some times,
 * after a pause that grows. As many are open as their machine asks. Not thread-safe.
 *
 * @param <K> what a question is for
 */
final class TxtQueries<K> {

  /**
   * A question that has ended.
   *
   * @param answer texts, or what came to the last attempt
   */
  record Settled<K>(K key, TxtAnswer answer) {}

  private record Open<K>(K key, String name, int attempt, boolean pausing) {}

  private static final TxtAnswer NOTHING = new TxtAnswer.Failed("no answer in time");

  private final DnsLimits limits;
  private final Map<Long, Open<K>> open = new HashMap<>();
  private final Deadlines<Long> deadlines = new Deadlines<>();
  private long next = 1;

  TxtQueries(DnsLimits limits) {
    this.limits = limits;
  }

  /** Questions that have not ended. */
  int size() {
    return open.size();
  }

  void ask(long now, K key, String name, Outbox<DnsEvent> out) {
    ask(now, new Open<>(key, name, 1, false), out);
  }

  private void ask(long now, Open<K> question, Outbox<DnsEvent> out) {
    long query = next++; // a late answer to an earlier attempt finds nothing
    open.put(query, question);
    deadlines.set(query, now + limits.timeout().toNanos());
    out.emit(new DnsEvent.Ask(query, question.name()));
  }

  /** Takes an answer; gives the question if that ended it. */
  Optional<Settled<K>> onAnswer(long now, long query, TxtAnswer answer) {
    Open<K> question = open.get(query);
    if (question == null || question.pausing()) {
      return Optional.empty();
    }
    if (answer instanceof TxtAnswer.Failed && question.attempt() < limits.attempts()) {
      long pause = limits.backoff().toNanos() << Math.min(question.attempt() - 1, 10);
      open.put(query, new Open<>(question.key(), question.name(), question.attempt(), true));
      deadlines.set(query, now + pause);
      return Optional.empty();
    }
    open.remove(query);
    deadlines.cancel(query);
    return Optional.of(new Settled<>(question.key(), answer));
  }

  /** Asks again what is due; gives the questions that have ended. */
  List<Settled<K>> onTime(long now, DnsPace pace, Outbox<DnsEvent> out) {
    List<Settled<K>> settled = new ArrayList<>();
    for (Optional<Long> due = deadlines.poll(now); due.isPresent(); due = deadlines.poll(now)) {
      long query = due.get();
      Open<K> question = Optional.ofNullable(open.get(query)).orElseThrow();
      if (!question.pausing()) {
        onAnswer(now, query, NOTHING).ifPresent(settled::add);
      } else if (pace.take(now)) {
        open.remove(query);
        int attempt = question.attempt() + 1;
        ask(now, new Open<>(question.key(), question.name(), attempt, false), out);
      } else {
        deadlines.set(query, pace.next(now));
      }
    }
    return settled;
  }

  long deadline() {
    return deadlines.next();
  }
}
