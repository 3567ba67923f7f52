package io.devp2p.interop.matrix;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.Claims;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.IpFamily;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.interop.peers.Verb;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.snap.Snap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who takes part in a matrix.
 *
 * @param name implementation and version
 * @param origin its package, as its client names it
 * @param checksums sha256 in hex of what runs, by file
 * @param claims what it speaks
 * @param chain folder of the test chain that came with it, and its release
 * @param starter starts one
 */
public record Entrant(
    String name,
    String origin,
    Map<String, String> checksums,
    Claims claims,
    Optional<ChainFolder> chain,
    Starter starter) {

  /** The name of our own node. */
  public static final String OURS = "ours";

  public Entrant {
    checksums = Map.copyOf(checksums);
  }

  /** A test chain of go-ethereum. */
  public record ChainFolder(String release, Path folder) {}

  /** Starts a node on loopback. */
  @FunctionalInterface
  public interface Starter {
    /**
     * Starts one and waits until it answers.
     *
     * @param key of the node, for those that can be given one
     * @param shared the chain of the run, where there is one
     */
    RunningPeer start(Path work, Launch launch, NodeKey key, Optional<SharedChain> shared)
        throws IOException, InterruptedException;
  }

  /** A reference peer. */
  public static Entrant of(Installation installation) {
    ReferencePeer peer = installation.peer();
    return new Entrant(
        peer.name(),
        peer.recipe().origin(),
        new TreeMap<>(installation.checksums()),
        peer.claims(),
        peer.chain().map(release -> new ChainFolder(release, installation.path("chain"))),
        (work, launch, key, shared) -> peer.start(installation, work, launch));
  }

  /** Our own node, in this process. */
  public static Entrant ours() {
    Map<Version, Set<Verb>> discovery =
        Map.of(
            Version.V4, EnumSet.of(Verb.PING, Verb.RECORD, Verb.FIND),
            Version.V5, EnumSet.of(Verb.PING, Verb.RECORD, Verb.FIND, Verb.TALK));
    Claims claims =
        new Claims(
            EnumSet.allOf(Role.class),
            EnumSet.of(IpFamily.IPV4),
            discovery,
            discovery,
            Eth.VERSIONS,
            Snap.VERSIONS);
    return new Entrant(
        OURS, "devp2p for the JVM", Map.of(), claims, Optional.empty(), OurPeer::start);
  }

  /** Whether it is ours, which can be told everything. */
  boolean isOurs() {
    return name.equals(OURS);
  }

  /** Whether it can hold the chain and serve it. */
  boolean serves() {
    return claims.roles().contains(Role.CHAIN_SERVER);
  }
}
