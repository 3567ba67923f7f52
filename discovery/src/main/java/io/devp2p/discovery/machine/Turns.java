package io.devp2p.discovery.machine;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.discovery.Profile;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.FirstContacts;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * First contacts: which request may go to an address that has proved nothing, and those that wait
 * for their turn, or for the proof. Not thread-safe.
 */
final class Turns {

  private final FirstContacts contacts;
  private final int bound;
  private final Map<InetSocketAddress, List<LongConsumer>> waiting = new HashMap<>();
  private final Deadlines<InetSocketAddress> due = new Deadlines<>();
  private int count;

  Turns(Profile profile) {
    contacts = new FirstContacts(profile);
    bound = profile.pendingCalls();
  }

  long deadline() {
    return due.next();
  }

  /** Takes the turn of an address, if it has one now. */
  boolean take(long now, Version version, InetSocketAddress to) {
    return contacts.take(now, version, to);
  }

  /**
   * Keeps a request until it is the turn of its address, when it is made again.
   *
   * @return false if too many wait
   */
  boolean await(long now, Version version, InetSocketAddress to, LongConsumer request) {
    if (count >= bound) {
      return false;
    }
    count++;
    waiting.computeIfAbsent(to, a -> new ArrayList<>(1)).add(request);
    due.set(to, contacts.turn(now, version, to));
    return true;
  }

  /** Makes the requests again that wait for an address. */
  void release(long now, InetSocketAddress address) {
    List<LongConsumer> requests = waiting.remove(address);
    if (requests != null) {
      due.cancel(address);
      count -= requests.size();
      requests.forEach(request -> request.accept(now));
    }
  }

  void onTime(long now) {
    Optional<InetSocketAddress> turn = due.poll(now);
    while (turn.isPresent()) {
      release(now, turn.get());
      turn = due.poll(now);
    }
  }
}
