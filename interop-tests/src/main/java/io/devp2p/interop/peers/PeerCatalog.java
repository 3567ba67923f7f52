package io.devp2p.interop.peers;

import static io.devp2p.interop.peers.IpFamily.IPV4;
import static io.devp2p.interop.peers.IpFamily.IPV6;
import static io.devp2p.interop.peers.Verb.FIND;
import static io.devp2p.interop.peers.Verb.LOOKUP;
import static io.devp2p.interop.peers.Verb.PING;
import static io.devp2p.interop.peers.Verb.RECORD;

import io.devp2p.discovery.Version;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The reference peers, their versions and what each of them can do: the only place that pins them.
 */
public final class PeerCatalog {

  /** The set of those that install within minutes. */
  public static final String DEFAULT = "default";

  /** The set of all. */
  public static final String ALL = "all";

  private static final Set<Verb> EVERYTHING = EnumSet.allOf(Verb.class);
  private static final Set<Verb> EVERYTHING_V4 = EnumSet.of(PING, RECORD, FIND, LOOKUP);
  private static final Set<Verb> WITHOUT_RECORDS = EnumSet.of(PING, FIND, LOOKUP);

  private static final List<ReferencePeer> PEERS =
      List.of(
          geth(
              "1.17.10", true, "1.25", List.of("--snap.v2"), geth().eth(69, 70, 71, 72).snap(1, 2)),
          geth(
              "1.17.5", false, "1.24", List.of("--snap.v2"), geth().eth(69, 70, 71, 72).snap(1, 2)),
          geth("1.16.9", false, "1.24", List.of(), geth().eth(68, 69).snap(1)),
          geth("1.15.11", true, "1.23", List.of(), geth().eth(68).snap(1)),
          ethereumJs(),
          ethereumJsClient(),
          chainSafe(),
          consensys(),
          tuweni(),
          sigp(),
          ethrex(),
          erigon());

  private PeerCatalog() {}

  private static ReferencePeer geth(
      String version, boolean isDefault, String oldestGo, List<String> flags, Claims claims) {
    return new ReferencePeer(
        "geth",
        version,
        isDefault,
        new Recipe.GoModule(
            "github.com/ethereum/go-ethereum",
            "v" + version,
            List.of("cmd/geth", "cmd/devp2p"),
            oldestGo,
            flags),
        Optional.of("v" + version),
        claims,
        Geth::start);
  }

  /** Its node cannot be told to send a TALKREQ; its suite sends one. */
  private static Claims geth() {
    return Claims.at(IPV4, IPV6)
        .chainServer()
        .discovery(Version.V4, EVERYTHING_V4, EVERYTHING_V4)
        .discovery(Version.V5, EVERYTHING, EVERYTHING_V4);
  }

  private static ReferencePeer ethereumJs() {
    return new ReferencePeer(
        "ethereumjs",
        "10.0.0",
        true,
        new Recipe.NpmPackage(
            "@ethereumjs/devp2p",
            "10.0.0",
            18,
            new Recipe.Files(
                "js/ethereumjs", List.of("package.json", "package-lock.json", "driver.mjs"))),
        Optional.empty(),
        Claims.at(IPV4).discovery(Version.V4, WITHOUT_RECORDS, WITHOUT_RECORDS).eth(68),
        EthereumJs::start);
  }

  private static ReferencePeer ethereumJsClient() {
    return new ReferencePeer(
        "ethereumjs-client",
        "0.10.5",
        false,
        new Recipe.NpmPackage(
            "@ethereumjs/client",
            "0.10.5",
            18,
            new Recipe.Files("js/ethereumjs-client", List.of("package.json", "package-lock.json"))),
        Optional.of("v1.17.5"),
        Claims.at(IPV4)
            .chainServer()
            .discovery(Version.V4, WITHOUT_RECORDS, WITHOUT_RECORDS)
            .eth(68),
        EthereumJsClient::start);
  }

  private static ReferencePeer chainSafe() {
    return new ReferencePeer(
        "chainsafe",
        "11.0.0",
        true,
        new Recipe.NpmPackage(
            "@chainsafe/discv5",
            "11.0.0",
            18,
            new Recipe.Files(
                "js/chainsafe", List.of("package.json", "package-lock.json", "driver.mjs"))),
        Optional.empty(),
        discv5(),
        ChainSafe::start);
  }

  private static ReferencePeer consensys() {
    return new ReferencePeer(
        "consensys",
        "26.6.0",
        true,
        new Recipe.MavenArtifact(
            "io.consensys.protocols:discovery",
            "26.6.0",
            new Recipe.Files("jvm/consensys", List.of("pom.xml", "ConsensysDriver.java"))),
        Optional.empty(),
        discv5(),
        Consensys::start);
  }

  private static Claims discv5() {
    return Claims.at(IPV4, IPV6).discovery(Version.V5, EVERYTHING, EVERYTHING);
  }

  private static ReferencePeer tuweni() {
    return new ReferencePeer(
        "tuweni",
        "2.3.1",
        false,
        new Recipe.MavenArtifact(
            "org.apache.tuweni:tuweni-rlpx",
            "2.3.1",
            new Recipe.Files("jvm/tuweni", List.of("pom.xml", "TuweniDriver.java"))),
        Optional.empty(),
        Claims.at(IPV4).discovery(Version.V4, WITHOUT_RECORDS, WITHOUT_RECORDS).eth(68),
        Tuweni::start);
  }

  private static ReferencePeer sigp() {
    return new ReferencePeer(
        "sigp",
        "0.12.0",
        false,
        new Recipe.CargoMember("discv5", "0.12.0", "sigp-peer", workspace()),
        Optional.empty(),
        discv5(),
        Sigp::start);
  }

  private static ReferencePeer ethrex() {
    return new ReferencePeer(
        "ethrex",
        "24.0.0",
        false,
        new Recipe.CargoMember("ethrex-p2p", "24.0.0", "ethrex-peer", workspace()),
        Optional.of("v1.17.5"),
        Claims.at(IPV4, IPV6)
            .chainServer()
            .discovery(Version.V4, EVERYTHING_V4, EVERYTHING_V4)
            // Who has been pinged by discv4 is not pinged by discv5 for 12 hours.
            .discovery(Version.V5, EVERYTHING, EnumSet.of(FIND, LOOKUP))
            .eth(68, 69, 70, 71)
            .snap(1),
        Ethrex::start);
  }

  private static Recipe.Files workspace() {
    return new Recipe.Files(
        "rust",
        List.of(
            "Cargo.toml",
            "Cargo.lock",
            "sigp/Cargo.toml",
            "sigp/src/main.rs",
            "ethrex/Cargo.toml",
            "ethrex/src/main.rs"));
  }

  private static ReferencePeer erigon() {
    return new ReferencePeer(
        "erigon",
        "3.1.0-dev",
        false,
        new Recipe.GoReplaced(
            "github.com/erigontech/erigon",
            "v1.9.7-0.20250627051334-b48bd312b712",
            "cmd/erigon",
            List.of("nosqlite", "noboltdb", "nosilkworm"),
            "1.24",
            new Recipe.Files("go/erigon", List.of("go.mod", "go.sum"))),
        Optional.of("v1.15.11"),
        Claims.at(IPV4)
            .chainServer()
            .discovery(Version.V4, EVERYTHING_V4, EVERYTHING_V4)
            .discovery(Version.V5, EVERYTHING, WITHOUT_RECORDS)
            .eth(68),
        Erigon::start);
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
