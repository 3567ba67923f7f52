package io.devp2p.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.ConsensysDiscovery;
import io.devp2p.interop.peers.EthereumJs;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.GethTool;
import java.security.SecureRandom;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** discv4 and discv5 of ours at live peers, and theirs at ours. */
final class DiscoveryInteropTest {

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethAnswersUs(Geth geth) throws Exception {
    askInBothVersions(geth);
  }

  @Test
  @RequiresPeer("geth-1.15.11")
  void oldGethAnswersUs(@OfPeer("geth-1.15.11") Geth geth) throws Exception {
    askInBothVersions(geth);
  }

  private static void askInBothVersions(Geth geth) throws Exception {
    NodeRecord record = geth.facts().record();
    Node byUrl = OurNodes.node(geth.facts().enode());
    Node node = Node.of(record).orElseThrow();
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      for (Version version : Version.values()) {
        Pinged pong = ours.ping(version, node).join();
        assertThat(pong.seq()).isEqualTo(record.seq());
        assertThat(pong.observed()).isEqualTo(ours.localAddress());
        assertThat(ours.requestRecord(version, node).join()).isEqualTo(record);
      }
      assertThat(ours.ping(Version.V4, byUrl).join().rttNanos()).isPositive();
      assertThat(ours.requestRecord(Version.V4, byUrl).join()).isEqualTo(record);
      assertThat(ours.findNode(node, Target.random(new SecureRandom())).join())
          .noneMatch(found -> found.id().equals(record.id()));
      assertThat(ours.findNode(node, 0, 256, 255).join())
          .extracting(Node::id)
          .contains(record.id());
      assertThat(ours.talk(node, "no-such-protocol", Bytes.of(1, 2)).join()).isEqualTo(Bytes.EMPTY);
      assertThat(ours.resolve(byUrl).join().record()).contains(record);
    }
  }

  @Test
  @RequiresPeer({"geth-1.17.10", "geth-1.15.11"})
  void aLookupFindsBothGeths(Geth geth, @OfPeer("geth-1.15.11") Geth old) throws Exception {
    List<Node> bootnodes =
        List.of(Node.of(geth.facts().record()).orElseThrow(), OurNodes.node(old.facts().enode()));
    try (Discovery ours = OurNodes.discovery(c -> c.bootnodes(bootnodes))) {
      for (Node wanted : bootnodes) {
        assertThat(ours.lookup(Target.of(wanted.key())).join())
            .extracting(Node::id)
            .contains(wanted.id());
      }
    }
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void weAnswerGethsTool(GethTool tool) throws Exception {
    answer(tool);
  }

  @Test
  @RequiresPeer("geth-1.15.11")
  void weAnswerOldGethsTool(@OfPeer("geth-1.15.11") GethTool tool) throws Exception {
    answer(tool);
  }

  private static void answer(GethTool tool) throws Exception {
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      assertThat(tool.discv4Ping(OurNodes.enode(ours)).out()).contains("node responded to ping");
      assertThat(tool.discv4RequestEnr(OurNodes.enode(ours)).out().strip())
          .isEqualTo(ours.self().toString());
      assertThat(tool.discv5Ping(ours.self()).out()).contains("<nil>");
      assertThat(tool.enrDump(ours.self()).exitCode()).isZero();
    }
  }

  @Test
  @RequiresPeer("ethereumjs")
  void ethereumJsAndWeMeetByDiscv4(EthereumJs js) throws Exception {
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      Node node = OurNodes.node(js.enode());
      assertThat(ours.ping(Version.V4, node).join().observed()).isEqualTo(ours.localAddress());
      assertThat(ours.findNode(node, Target.random(new SecureRandom())).join()).isNotNull();
      js.ping(OurNodes.enode(ours)).join();
      assertThat(js.findNode(OurNodes.enode(ours), node.key().bytes()).join()).isNotNull();
    }
  }

  @Test
  @RequiresPeer("consensys")
  void consensysAndWeMeetByDiscv5(ConsensysDiscovery consensys) throws Exception {
    Node node = Node.of(consensys.self()).orElseThrow();
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      assertThat(ours.ping(Version.V5, node).join().observed()).isEqualTo(ours.localAddress());
      assertThat(ours.requestRecord(Version.V5, node).join().id()).isEqualTo(node.id());
      assertThat(ours.findNode(node, 0).join()).extracting(Node::id).containsExactly(node.id());
      assertThat(ours.talk(node, "echo", Bytes.of(1, 2, 3)).join())
          .isEqualTo(Bytes.concatenate(Bytes.wrap("echo".getBytes(UTF_8)), Bytes.of(1, 2, 3)));
    }
  }

  @Test
  @RequiresPeer("consensys")
  void weAnswerConsensys(ConsensysDiscovery consensys) throws Exception {
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      ours.onTalk("reverse", (from, address, request) -> request.reverse());
      consensys.ping(ours.self()).join();
      assertThat(consensys.findNode(ours.self(), 0).join()).containsExactly(ours.self());
      assertThat(consensys.talk(ours.self(), "reverse", Bytes.of(1, 2, 3)).join())
          .isEqualTo(Bytes.of(3, 2, 1));
      assertThat(consensys.talk(ours.self(), "unknown", Bytes.of(1)).join()).isEqualTo(Bytes.EMPTY);
    }
  }
}
