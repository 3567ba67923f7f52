package io.devp2p.discovery.guard;

import io.devp2p.core.Rule;
import java.util.HashMap;
import java.util.Map;

/**
 * Plain counters by message and by rule. Their number is bounded by the messages and rules that
 * exist. Not thread-safe.
 */
public final class Traffic {

  private final Map<String, Long> received = new HashMap<>();
  private final Map<String, Long> sent = new HashMap<>();
  private final Map<String, Long> refused = new HashMap<>();

  /** A message was taken. */
  public void received(String message) {
    received.merge(message, 1L, Long::sum);
  }

  /** A message was sent. */
  public void sent(String message) {
    sent.merge(message, 1L, Long::sum);
  }

  /** A packet was refused. */
  public void refused(Rule rule) {
    refused.merge(rule.name(), 1L, Long::sum);
  }

  /** Messages taken, by name. */
  public Map<String, Long> received() {
    return Map.copyOf(received);
  }

  /** Messages sent, by name. */
  public Map<String, Long> sent() {
    return Map.copyOf(sent);
  }

  /** Packets refused, by the name of the rule. */
  public Map<String, Long> refused() {
    return Map.copyOf(refused);
  }
}
