package io.devp2p.lab;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Profile;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One node of a laboratory: its two sockets, and what is true of it. */
final class LabNode implements AutoCloseable {

  private final Truth truth;
  private final TcpSide tcp;
  private final Optional<Discovery> discovery;
  private final Optional<DatagramSocket> deadPort;

  private LabNode(
      Truth truth, TcpSide tcp, Optional<Discovery> discovery, Optional<DatagramSocket> deadPort) {
    this.truth = truth;
    this.tcp = tcp;
    this.discovery = discovery;
    this.deadPort = deadPort;
  }

  static LabNode start(NodeKind kind, LabConfig config, Workshop workshop)
      throws NetworkException.Unreachable, IOException {
    NodeKey key = workshop.key();
    InetAddress ip = InetAddress.getByName(kind.family() == 4 ? "127.0.0.1" : "::1");
    String client =
        "devp2p-lab/" + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    TcpSide tcp = TcpSide.open(kind, key, client, ip, workshop);
    if (kind.udp() == NodeKind.Udp.DEAD) {
      // The port stays ours, so that it stays dead: nobody reads what comes.
      DatagramSocket unread = new DatagramSocket(new InetSocketAddress(ip, 0));
      return new LabNode(
          truth(kind, deadRecord(key, ip, unread.getLocalPort(), tcp), client),
          tcp,
          Optional.empty(),
          Optional.of(unread));
    }
    Discovery discovery = discovery(kind, key, ip, tcp, config, workshop);
    return new LabNode(
        truth(kind, discovery.self(), client), tcp, Optional.of(discovery), Optional.empty());
  }

  private static Discovery discovery(
      NodeKind kind, NodeKey key, InetAddress ip, TcpSide tcp, LabConfig config, Workshop workshop)
      throws NetworkException.Unreachable {
    boolean joined = !config.bootnodes().isEmpty();
    return Discovery.start(
        key,
        c ->
            c.bind(new InetSocketAddress(ip, 0))
                .tcp(tcp.port())
                .eth(kind.chain().forkId())
                .v4(kind.udp() != NodeKind.Udp.V5)
                .v5(kind.udp() != NodeKind.Udp.V4)
                .bootnodes(config.bootnodes())
                .revalidate(joined)
                .profile(Profile.CRAWLER)
                .eventLoopGroup(workshop.loops())
                .cryptoPool(workshop.crypto())
                .random(workshop.secure()));
  }

  private static NodeRecord deadRecord(NodeKey key, InetAddress ip, int udp, TcpSide tcp) {
    return NodeRecord.builder()
        .address(ip)
        .port("udp", udp)
        .port("tcp", tcp.port())
        .eth(LabChain.HOME.forkId())
        .sign(key, 1);
  }

  private static Truth truth(NodeKind kind, NodeRecord record, String client) {
    boolean v4 = kind.udp() == NodeKind.Udp.V4 || kind.udp() == NodeKind.Udp.BOTH;
    boolean v5 = kind.udp() == NodeKind.Udp.V5 || kind.udp() == NodeKind.Udp.BOTH;
    boolean hello =
        switch (kind.tcp()) {
          case HONEST, SLOW, NO_STATUS, FULL_AFTER_HELLO -> true;
          default -> false;
        };
    return new Truth(
        kind,
        record,
        kind.family(),
        v4,
        v5,
        kind.outcome(),
        hello ? Optional.of(client) : Optional.empty(),
        hello ? kind.eth().stream().max(Integer::compare) : Optional.empty());
  }

  Truth truth() {
    return truth;
  }

  /**
   * Meets another node, as if that had just answered in all the versions that it speaks, or spoke
   * before it died.
   */
  void meet(LabNode other) {
    discovery.ifPresent(d -> d.introduce(List.of(other.asKnown()), other.versions()));
  }

  /** A node that speaks discv4 only is known by key and address, without its record. */
  private Node asKnown() {
    Node node = Node.of(truth.record()).orElseThrow();
    return versions().contains(Version.V5) ? node : Node.of(node.key(), node.endpoint());
  }

  private Set<Version> versions() {
    return switch (truth.kind().udp()) {
      case V4 -> EnumSet.of(Version.V4);
      case V5 -> EnumSet.of(Version.V5);
      case BOTH, DEAD -> EnumSet.allOf(Version.class);
    };
  }

  @Override
  public void close() {
    discovery.ifPresent(Discovery::close);
    deadPort.ifPresent(DatagramSocket::close);
    try {
      tcp.close();
    } catch (IOException notClosed) {
      throw new UncheckedIOException(notClosed);
    }
  }
}
