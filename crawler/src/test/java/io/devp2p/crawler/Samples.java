package io.devp2p.crawler;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.wire.Capability;
import io.devp2p.wire.ClientId;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Timings;
import io.devp2p.wire.eth.Status;
import io.devp2p.wire.p2p.Hello;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes32;

/** Nodes and visits to test with, the same in each run. */
public final class Samples {

  public static final Instant TIME = Instant.parse("2026-08-20T10:58:14Z");

  private Samples() {}

  public static NodeKey key(int seed) {
    return NodeKey.generate(new Random(seed));
  }

  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public static Endpoint endpoint(String address, int udp, int tcp) {
    return new Endpoint(address(address), udp, tcp);
  }

  public static NodeRecord record(int seed, long seq, String address, int udp, int tcp) {
    return NodeRecord.builder()
        .address(address(address))
        .port("udp", udp)
        .port("tcp", tcp)
        .eth(new ForkId(0x07c9462e, 0))
        .sign(key(seed), seq);
  }

  public static Node node(int seed, String address, int udp, int tcp) {
    return Node.of(record(seed, 1, address, udp, tcp)).orElseThrow();
  }

  public static Node unsigned(int seed, String address, int udp, int tcp) {
    return Node.of(key(seed).publicKey(), endpoint(address, udp, tcp));
  }

  /** A full visit over eth/70. */
  public static Visit fullVisit(int seed) {
    return visit(seed, "Geth/v1.17.10-stable/linux-amd64/go1.26");
  }

  /** A full visit of a client that calls itself so. */
  public static Visit visitOf(String client) {
    return visit(1, client);
  }

  private static Visit visit(int seed, String client) {
    KnownNode node = KnownNode.of(node(seed, "127.0.0.1", 30303, 30304), Source.V4);
    UdpContact udp =
        new UdpContact(
            Optional.of(new UdpContact.Answer(OptionalLong.of(1_234_567), OptionalLong.of(1))),
            Optional.empty(),
            16,
            12);
    Hello hello =
        new Hello(
            5,
            ClientId.of(client),
            List.of(
                new Capability("eth", 69),
                new Capability("eth", 70),
                new Capability("eth/x", 3),
                new Capability("snap", 1)),
            0,
            node.key().bytes());
    Status status =
        new Status.Status69(
            70,
            -1,
            Bytes32.repeat((byte) 1),
            new ForkId(0x07c9462e, 0),
            0,
            100,
            Bytes32.repeat((byte) 2));
    TcpContact tcp =
        new TcpContact(
            node.endpoints().getFirst(),
            new Timings(OptionalLong.of(250_999), OptionalLong.of(2_000_000), OptionalLong.of(1)),
            Optional.of(hello),
            OptionalInt.of(70),
            Optional.of(new TcpContact.StatusSeen(status, 3_000_000)),
            Optional.empty());
    return new Visit(node, TIME, udp, Optional.of(tcp), Ending.of(Outcome.STATUS));
  }

  /** A visit of a node that was full. */
  public static Visit refusedVisit(int seed) {
    KnownNode node = KnownNode.of(unsigned(seed, "::1", 30303, 30303), Source.INPUT);
    TcpContact tcp =
        new TcpContact(
            node.endpoints().getFirst(),
            new Timings(OptionalLong.of(1000), OptionalLong.of(2000), OptionalLong.empty()),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.of(DisconnectReason.TOO_MANY_PEERS));
    return new Visit(
        node,
        TIME,
        UdpContact.NONE,
        Optional.of(tcp),
        Ending.of(Outcome.FULL_BEFORE_HELLO, "too-many-peers"));
  }

  /** A visit of a node that did not answer. */
  public static Visit silentVisit(int seed) {
    KnownNode node = KnownNode.of(node(seed, "127.0.0.1", 30303, 0), Source.V5);
    return new Visit(node, TIME, UdpContact.NONE, Optional.empty(), Ending.of(Outcome.SILENT));
  }
}
