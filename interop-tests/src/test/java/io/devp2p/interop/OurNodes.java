package io.devp2p.interop;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.guard.AddressPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Nodes of ours as the tests want them: on 127.0.0.1, any port, patient with busy machines. */
final class OurNodes {

  /** Peers answer within milliseconds, unless this machine compiles something meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private OurNodes() {}

  static Discovery discovery(UnaryOperator<DiscoveryConfig.Builder> config)
      throws NetworkException.Unreachable {
    return discovery(NodeKey.generate(new SecureRandom()), config);
  }

  static Discovery discovery(NodeKey key, UnaryOperator<DiscoveryConfig.Builder> config)
      throws NetworkException.Unreachable {
    return Discovery.start(
        key,
        c ->
            config.apply(
                c.bind(loopback())
                    .addresses(AddressPolicy.only("127.0.0.0/8"))
                    .requestTimeout(PATIENCE)));
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static Enode enode(Discovery discovery) {
    return Enode.of(discovery.self().publicKey(), discovery.self().ip4().orElseThrow());
  }

  /** A node that is known by its URL alone. */
  static Node node(Enode enode) {
    Endpoint endpoint = enode.endpoint().orElseThrow();
    return Node.of(enode.key(), endpoint);
  }
}
