package io.devp2p.wire.dial;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.DialFailure;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A dial in flight: at one address of the node, with others to try after it. */
final class Attempt {

  private final long id;
  private final PublicKey key;
  private final boolean ours;
  private final List<Long> calls;
  private final Queue<InetSocketAddress> left = new ArrayDeque<>(2);
  private Optional<InetSocketAddress> address = Optional.empty();
  private Optional<DialFailure> failure = Optional.empty();
  private boolean parked;

  /**
   * An attempt.
   *
   * @param ours whether it is for a place that we fill by ourselves
   * @param calls who waits for the outcome
   */
  Attempt(long id, PublicKey key, boolean ours, List<Long> calls) {
    this.id = id;
    this.key = key;
    this.ours = ours;
    this.calls = new ArrayList<>(calls);
  }

  long id() {
    return id;
  }

  PublicKey key() {
    return key;
  }

  boolean isOurs() {
    return ours;
  }

  List<Long> calls() {
    return calls;
  }

  void addAddresses(List<InetSocketAddress> addresses) {
    left.addAll(addresses);
  }

  /** Goes to the next address, if there is one left. */
  Optional<InetSocketAddress> next() {
    address = Optional.ofNullable(left.poll());
    return address;
  }

  /** Where it is at. */
  Optional<InetSocketAddress> address() {
    return address;
  }

  void onFailure(DialFailure latest) {
    failure = failure.or(() -> Optional.of(latest));
  }

  /** The first failure: that of the preferred address, and so the one to tell. */
  Optional<DialFailure> failure() {
    return failure;
  }

  /** Has failed, while another connection with the node may still become a session. */
  void park() {
    parked = true;
  }

  boolean isParked() {
    return parked;
  }
}
