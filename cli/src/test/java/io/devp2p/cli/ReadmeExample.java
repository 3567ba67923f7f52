package io.devp2p.cli;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Target;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.Status;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;

/** The library example of the README, between the two marks. */
final class ReadmeExample {

  private ReadmeExample() {}

  static void run(List<Node> bootnodes, Consumer<String> print) throws NetworkException {
    // README begins
    NodeKey key = NodeKey.generate(new SecureRandom());
    Eth eth = Eth.observing(Eth.VERSIONS);
    try (Discovery discovery = Discovery.start(key, c -> c.bootnodes(bootnodes));
        Host host = Host.start(key, c -> c.offer(eth))) {
      for (Node node : discovery.lookup(Target.random(new SecureRandom())).join()) {
        Peer peer = host.dial(node.key(), node.endpoint().tcpAddress()).join();
        Status status = peer.session(eth).orElseThrow().status().join();
        print.accept(peer.hello().client() + " follows " + status.forkId());
        peer.disconnect(DisconnectReason.QUITTING);
      }
    }
    // README ends
  }
}
