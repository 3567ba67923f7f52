package io.devp2p.interop.peers;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The reference peers and their versions: the only place that pins them. */
public final class PeerCatalog {

  /** The set of those that install within minutes. */
  public static final String DEFAULT = "default";

  /** The set of all. */
  public static final String ALL = "all";

  private static final List<ReferencePeer> PEERS =
      List.of(
          geth("1.17.10", "1.25", List.of("--snap.v2")),
          geth("1.15.11", "1.23", List.of()),
          new ReferencePeer(
              "ethereumjs",
              "10.0.0",
              true,
              new Recipe.NpmPackage(
                  "@ethereumjs/devp2p",
                  "10.0.0",
                  18,
                  List.of("js/package.json", "js/package-lock.json", "js/driver.mjs"))),
          new ReferencePeer(
              "consensys",
              "26.6.0",
              true,
              new Recipe.MavenArtifact(
                  "io.consensys.protocols:discovery",
                  "26.6.0",
                  List.of("jvm/pom.xml", "jvm/ConsensysDriver.java"))));

  private PeerCatalog() {}

  private static ReferencePeer geth(String version, String oldestGo, List<String> flags) {
    return new ReferencePeer(
        "geth",
        version,
        true,
        new Recipe.GoModule(
            "github.com/ethereum/go-ethereum",
            "v" + version,
            List.of("cmd/geth", "cmd/devp2p"),
            "cmd/devp2p/internal/ethtest/testdata",
            oldestGo,
            flags));
  }

  /** All peers, in the order in which they are listed. */
  public static List<ReferencePeer> all() {
    return PEERS;
  }

  /**
   * The peer of a name.
   *
   * @param name family and version, or a family of one member
   * @throws IllegalArgumentException if there is none or more than one
   */
  public static ReferencePeer one(String name) {
    List<ReferencePeer> found = named(name);
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "\"" + name + "\" names " + found.size() + " peers, not one");
    }
    return found.getFirst();
  }

  /**
   * The peers of a selection, in the order of {@link #all}.
   *
   * @param selection names, families and the sets {@code default} and {@code all}, with commas
   *     between them
   * @throws IllegalArgumentException if a word names nothing
   */
  public static List<ReferencePeer> select(String selection) {
    Set<ReferencePeer> chosen = new LinkedHashSet<>();
    for (String word : selection.split(",", -1)) {
      List<ReferencePeer> named = named(word.strip());
      if (named.isEmpty()) {
        throw new IllegalArgumentException(
            "unknown peer \"" + word.strip() + "\": known are default, all, " + names());
      }
      chosen.addAll(named);
    }
    return PEERS.stream().filter(chosen::contains).toList();
  }

  private static List<ReferencePeer> named(String word) {
    Predicate<ReferencePeer> wanted =
        switch (word) {
          case ALL -> peer -> true;
          case DEFAULT -> ReferencePeer::isDefault;
          default -> peer -> peer.name().equals(word) || peer.family().equals(word);
        };
    return PEERS.stream().filter(wanted).toList();
  }

  private static String names() {
    return PEERS.stream().map(ReferencePeer::name).collect(Collectors.joining(", "));
  }
}
