package io.devp2p.lab;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.lab.netty.Liar;
import io.devp2p.wire.Admission;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Host;
import io.devp2p.wire.HostConfig;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.eth.Eth;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a node does on its TCP port.
 *
 * @param port the port, 0 for a node without one
 */
record TcpSide(int port, Closeable running) implements AutoCloseable {

  /** Well within the five seconds that a peer waits for a Status. */
  private static final Duration LATE = Duration.ofMillis(2_500);

  static TcpSide open(NodeKind kind, NodeKey key, String client, InetAddress ip, Workshop workshop)
      throws NetworkException.Unreachable, IOException {
    Protocol<?> honest =
        kind.eth().isEmpty()
            ? StatusSession.never(java.util.List.of(68))
            : Eth.client(
                kind.chain()::head, kind.chain()::isCompatible, c -> c.versions(kind.eth()));
    return switch (kind.tcp()) {
      case HONEST -> host(key, client, ip, workshop, c -> c.offer(honest));
      case SLOW ->
          host(
              key,
              client,
              ip,
              workshop,
              c -> c.offer(StatusSession.late(kind.eth(), kind.chain(), LATE)));
      case NO_STATUS ->
          host(key, client, ip, workshop, c -> c.offer(StatusSession.never(kind.eth())));
      case FULL_BEFORE_HELLO ->
          host(
              key,
              client,
              ip,
              workshop,
              c -> c.offer(honest).admit(full(Admission.Phase.BEFORE_HELLO)));
      case FULL_AFTER_HELLO ->
          host(
              key,
              client,
              ip,
              workshop,
              c -> c.offer(honest).admit(full(Admission.Phase.AFTER_HELLO)));
      case ANOTHER_KEY -> host(workshop.key(), client, ip, workshop, c -> c.offer(honest));
      case LIES_ABOUT_KEY -> {
        Liar liar = Liar.listen(key, workshop.key().publicKey(), client, ip, workshop);
        yield new TcpSide(liar.port(), liar);
      }
      case SAYS_NOTHING -> {
        // The system completes connections that nobody accepts.
        ServerSocket silent = new ServerSocket(0, 512, ip);
        yield new TcpSide(silent.getLocalPort(), silent);
      }
      case CLOSED -> {
        // Bound and not listening: connections are refused, and nobody else gets the port.
        SocketChannel bound = SocketChannel.open().bind(new InetSocketAddress(ip, 0));
        yield new TcpSide(((InetSocketAddress) bound.getLocalAddress()).getPort(), bound);
      }
      case NONE -> new TcpSide(0, () -> {});
    };
  }

  private static Admission full(Admission.Phase phase) {
    return candidate ->
        candidate.phase() == phase
            ? Optional.of(DisconnectReason.TOO_MANY_PEERS)
            : Optional.empty();
  }

  private static TcpSide host(
      NodeKey key,
      String client,
      InetAddress ip,
      Workshop workshop,
      UnaryOperator<HostConfig.Builder> more)
      throws NetworkException.Unreachable {
    Host host =
        Host.start(
            key,
            c ->
                more.apply(
                    c.listen(new InetSocketAddress(ip, 0))
                        .clientId(client)
                        .eventLoopGroup(workshop.loops())
                        .cryptoPool(workshop.crypto())
                        .random(workshop.secure())));
    return new TcpSide(host.localAddress().orElseThrow().getPort(), host::close);
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
