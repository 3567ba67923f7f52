package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.wire.eth.Eth;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is a peer of a host, and what the application can say about it, over loopback sockets. */
final class HostPeersTest {

  private final Loopback loopback = new Loopback();

  @AfterEach
  void close() {
    loopback.close();
  }

  private Host host() throws Exception {
    return loopback.host(c -> c.offer(Loopback.eth(1)));
  }

  private static Node node(Host host) {
    InetSocketAddress at = host.localAddress().orElseThrow();
    return Node.of(host.key(), new Endpoint(at.getAddress(), 0, at.getPort()));
  }

  private static Enode enode(Host host) {
    return Enode.of(host.key(), node(host).endpoint());
  }

  @Test
  void staticNodesAreDialed() throws Exception {
    Host bob = host();
    Host alice = host();
    Peer peer = Loopback.await(alice.addStatic(enode(bob)));
    assertThat(peer.key()).isEqualTo(bob.key());
    assertThat(alice.peer(bob.key())).contains(peer);
    assertThat(alice.removeStatic(bob.key())).isTrue();
    assertThat(alice.removeStatic(bob.key())).isFalse();
    assertThat(alice.peers()).as("the session stays").containsExactly(peer);
  }

  @Test
  void candidatesAreDialedAsFarAsThereArePlaces() throws Exception {
    SubmissionPublisher<Node> found = new SubmissionPublisher<>(loopback.group(), 256);
    Host alice =
        loopback.host(c -> c.offer(Loopback.eth(1)).maxPeers(4).maxInbound(2).dialFrom(found));
    alice.onEvent(loopback::onEvent);
    for (int i = 0; i < 3; i++) {
      found.submit(node(host()));
    }
    assertThat(loopback.next()).isInstanceOf(HostEvent.Connected.class);
    assertThat(loopback.next()).isInstanceOf(HostEvent.Connected.class);
    assertThat(alice.peers()).hasSize(2).noneMatch(Peer::inbound);
    assertThat(found.estimateMaximumLag()).as("the third is not asked for").isOne();
  }

