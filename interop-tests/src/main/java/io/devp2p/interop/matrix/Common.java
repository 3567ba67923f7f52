package io.devp2p.interop.matrix;

import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.Claims;
import java.util.Collections;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/** What two entrants can do with each other, by what is known of them. */
final class Common {

  private Common() {}

  /** The highest version of eth that both have. */
  static OptionalInt eth(Entrant from, Entrant to) {
    return from.claims().eth().stream()
        .filter(version -> to.claims().eth().contains(version))
        .mapToInt(Integer::intValue)
        .max();
  }

  /** Whether one can turn to the other by discovery. */
  static boolean discover(Entrant from, Entrant to, Version version) {
    Claims one = from.claims();
    Claims other = to.claims();
    return !one.asks(version).isEmpty() && !other.answers(version).isEmpty();
  }

  /** The groups that one can try with the other. */
  static Set<Group> groups(Entrant from, Entrant to) {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    if (discover(from, to, Version.V4)) {
      groups.add(Group.DISCV4);
    }
    if (discover(from, to, Version.V5)) {
      groups.add(Group.DISCV5);
    }
    if (eth(from, to).isPresent()) {
      groups.add(Group.RLPX);
      groups.add(Group.STATUS);
      // The others ask when a consensus client tells them to, and then for what it says.
      if (from.isOurs() && to.serves()) {
        groups.add(Group.REQUESTS);
        // Ours has no state of a chain that nobody gave it one for: it executes nothing.
        if (!to.isOurs() && !Collections.disjoint(from.claims().snap(), to.claims().snap())) {
          groups.add(Group.SNAP);
        }
      }
    }
    return groups;
  }
}
