package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthRule;
import io.devp2p.wire.p2p.P2pRule;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions between hosts over loopback sockets. */
final class HostTest {

  private final Loopback loopback = new Loopback();

  @AfterEach
  void close() {
    loopback.close();
  }

  @Test
  void exchangesStatusBothWays() throws Exception {
    Eth theirs = Loopback.eth(1);
    Eth ours = Loopback.eth(1);
    Host bob = loopback.host(c -> c.offer(theirs).clientId("bob/1"));
    bob.onEvent(loopback::onEvent);
    Host alice = loopback.host(c -> c.offer(ours));

    Peer peer = Loopback.await(Loopback.dial(alice, bob));

    assertThat(peer.hello().client().toString()).isEqualTo("bob/1");
    assertThat(peer.key()).isEqualTo(bob.key());
    assertThat(peer.shared()).containsExactly(new Capability("eth", 72));
    assertThat(peer.inbound()).isFalse();
    assertThat(peer.timings().connect()).isPresent();
    assertThat(peer.timings().auth()).isPresent();
    assertThat(peer.timings().hello()).isPresent();
    assertThat(Loopback.await(peer.session(ours).orElseThrow().status()).networkId()).isEqualTo(1);
    HostEvent.Connected connected = (HostEvent.Connected) loopback.next();
    assertThat(connected.peer().key()).isEqualTo(alice.key());
    assertThat(connected.peer().inbound()).isTrue();
    assertThat(connected.peer().hello().client().toString()).startsWith("devp2p-jvm/");
    assertThat(Loopback.await(connected.peer().session(theirs).orElseThrow().status()).version())
        .isEqualTo(72);
    assertThat(alice.peers()).containsExactly(peer);
    assertThat(alice.stats().peers()).isEqualTo(1);
  }

