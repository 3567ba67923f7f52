package io.devp2p.discovery.dns;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How a tree that is followed does.
 *
 * @param linked whether it is followed only because another tree links to it
 * @param seq sequence number of the root in use, unsigned; empty while none was good
 * @param given records that it gave, those that it gave again among them
 * @param refused what was refused, by the name of the rule
 * @param missing names that DNS had no answer for
 */
public record TreeHealth(
    TreeUrl tree,
    boolean linked,
    OptionalLong seq,
    long given,
    Map<String, Long> refused,
    long missing) {

  /** A state; the map is copied. */
  public TreeHealth {
    refused = Map.copyOf(refused);
  }
}
