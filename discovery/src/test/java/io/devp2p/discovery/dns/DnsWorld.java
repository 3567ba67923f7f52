package io.devp2p.discovery.dns;

import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.NodeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/** DNS in virtual time, and one machine that asks it. A name that is not there does not exist. */
final class DnsWorld<M extends DnsMachine> {

  /** How long DNS takes. */
  static final Duration LATENCY = Duration.ofMillis(50);

  private record Due(long at, long query, TxtAnswer answer) {}

  /** What was asked and when. */
  record Asked(long at, String name) {}

  final Map<String, TxtAnswer> zone = new HashMap<>();
  final List<Asked> asked = new ArrayList<>();
  final List<DnsEvent.Found> found = new ArrayList<>();
  final List<DnsEvent.Adopted> adopted = new ArrayList<>();
  final List<DnsEvent.Refused> refused = new ArrayList<>();
  final List<DnsEvent.Missing> missing = new ArrayList<>();
  int exhausted;
  Optional<Effect.Outcome> outcome = Optional.empty();

  private final M machine;
  private final Outbox<DnsEvent> outbox = new Outbox<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
  private long now;

  DnsWorld(M machine) {
    this.machine = machine;
  }

  M machine() {
    return machine;
  }

  Duration now() {
    return Duration.ofNanos(now);
  }

  /** Puts a tree into DNS. */
  DnsWorld<M> put(TreeUrl url, DnsTree tree) {
    tree.txt(url.domain()).forEach((name, text) -> put(name, text));
    return this;
  }

  /** A name with these TXT records. */
  DnsWorld<M> put(String name, String... texts) {
    zone.put(name, new TxtAnswer.Texts(DnsSamples.texts(texts)));
    return this;
  }

  /** A name that is never answered for. */
  void silence(String name) {
    zone.put(name, new TxtAnswer.Failed("silence"));
  }

  void input(BiConsumer<Long, Outbox<DnsEvent>> input) {
    input.accept(now, outbox);
    for (Effect<DnsEvent> effect : outbox.drain()) {
      switch (effect) {
        case Effect.Emit<DnsEvent>(DnsEvent event) -> event(event);
        case Effect.Done<DnsEvent> done -> {
          if (outcome.isPresent()) {
            throw new AssertionError("a call ended twice");
          }
          outcome = Optional.of(done.outcome());
        }
        default -> throw new AssertionError(effect);
      }
    }
  }

  private void event(DnsEvent event) {
    switch (event) {
      case DnsEvent.Ask ask -> {
        asked.add(new Asked(now, ask.name()));
        TxtAnswer answer = zone.getOrDefault(ask.name(), new TxtAnswer.Absent());
        if (!answer.equals(new TxtAnswer.Failed("silence"))) {
          due.add(new Due(now + LATENCY.toNanos(), ask.query(), answer));
        }
      }
      case DnsEvent.Found f -> found.add(f);
      case DnsEvent.Adopted a -> adopted.add(a);
      case DnsEvent.Refused r -> refused.add(r);
      case DnsEvent.Missing m -> missing.add(m);
      case DnsEvent.Exhausted none -> exhausted++;
    }
  }

  /** Lets so much time pass. */
  DnsWorld<M> run(Duration time) {
    long end = now + time.toNanos();
    while (next() <= end) {
      now = Math.max(now, next());
      Due answer = due.peek();
      if (answer != null && answer.at <= now) {
        due.poll();
        input((at, out) -> machine.onAnswer(at, answer.query, answer.answer, out));
      } else {
        input(machine::onTime);
      }
    }
    now = end;
    return this;
  }

  private long next() {
    return due.isEmpty() ? machine.deadline() : Math.min(machine.deadline(), due.peek().at);
  }

  List<NodeRecord> records() {
    return found.stream().map(DnsEvent.Found::record).toList();
  }

  /** How often each rule was broken. */
  Map<DnsRule, Integer> rules() {
    Map<DnsRule, Integer> rules = new LinkedHashMap<>();
    refused.forEach(r -> rules.merge((DnsRule) r.why().rule(), 1, Integer::sum));
    return rules;
  }
}
