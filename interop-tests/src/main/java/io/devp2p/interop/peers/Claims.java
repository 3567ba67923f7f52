package io.devp2p.interop.peers;

import io.devp2p.discovery.Version;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a version of a peer is known to speak; tables of peers try exactly that.
 *
 * @param roles what it can be started for
 * @param families the addresses that it can be reached at
 * @param answers what it answers, by version of discovery
 * @param asks what it asks by itself or when told, by version of discovery
 * @param eth the versions of eth
 * @param snap the versions of snap
 */
public record Claims(
    Set<Role> roles,
    Set<IpFamily> families,
    Map<Version, Set<Verb>> answers,
    Map<Version, Set<Verb>> asks,
    List<Integer> eth,
    List<Integer> snap) {

  public Claims {
    roles = Set.copyOf(roles);
    families = EnumSet.copyOf(families);
    answers = Map.copyOf(answers);
    asks = Map.copyOf(asks);
    eth = List.copyOf(eth);
    snap = List.copyOf(snap);
  }

  /** What it answers in a version of discovery. */
  public Set<Verb> answers(Version version) {
    return answers.getOrDefault(version, Set.of());
  }

  /** What it asks in a version of discovery. */
  public Set<Verb> asks(Version version) {
    return asks.getOrDefault(version, Set.of());
  }

  /** A peer of which nothing is known but where it can be reached. */
  static Claims at(IpFamily... families) {
    return new Claims(
        EnumSet.complementOf(EnumSet.of(Role.CHAIN_SERVER)),
        EnumSet.copyOf(List.of(families)),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  /** The same, with a version of discovery. */
  Claims discovery(Version version, Set<Verb> itAnswers, Set<Verb> itAsks) {
    return new Claims(
        roles, families, with(answers, version, itAnswers), with(asks, version, itAsks), eth, snap);
  }

  /** The same, with versions of eth. */
  Claims eth(Integer... versions) {
    return new Claims(roles, families, answers, asks, List.of(versions), snap);
  }

  /** The same, with versions of snap. */
  Claims snap(Integer... versions) {
    return new Claims(roles, families, answers, asks, eth, List.of(versions));
  }

  /** The same for a peer that can serve a chain. */
  Claims chainServer() {
    return new Claims(EnumSet.allOf(Role.class), families, answers, asks, eth, snap);
  }

  private static Map<Version, Set<Verb>> with(
      Map<Version, Set<Verb>> map, Version version, Set<Verb> verbs) {
    Map<Version, Set<Verb>> more = new EnumMap<>(Version.class);
    more.putAll(map);
    more.put(version, Set.copyOf(verbs));
    return more;
  }
}