  @Test
  void trustedNodesComeBeyondTheLimit() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(1)).maxPeers(1).maxInbound(0));
    Host alice = host();
    assertThat(Loopback.failure(Loopback.dial(alice, bob)).reason())
        .contains(DisconnectReason.TOO_MANY_PEERS);
    assertThat(bob.trust(alice.key())).isTrue();
    Loopback.await(Loopback.dial(alice, bob));
    assertThat(bob.ban(alice.key(), Duration.ofHours(1))).as("trusted").isFalse();
    assertThat(bob.distrust(alice.key())).isTrue();
    assertThat(bob.ban(alice.key(), Duration.ofHours(1))).isTrue();
  }

  @Test
  void aBanEndsTheSessionAndLetsNoneBegin() throws Exception {
    Host bob = host();
    Host alice = host();
    Peer peer = Loopback.connect(alice, bob);
    bob.onEvent(loopback::onEvent);

    assertThat(bob.ban(alice.key(), Duration.ofHours(1))).isTrue();
    assertThat(Loopback.await(peer.down()).reason()).isEqualTo(DisconnectReason.REQUESTED);
    assertThat(loopback.next())
        .isInstanceOfSatisfying(
            HostEvent.Disconnected.class, e -> assertThat(e.down().why()).isEqualTo(Cause.BANNED));
    assertThat(Loopback.failure(Loopback.dial(alice, bob)).reason())
        .contains(DisconnectReason.REQUESTED);
    assertThat(Loopback.failure(Loopback.dial(bob, alice)).why()).isEqualTo(Cause.BANNED);

    assertThat(bob.unban(alice.key())).isTrue();
    assertThat(bob.unban(alice.key())).isFalse();
    Loopback.await(Loopback.dial(alice, bob));
  }

  /** A ban between the handshake and Hello, while there is no session to be ended. */
  @Test
  void aBanInTheMiddleOfABeginningHolds() throws Exception {
    CompletableFuture<Host> started = new CompletableFuture<>();
    Host bob =
        loopback.host(c ->
            c.offer(Loopback.eth(1))
                .admit(candidate -> {
                  if (candidate.phase() == Admission.Phase.BEFORE_HELLO) {
                    started.join().ban(candidate.key(), Duration.ofHours(1));
                  }
                  return Optional.empty();
                }));
    CompletableFuture<HostEvent.InboundFailed> refused =
        Loopback.next(bob, HostEvent.InboundFailed.class);
    started.complete(bob);
    Loopback.await(Loopback.await(Loopback.dial(host(), bob)).down());
    assertThat(Loopback.await(refused).failure().why()).isEqualTo(Cause.BANNED);
    assertThat(bob.peers()).isEmpty();
  }

  @Test
  void aBannedAddressIsClosedAtOnce() throws Exception {
    Host bob = host();
    Host alice = host();
    bob.ban(Loopback.ANY.getAddress(), Duration.ofHours(1));
    assertThat(Loopback.failure(Loopback.dial(alice, bob)).why()).isEqualTo(Cause.AUTH_CLOSED);
    assertThat(bob.stats().refused()).isOne();
    bob.trust(alice.key());
    Loopback.await(Loopback.dial(alice, bob));
    assertThat(
            Loopback.failure(Loopback.dial(loopback.host(c -> c.offer(Loopback.eth(1))), bob))
                .reason())
        .as("not trusted")
        .contains(DisconnectReason.REQUESTED);
    assertThat(bob.unban(Loopback.ANY.getAddress())).isTrue();
    Loopback.await(Loopback.dial(host(), bob));
  }

  /** Two breaches within minutes are a ban, which is an event. */
  @Test
  void whoBreaksRulesAgainIsBanned() throws Exception {
    Host bob = host();
    bob.onEvent(loopback::onEvent);
    RawDialer rogue = new RawDialer(loopback.group(), Loopback.newKey());
    for (int i = 0; i < 2; i++) {
      rogue.dial(bob, Loopback.hello(rogue.key().publicKey(), "eth/69"), RawDialer.UNKNOWN_CODE);
      assertThat(loopback.next()).isInstanceOf(HostEvent.Connected.class);
      if (i == 1) {
        assertThat(loopback.next())
            .isInstanceOfSatisfying(
                HostEvent.Banned.class,
                banned -> {
                  assertThat(banned.key()).contains(rogue.key().publicKey());
                  assertThat(banned.conduct()).isEqualTo(Conduct.BREACH);
                });
      }
      assertThat(loopback.next())
          .isInstanceOfSatisfying(
              HostEvent.Disconnected.class, e -> assertThat(e.down().why()).isEqualTo(Cause.RULE));
    }
    rogue.dial(bob);
    assertThat(loopback.next())
        .isInstanceOfSatisfying(
            HostEvent.InboundFailed.class,
            e -> assertThat(e.failure().why()).isEqualTo(Cause.BANNED));
    assertThat(bob.stats().bans()).isOne();
  }

  @Test
  void theEndOfASessionIsToldWithAllThatIsKnown() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(1)).clientId("bob/1"));
    Host alice = host();
    alice.onEvent(loopback::onEvent);
    Peer peer = Loopback.await(Loopback.dial(alice, bob));
    assertThat(loopback.next()).isEqualTo(new HostEvent.Connected(peer));
    bob.close();
    assertThat(loopback.next())
        .isInstanceOfSatisfying(
            HostEvent.Disconnected.class,
            e -> {
              assertThat(e.peer()).isSameAs(peer);
              assertThat(e.peer().hello().client().toString()).isEqualTo("bob/1");
              assertThat(e.peer().inbound()).isFalse();
              assertThat(e.down().reason()).isEqualTo(DisconnectReason.QUITTING);
              assertThat(e.down().byPeer()).isTrue();
              assertThat(e.down().why()).isEqualTo(Cause.REMOTE);
              assertThat(e.stats().age()).isPositive();
              assertThat(e.stats().bytesIn()).isGreaterThan(100);
              assertThat(e.stats().lastOut().map(PeerStats.Message::toString))
                  .contains("eth/72 message 0x0");
            });
    assertThat(alice.stats().ends()).containsExactlyEntriesOf(Map.of(Cause.REMOTE, 1L));
    assertThat(alice.stats().goodbyes())
        .containsEntry(new HostStats.Goodbye(DisconnectReason.QUITTING, true, false), 1L);
  }

  @Test
  void handlesAreValidAfterTheEnd() throws Exception {
    Host bob = host();
    Host alice = host();
    Peer peer = Loopback.await(Loopback.dial(alice, bob));
    peer.disconnect(DisconnectReason.REQUESTED);
    PeerDown down = Loopback.await(peer.down());
    peer.disconnect(DisconnectReason.QUITTING);
    assertThat(down.why()).isEqualTo(Cause.LOCAL_CLOSE);
    assertThat(peer.key()).isEqualTo(bob.key());
    assertThat(peer.shared()).isNotEmpty();
    assertThat(peer.stats().age()).isEqualTo(peer.stats().age());
    assertThat(peer.hello().nodeKey()).isEqualTo(bob.key().bytes());
    assertThat(peer.toString()).contains(peer.id().toString());
    assertThat(alice.peer(bob.key())).isEmpty();
  }

  @Test
  void eventsForSubscribersWithAPaceOfTheirOwn() throws Exception {
    Host bob = host();
    Host alice = host();
    LinkedBlockingQueue<HostEvent> seen = new LinkedBlockingQueue<>();
    CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    CompletableFuture<Boolean> completed = new CompletableFuture<>();
    alice
        .events()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscribed.complete(subscription);
              }

              @Override
              public void onNext(HostEvent event) {
                seen.add(event);
              }

              @Override
              public void onError(Throwable failure) {
                completed.completeExceptionally(failure);
              }

              @Override
              public void onComplete() {
                completed.complete(true);
              }
            });
    Flow.Subscription subscription = Loopback.await(subscribed);
    Peer peer = Loopback.await(Loopback.dial(alice, bob));
    peer.disconnect(DisconnectReason.REQUESTED);
    Loopback.await(peer.down());
    assertThat(seen).as("nothing was asked for").isEmpty();
    subscription.request(10);
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(new HostEvent.Connected(peer));
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(HostEvent.Disconnected.class);
    alice.close();
    assertThat(Loopback.await(completed)).isTrue();
  }

  @Test
  void placesAreKeptForACapability() throws Exception {
    Host bob =
        loopback.host(c ->
            c.offer(Loopback.eth(1)).maxPeers(2).maxInbound(2).keep(1, new Capability("eth", 72)));
    Loopback.connect(old(), bob);
    CompletableFuture<HostEvent.InboundFailed> refused =
        Loopback.next(bob, HostEvent.InboundFailed.class);
    Peer second = Loopback.await(Loopback.dial(old(), bob));
    assertThat(Loopback.await(second.down()).reason()).isEqualTo(DisconnectReason.TOO_MANY_PEERS);
    assertThat(Loopback.await(refused).failure().why()).isEqualTo(Cause.LOCAL_QUOTA);
    Loopback.connect(host(), bob);
    assertThat(bob.stats().inboundFailures()).containsEntry(Cause.LOCAL_QUOTA, 1L);
  }

  private Host old() throws Exception {
    return loopback.host(c -> c.offer(Eth.observing(List.of(68, 69))));
  }
}
