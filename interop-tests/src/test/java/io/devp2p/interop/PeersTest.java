package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.Asker;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.RunningPeer;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The reference peers among themselves: what fails here is not ours. */
final class PeersTest {

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethSaysWhoItIs(Geth geth) throws Exception {
    Geth.NodeFacts facts = geth.facts();
    assertThat(facts.clientId()).startsWith("Geth/v1.17.10-stable/");
    assertThat(facts.networkId()).isEqualTo(Geth.TEST_CHAIN);
    assertThat(facts.genesis().toHexString())
        .isEqualTo("0x1518c33dab6ed4dbb2d0c48239ac2f00acc0e28dc43660bb745a0f127552024c");
    assertThat(facts.head().toHexString())
        .isEqualTo("0x9d78f73579811aa17b112188ce020cda4362b0d57a4a339a0c3911c4ace7220c");
    assertThat(facts.forkId()).isEqualTo(new ForkId(0x5942bfc2, 0));
  }

  @Test
  @RequiresPeer("geth-1.15.11")
  void oldGethSaysWhoItIs(@OfPeer("geth-1.15.11") Geth geth) throws Exception {
    assertThat(geth.facts().clientId()).startsWith("Geth/v1.15.11-stable/");
    assertThat(geth.facts().forkId().next()).isZero();
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethAnswersItsOwnTool(Geth geth, GethTool tool) throws Exception {
    Geth.NodeFacts facts = geth.facts();
    assertThat(tool.discv4Ping(facts.enode()).out()).contains("node responded to ping");
    assertThat(NodeRecord.parse(tool.discv4RequestEnr(facts.enode()).out().strip()).id())
        .isEqualTo(facts.record().id());
    assertThat(tool.discv5Ping(facts.record()).out()).contains("<nil>");
    assertThat(tool.rlpxPing(facts.enode()).out())
        .contains("eth/72 snap/1 snap/2", "Geth/v1.17.10");
  }

  @Test
  @RequiresPeer({"geth-1.17.10", "ethereumjs"})
  void ethereumJsMeetsGeth(Geth geth, @OfPeer("ethereumjs") RunningPeer js, GethTool tool)
      throws Exception {
    Asker asker = js.asker(Version.V4).orElseThrow();
    asker.ping(geth.peer().node()).join();
    assertThat(asker.findNode(geth.peer().node(), geth.peer().node()).join())
        .doesNotContain(geth.peer().node().id());
    assertThat(tool.discv4Ping(js.enode()).exitCode()).isZero();
    assertThat(tool.rlpxPing(js.enode()).out()).contains("ethereumjs-devp2p/10.0.0", "eth/68");
  }

  @Test
  @RequiresPeer({"geth-1.17.10", "consensys"})
  void consensysMeetsGeth(Geth geth, @OfPeer("consensys") RunningPeer consensys, GethTool tool)
      throws Exception {
    Asker asker = consensys.asker(Version.V5).orElseThrow();
    asker.ping(geth.peer().node()).join();
    assertThat(asker.requestRecord(geth.peer().node()).join()).isEqualTo(geth.facts().record());
    assertThat(asker.talk(geth.peer().node(), "nothing", Bytes.of(1)).join())
        .isEqualTo(Bytes.EMPTY);
    assertThat(tool.discv5Ping(consensys.node().record().orElseThrow()).out()).contains("<nil>");
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethTakesTransactionsOnceItKnowsItsHead(Geth geth) throws Exception {
    geth.peer().engine().orElseThrow().forkchoice(geth.facts().head());
    assertThat(geth.peer().rpc().orElseThrow().call("eth_syncing").text()).isEqualTo("false");
  }
}
