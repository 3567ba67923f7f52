package io.devp2p.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What has happened to a host so far, in numbers. Thread-safe. Labels come from us alone. */
final class HostCounters {

  final LongAdder accepted = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder dialed = new LongAdder();
  final LongAdder bans = new LongAdder();
  final Counts<String> violations = new Counts<>();
  final Counts<HostStats.Goodbye> goodbyes = new Counts<>();
  final Counts<Cause> dialFailures = new Counts<>();
  final Counts<Cause> inboundFailures = new Counts<>();
  final Counts<Cause> ends = new Counts<>();

  /** How often each of a bounded number of things has happened. */
  static final class Counts<K> {
    private final Map<K, LongAdder> counts = new ConcurrentHashMap<>();

    void add(K what) {
      counts.computeIfAbsent(what, w -> new LongAdder()).increment();
    }

    Map<K, Long> copy() {
      return counts.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().sum()));
    }
  }
}
