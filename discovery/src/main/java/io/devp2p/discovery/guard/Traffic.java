package io.devp2p.discovery.guard;

import io.devp2p.core.Rule;
import java.util.HashMap;
import java.util.Map;

/**
 * Plain counters by message and by rule. Their number is bounded by the messages and rules that
 * exist. Not thread-safe.
 */
public final class Traffic {

  private static final class Counts {
    private final Map<String, long[]> byName = new HashMap<>();

    void count(String name) {
      byName.computeIfAbsent(name, n -> new long[1])[0]++;
    }

    Map<String, Long> copy() {
      Map<String, Long> copy = new HashMap<>();
      byName.forEach((name, count) -> copy.put(name, count[0]));
      return Map.copyOf(copy);
    }
  }

  private final Counts received = new Counts();
  private final Counts sent = new Counts();
  private final Counts refused = new Counts();

  /** A message was taken. */
  public void received(String message) {
    received.count(message);
  }

  /** A message was sent. */
  public void sent(String message) {
    sent.count(message);
  }

  /** A packet was refused. */
  public void refused(Rule rule) {
    refused.count(rule.name());
  }

  /** Messages taken, by name. */
  public Map<String, Long> received() {
    return received.copy();
  }

  /** Messages sent, by name. */
  public Map<String, Long> sent() {
    return sent.copy();
  }

  /** Packets refused, by the name of the rule. */
  public Map<String, Long> refused() {
    return refused.copy();
  }
}