  @Test
  void anObserverReadsStatusAndLeavesWithAReason() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(77)));
    bob.onEvent(loopback::onEvent);
    Eth observing = Eth.observing(List.of(68, 69));
    Host alice = loopback.host(c -> c.offer(observing));

    Peer peer = Loopback.await(Loopback.dial(alice, bob));
    assertThat(Loopback.await(peer.session(observing).orElseThrow().status()).networkId())
        .isEqualTo(77);
    peer.disconnect(DisconnectReason.QUITTING);

    assertThat(Loopback.await(peer.down()).byPeer()).isFalse();
    assertThat(loopback.next()).isInstanceOf(HostEvent.Connected.class);
    assertThat(loopback.next())
        .isInstanceOfSatisfying(
            HostEvent.Disconnected.class,
            e -> {
              assertThat(e.down().reason()).isEqualTo(DisconnectReason.QUITTING);
              assertThat(e.down().byPeer()).isTrue();
            });
    assertThat(bob.stats().goodbyes())
        .containsEntry(new HostStats.Goodbye(DisconnectReason.QUITTING, true, true), 1L);
  }

  @Test
  void anotherNetworkIsLeft() throws Exception {
    Eth ours = Loopback.eth(1);
    Host bob = loopback.host(c -> c.offer(Loopback.eth(2)));
    Host alice = loopback.host(c -> c.offer(ours));
    Peer peer = Loopback.await(Loopback.dial(alice, bob));
    PeerDown down = Loopback.await(peer.down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.SUBPROTOCOL);
    assertThatThrownBy(() -> Loopback.await(peer.session(ours).orElseThrow().status()))
        .cause()
        .satisfiesAnyOf(
            cause ->
                assertThat(cause)
                    .isInstanceOfSatisfying(
                        Violation.class, v -> assertThat(v.rule()).isEqualTo(EthRule.ETH_NETWORK)),
            // Bob may be first.
            cause -> assertThat(cause).isInstanceOf(NetworkException.Disconnected.class));
  }

  @Test
  void disconnectRightBehindHello() throws Exception {
    NodeKey key = Loopback.newKey();
    RawPeer full =
        new RawPeer(
            loopback.group(),
            key,
            List.of(Loopback.hello(key.publicKey(), "eth/69"), Bytes.of(1, 4)));
    loopback.add(full);
    Peer peer =
        Loopback.await(
            loopback.host(c -> c.offer(Loopback.eth(1))).dial(key.publicKey(), full.address()));
    assertThat(Loopback.await(peer.down()))
        .isEqualTo(new PeerDown(DisconnectReason.TOO_MANY_PEERS, true, Optional.empty()));
  }

  @Test
  void aViolationEndsTheSessionWithItsRule() throws Exception {
    NodeKey key = Loopback.newKey();
    RawPeer rogue =
        new RawPeer(
            loopback.group(),
            key,
            List.of(Loopback.hello(key.publicKey(), "eth/69"), Bytes.of(0x60, 0)));
    loopback.add(rogue);
    Host alice = loopback.host(c -> c.offer(Loopback.eth(1)));
    PeerDown down =
        Loopback.await(Loopback.await(alice.dial(key.publicKey(), rogue.address())).down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.BREACH_OF_PROTOCOL);
    assertThat(down.byPeer()).isFalse();
    assertThat(down.cause().map(Throwable::getMessage))
        .contains(new Violation(P2pRule.P2P_UNKNOWN_CODE).getMessage());
    assertThat(alice.stats().violations()).containsEntry("P2P_UNKNOWN_CODE", 1L);
  }

  @Test
  void aSessionThatFailsTakesOnlyItsConnectionDown() throws Exception {
    Protocol<Session> broken =
        Protocol.of(
            "chat",
            1,
            1,
            context ->
                new Session() {
                  @Override
                  public void onStart(long now, SessionOutbox out) {
                    out.send(0, Bytes.of(1));
                  }

                  @Override
                  public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
                    throw new IllegalStateException("thrown by a test on purpose");
                  }
                });
    Host bob = loopback.host(c -> c.offer(broken));
    Host alice = loopback.host(c -> c.offer(broken));
    CompletableFuture<HostEvent.Disconnected> atBob =
        Loopback.next(bob, HostEvent.Disconnected.class);
    PeerDown down = Loopback.await(Loopback.connect(alice, bob).down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.SUBPROTOCOL);
    Loopback.await(atBob);
    assertThat(Loopback.await(Loopback.dial(alice, bob)).shared()).hasSize(1);
  }

  @Test
  void oneSessionForEachNode() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(1)));
    Host alice = loopback.host(c -> c.offer(Loopback.eth(1)));
    Loopback.await(Loopback.dial(alice, bob));
    assertThat(Loopback.failure(Loopback.dial(alice, bob)).why())
        .isIn(Cause.ALREADY_CONNECTED, Cause.DISCONNECT_BEFORE_HELLO);
    assertThat(alice.peers()).hasSize(1);
  }

  @Test
  void inboundPlacesAreHalfOfAll() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(1)).maxPeers(3));
    Loopback.connect(loopback.host(c -> c.offer(Loopback.eth(1))), bob);
    assertThat(
            Loopback.failure(Loopback.dial(loopback.host(c -> c.offer(Loopback.eth(1))), bob))
                .reason())
        .contains(DisconnectReason.TOO_MANY_PEERS);
  }

  @Test
  void closingSaysGoodbye() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(1)));
    Host alice = loopback.host(c -> c.offer(Loopback.eth(1)));
    Peer peer = Loopback.await(Loopback.dial(alice, bob));
    bob.close();
    PeerDown down = Loopback.await(peer.down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.QUITTING);
    assertThat(down.byPeer()).isTrue();
    assertThat(Loopback.failure(Loopback.dial(bob, alice)).why()).isEqualTo(Cause.HOST_CLOSED);
  }

  @Test
  void anOccupiedPortIsToldAtTheStart() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(1)));
    assertThatThrownBy(() ->
            loopback.host(c -> c.offer(Loopback.eth(1)).listen(bob.localAddress().orElseThrow())))
        .isInstanceOf(NetworkException.Unreachable.class);
  }

  @Test
  void configurationsThatContradictThemselves() {
    assertThatThrownBy(() -> loopback.host(c -> c)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loopback.host(c -> c.offer(Loopback.eth(1)).offer(Loopback.eth(1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loopback.host(c -> c.offer(Loopback.eth(1)).maxDials(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            loopback.host(c -> c.offer(Protocol.of("ninechars", 1, 1, x -> (n, k, p, o) -> {}))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
