package io.devp2p.discovery.store;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.NodeStore.Sighting;
import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Random;
import java.util.Set;

/** Nodes to be stored. */
final class Sightings {

  static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private Sightings() {}

  static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException notAnAddress) {
      throw new AssertionError(notAnAddress);
    }
  }

  /** A node with a record. */
  static Sighting of(long seed, String ip, Instant at) {
    NodeKey key = NodeKey.generate(new Random(seed));
    NodeRecord record =
        NodeRecord.builder().address(ip(ip)).port("udp", 30303).port("tcp", 30304).sign(key, seed);
    return new Sighting(Node.of(record).orElseThrow(), Set.of(Version.V5), at);
  }

  /** A node of discv4, known by its key and address. */
  static Sighting bare(long seed, String ip, Instant at) {
    NodeKey key = NodeKey.generate(new Random(seed));
    Node node = Node.of(key.publicKey(), new Endpoint(ip(ip), 30303, 0));
    return new Sighting(node, Set.of(Version.V4), at);
  }
}
