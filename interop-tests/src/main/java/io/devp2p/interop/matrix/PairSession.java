package io.devp2p.interop.matrix;

import io.devp2p.core.node.NodeId;
import io.devp2p.interop.peers.Chain;
import io.devp2p.interop.peers.Dialer;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.HeaderQuery;
import io.devp2p.wire.snap.SnapSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.tuweni.bytes.Bytes32;

/** RLPx and what goes over it, between two nodes. */
final class PairSession {

  private static final int LIMIT_SECONDS = 20;
  private static final int PAUSE_MILLIS = 100;

  private final RunningPeer here;
  private final RunningPeer there;
  private final int eth;
  private final Optional<SharedChain> chain;
  private final Tries tries;

  /** How each saw the other. */
  private List<Dialer.Met> met = List.of();

  PairSession(
      RunningPeer here, RunningPeer there, int eth, Optional<SharedChain> chain, Tries tries) {
    this.here = here;
    this.there = there;
    this.eth = eth;
    this.chain = chain;
    this.tries = tries;
  }

  void fill(Set<Group> groups) throws InterruptedException {
    if (groups.contains(Group.RLPX)) {
      tries.check(
          Group.RLPX,
          "session",
          "Told to connect to the other, each has the name of the other from its Hello.",
          this::meet);
    }
    if (groups.contains(Group.STATUS)) {
      tries.check(
          Group.STATUS,
          "eth",
          "Each has the Status of the other, in no lower version than the highest that is known of"
              + " both.",
          this::status);
    }
    if (groups.contains(Group.REQUESTS)) {
      tries.check(
          Group.REQUESTS, "blocks", "Headers and bodies are those of the chain.", this::blocks);
    }
    if (groups.contains(Group.SNAP)) {
      tries.check(
          Group.SNAP, "accounts", "Accounts of the state of the head are proven.", this::accounts);
    }
  }

  private String meet() throws Exception {
    Dialer dialer = here.dialer().orElseThrow();
    dialer.dial(there.enode()).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    met = List.of(met(here, there), met(there, here));
    return met.getFirst().client() + ", which sees " + met.getLast().client();
  }

  /** As whom one sees the other: the two ends of a connection come up one after the other. */
  private static Dialer.Met met(RunningPeer one, RunningPeer other) throws Exception {
    Dialer dialer = one.dialer().orElseThrow();
    long start = System.nanoTime();
    while (true) {
      try {
        return dialer.met(other.enode()).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException notYet) {
        if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
          throw notYet;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Nodes show each other when they have taken the Status. */
  private String status() throws Exception {
    if (met.isEmpty()) {
      meet();
    }
    StringBuilder saw = new StringBuilder();
    for (Dialer.Met one : met) {
      if (one.eth().isPresent() && one.eth().getAsInt() < eth) {
        throw new AssertionError("eth/" + one.eth().getAsInt() + " instead of eth/" + eth);
      }
      if (one.chain().isPresent() && chain.isPresent()) {
        Chain said = one.chain().get();
        Chain wanted = chain.get().atGenesis();
        Expect.equal("the network", said.networkId(), wanted.networkId());
        Expect.equal("the genesis block", said.genesis(), wanted.genesis());
      }
      String version = one.eth().isPresent() ? " by eth/" + one.eth().getAsInt() : "";
      saw.append(saw.isEmpty() ? "" : "; ").append(one.client()).append(version);
    }
    return saw.toString();
  }

  private Peer session() {
    NodeId id = there.node().id();
    return ((OurPeer) here).session(id).orElseThrow(() -> new AssertionError("no session"));
  }

  private String blocks() throws Exception {
    EthSession session = session().session(((OurPeer) here).eth()).orElseThrow();
    List<Header> wanted = chain.orElseThrow().stores().chain().headersFrom(1);
    List<Header> headers =
        session
            .headers(HeaderQuery.from(1).limit(wanted.size()))
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    Expect.equal("the headers", hashes(headers), hashes(wanted));
    int bodies = session.bodies(headers).get(LIMIT_SECONDS, TimeUnit.SECONDS).size();
    Expect.equal("the bodies that came", bodies, wanted.size());
    return headers.size() + " headers, " + bodies + " bodies";
  }

  private static List<Bytes32> hashes(List<Header> headers) {
    return headers.stream().map(Header::hash).toList();
  }

  private String accounts() throws Exception {
    SnapSession session = session().session(((OurPeer) here).snap()).orElseThrow();
    Bytes32 root = chain.orElseThrow().stores().chain().head().stateRoot();
    return session
        .accounts(root, Bytes32.ZERO)
        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
        .map(slice -> slice.accounts().size() + " accounts")
        .orElseThrow(() -> new AssertionError("the state of the head is not served"));
  }
}
