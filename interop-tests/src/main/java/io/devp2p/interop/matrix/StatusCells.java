package io.devp2p.interop.matrix;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.interop.peers.Chain;
import io.devp2p.interop.peers.Dialer;
import io.devp2p.interop.peers.IpFamily;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.Status;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.units.bigints.UInt256;

/** The cells of RLPx, Hello and Status of one version of eth. */
final class StatusCells {

  private static final int LIMIT_SECONDS = 20;

  private final int eth;
  private final RunningPeer theirs;
  private final Chain chain;
  private final Dialer dialer;
  private final IpFamily family;
  private final Cells cells;

  StatusCells(int eth, RunningPeer theirs, IpFamily family, Cells cells) {
    this.eth = eth;
    this.theirs = theirs;
    this.chain = theirs.chain().orElseThrow();
    this.dialer = theirs.dialer().orElseThrow();
    this.family = family;
    this.cells = cells;
  }

  void fill() {
    String feature = "eth/" + eth + " Status";
    cells.check(Direction.OURS_TO_THEIRS, feature, this::weDial);
    cells.check(Direction.THEIRS_TO_OURS, feature, this::theyDial);
  }

  /** A node of ours on the chain of the peer, that speaks this version alone. */
  private record Ours(Host host, Eth eth, Discovery discovery) implements AutoCloseable {

    static Ours start(int version, Chain chain, IpFamily family)
        throws NetworkException.Unreachable {
      ChainHead head =
          new ChainHead(
              chain.networkId(), chain.genesis(), chain.forkId(), 0, 0, chain.head(), UInt256.ONE);
      Eth eth = Eth.client(() -> head, chain.forkId()::equals, c -> c.versions(List.of(version)));
      NodeKey key = NodeKey.generate(new SecureRandom());
      Host host = Host.start(key, c -> c.listen(family.anyPort()).offer(eth));
      try {
        // Some ping whom they are told to dial, and dial who answers.
        Discovery discovery =
            Discovery.start(
                key,
                c ->
                    c.bind(family.anyPort())
                        .addresses(AddressPolicy.only("127.0.0.0/8", "::1/128"))
                        .tcp(host.localAddress().orElseThrow().getPort())
                        .revalidate(false));
        return new Ours(host, eth, discovery);
      } catch (NetworkException.Unreachable noPort) {
        host.close();
        throw noPort;
      }
    }

    Enode enode() {
      int udp = discovery.localAddress().getPort();
      int tcp = host.localAddress().orElseThrow().getPort();
      return Enode.of(host.key(), new Endpoint(discovery.localAddress().getAddress(), udp, tcp));
    }

    @Override
    public void close() {
      discovery.close();
      host.close();
    }
  }

  private String weDial() throws Exception {
    try (Ours ours = Ours.start(eth, chain, family)) {
      Node node = theirs.node();
      Peer peer =
          ours.host()
              .dial(node.key(), node.endpoint().tcpAddress())
              .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return compare(ours, peer);
    }
  }

  private String theyDial() throws Exception {
    try (Ours ours = Ours.start(eth, chain, family)) {
      dialer.dial(ours.enode()).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      Peer peer = Expect.eventually("a session", () -> ours.host().peers().stream().findFirst());
      Expect.equal("who dialed", peer.inbound(), true);
      return compare(ours, peer);
    }
  }

  /** What each made of the other. */
  private String compare(Ours ours, Peer peer) throws Exception {
    Expect.equal("the id in its Hello", peer.id(), theirs.node().id());
    Expect.contains("what is shared", peer.shared(), new Capability(Eth.NAME, eth));
    Status status =
        peer.session(ours.eth()).orElseThrow().status().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    Expect.equal("the version of its Status", status.version(), eth);
    Chain said =
        new Chain(status.networkId(), status.genesis(), status.forkId(), status.latestHash());
    Expect.equal("the chain of its Status", said, chain);
    Dialer.Met met = dialer.met(ours.enode()).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!met.client().startsWith("devp2p-jvm/")) {
      throw new AssertionError("our client id is read as " + met.client());
    }
    if (met.chain().isPresent()) {
      Expect.equal("the chain of our Status", met.chain().get(), chain);
    }
    return peer.hello().client() + ", and has our Status";
  }
}
