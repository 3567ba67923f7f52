package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.discovery.Discovery;
import io.devp2p.interop.peers.Chain;
import io.devp2p.interop.peers.Dialer;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;

/** A live peer and our host dial each other at once: one session is left, and both have it. */
final class CrossingTest {

  private static final int ROUNDS = 12;

  @Test
  @RequiresPeer("geth-1.17.10")
  void withGeth(@OfPeer("geth-1.17.10") RunningPeer geth, PeerRun run) throws Exception {
    cross(geth, run);
  }

  @Test
  @RequiresPeer("ethereumjs")
  void withEthereumJs(@OfPeer("ethereumjs") RunningPeer ethereumJs, PeerRun run) throws Exception {
    cross(ethereumJs, run);
  }

  private static void cross(RunningPeer theirs, PeerRun run) throws Exception {
    int crossed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      crossed += crosses(theirs) ? 1 : 0;
    }
    run.note("crossing dials with " + theirs.node().id() + ": " + crossed + " of " + ROUNDS);
  }

  /** Both dial; whether there were two connections for a while. */
  private static boolean crosses(RunningPeer theirs) throws Exception {
    Chain chain = theirs.chain().orElseThrow();
    ChainHead head =
        new ChainHead(
            chain.networkId(), chain.genesis(), chain.forkId(), 0, 600, chain.head(), UInt256.ONE);
    Eth eth = Eth.client(() -> head, chain.forkId()::equals);
    Dialer dialer = theirs.dialer().orElseThrow();
    NodeKey key = NodeKey.generate(new SecureRandom());
    try (Host ours = Host.start(key, c -> c.listen(OurNodes.loopback()).offer(eth));
        // Some ping whom they are told to dial, and dial who answers.
        Discovery discovery = OurNodes.discovery(key, c -> c.revalidate(false))) {
      InetSocketAddress udp = discovery.localAddress();
      int tcp = ours.localAddress().orElseThrow().getPort();
      Enode self = Enode.of(key.publicKey(), new Endpoint(udp.getAddress(), udp.getPort(), tcp));

      CompletableFuture<Void> dialing = dialer.dial(self);
      Peer peer = ours.dial(theirs.enode()).get(20, TimeUnit.SECONDS);
      dialing.get(20, TimeUnit.SECONDS);

      peer.session(eth).orElseThrow().status().get(20, TimeUnit.SECONDS);
      assertThat(dialer.met(self).get(20, TimeUnit.SECONDS).client()).startsWith("devp2p-jvm/");
      assertThat(ours.peers()).containsExactly(peer);
      assertThat(ours.stats().ends()).as("nobody was lost").isEmpty();
      return ours.stats().accepted() > 0 && ours.stats().dialed() > 0;
    }
  }
}
