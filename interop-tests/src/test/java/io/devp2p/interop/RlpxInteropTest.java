package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeId;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Status;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;

/** RLPx, Hello and Status of ours with live peers, dialed from both sides. */
final class RlpxInteropTest {

  private static Host host(Eth eth) throws NetworkException.Unreachable {
    return Host.start(
        NodeKey.generate(new SecureRandom()), c -> c.listen(OurNodes.loopback()).offer(eth));
  }

  private static Enode enode(Host host) {
    InetSocketAddress address = host.localAddress().orElseThrow();
    return Enode.of(
        host.key(), new Endpoint(address.getAddress(), address.getPort(), address.getPort()));
  }

  private static Peer dial(Host host, Enode enode) {
    return host.dial(enode.key(), enode.endpoint().orElseThrow().tcpAddress()).join();
  }

  private static Status status(Peer peer, Eth eth) {
    EthSession session = peer.session(eth).orElseThrow();
    return session.status().join();
  }

  private static Eth of(Geth.NodeFacts facts) {
    ChainHead head =
        new ChainHead(
            facts.networkId(), facts.genesis(), facts.forkId(), 0, 600, facts.head(), UInt256.ONE);
    return Eth.client(() -> head, facts.forkId()::equals);
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethTellsAnObserverWhatItTellsItsOwner(Geth geth) throws Exception {
    Eth eth = Eth.observing(Eth.VERSIONS);
    Geth.NodeFacts facts = geth.facts();
    try (Host ours = host(eth)) {
      Peer peer = dial(ours, facts.enode());
      assertThat(peer.hello().client()).hasToString(facts.clientId());
      assertThat(peer.hello().capabilities())
          .extracting(Capability::toString)
          .containsExactly("eth/69", "eth/70", "eth/71", "eth/72", "snap/1", "snap/2");
      assertThat(peer.shared()).containsExactly(new Capability("eth", 72));
      Status status = status(peer, eth);
      assertThat(status).isInstanceOf(Status.Status69.class);
      compare(status, facts, 72);
    }
  }

  @Test
  @RequiresPeer("geth-1.15.11")
  void oldGethTellsAnObserverWhatItTellsItsOwner(@OfPeer("geth-1.15.11") Geth geth)
      throws Exception {
    Eth eth = Eth.observing(Eth.VERSIONS);
    Geth.NodeFacts facts = geth.facts();
    try (Host ours = host(eth)) {
      Peer peer = dial(ours, facts.enode());
      assertThat(peer.hello().client()).hasToString(facts.clientId());
      assertThat(peer.shared()).containsExactly(new Capability("eth", 68));
      Status status = status(peer, eth);
      assertThat(status).isInstanceOf(Status.Status68.class);
      compare(status, facts, 68);
    }
  }

  private static void compare(Status status, Geth.NodeFacts facts, int version) {
    assertThat(status.version()).isEqualTo(version);
    assertThat(status.networkId()).isEqualTo(facts.networkId());
    assertThat(status.genesis()).isEqualTo(facts.genesis());
    assertThat(status.forkId()).isEqualTo(facts.forkId());
    assertThat(status.latestHash()).isEqualTo(facts.head());
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethTakesOurStatus(Geth geth) throws Exception {
    Geth.NodeFacts facts = geth.facts();
    Eth eth = of(facts);
    try (Host ours = host(eth)) {
      Peer peer = dial(ours, facts.enode());
      compare(status(peer, eth), facts, 72);
      assertThat(geth.peerIds()).contains(NodeId.of(ours.key()).toString());
    }
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethsToolReadsOurHello(GethTool tool) throws Exception {
    try (Host ours = host(Eth.observing(Eth.VERSIONS))) {
      assertThat(tool.rlpxPing(enode(ours)).out())
          .contains("devp2p-jvm/", "eth/68 eth/69 eth/70 eth/71 eth/72");
    }
  }
}
