package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.GethTool;
import java.security.SecureRandom;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What geth's answers say, compared with what it tells its owner. */
final class DiscoveryInteropTest {

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethTellsUsWhatItTellsItsOwner(Geth geth) throws Exception {
    compare(geth);
  }

  @Test
  @RequiresPeer("geth-1.15.11")
  void oldGethTellsUsWhatItTellsItsOwner(@OfPeer("geth-1.15.11") Geth geth) throws Exception {
    compare(geth);
  }

  private static void compare(Geth geth) throws Exception {
    NodeRecord record = geth.facts().record();
    Node byUrl = OurNodes.node(geth.facts().enode());
    Node node = Node.of(record).orElseThrow();
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      for (Version version : Version.values()) {
        Pinged pong = ours.ping(version, node).join();
        assertThat(pong.seq()).isEqualTo(record.seq());
        assertThat(ours.requestRecord(version, node).join()).isEqualTo(record);
      }
      assertThat(ours.ping(Version.V4, byUrl).join().rttNanos()).isPositive();
      assertThat(ours.requestRecord(Version.V4, byUrl).join()).isEqualTo(record);
      assertThat(ours.findNode(node, Target.random(new SecureRandom())).join())
          .noneMatch(found -> found.id().equals(record.id()));
      assertThat(ours.talk(node, "no-such-protocol", Bytes.of(1, 2)).join()).isEqualTo(Bytes.EMPTY);
      assertThat(ours.resolve(byUrl).join().record()).contains(record);
    }
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethsToolReadsOurRecord(GethTool tool) throws Exception {
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      assertThat(tool.enrDump(ours.self()).exitCode()).isZero();
    }
  }
}
