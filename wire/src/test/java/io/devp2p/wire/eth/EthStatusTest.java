package io.devp2p.wire.eth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.Capability;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Status, block ranges, and what a session is told to its listener. */
final class EthStatusTest {

  private static final ChainHead HEAD = EthLink.HEAD;

  private static EthLink observing(int version) {
    return new EthLink(version, Eth.observing(List.of(version)));
  }

  private static Status other(long network, Bytes32 genesis) {
    return new Status.Status69(69, network, genesis, EthLink.FORK, 1, 200, HEAD.latestHash());
  }

  @ParameterizedTest
  @ValueSource(ints = {68, 69, 70, 71, 72})
  void offersAndReads(int version) {
    EthLink link = EthLink.client(version);
    link.start();
    assertThat(link.takeSent()).containsExactly(HEAD.status(version));
    link.receive(HEAD.status(version));
    assertThat(link.session.status()).isCompletedWithValue(HEAD.status(version));
    assertThat(link.session.deadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(link.session.blockRange())
        .isEqualTo(
            version == 68
                ? Optional.empty()
                : Optional.of(new EthMessage.BlockRangeUpdate(100, 200, HEAD.latestHash())));
    assertThat(link.sent).isEmpty();
  }

  /** A mere observer sends nothing, takes gossip before Status, and does not judge the chain. */
  @Test
  void observes() {
    EthLink link = observing(69);
    link.start();
    for (int code = 1; code < Eth.span(69); code++) {
      link.receive(code, Bytes.of(0xff));
    }
    Status foreign = other(77, Bytes32.repeat((byte) 9));
    link.receive(foreign);
    assertThat(link.session.status()).isCompletedWithValue(foreign);
    assertThat(link.sent).isEmpty();
    assertThat(link.disconnects).isEmpty();
    assertThatThrownBy(() -> link.session.headers(HeaderQuery.from(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void statusMustComeInTime(boolean offers) {
    EthLink link = offers ? EthLink.client(69) : observing(69);
    link.start();
    assertThat(link.session.deadline()).isEqualTo(EthSession.STATUS_TIMEOUT);
    link.advance(EthSession.STATUS_TIMEOUT - 1);
    assertThat(link.session.status()).isNotDone();
    link.advance(1);
    assertThatThrownBy(link.session.status()::join)
        .hasCauseInstanceOf(NetworkException.TimedOut.class);
    assertThat(link.disconnects).hasSize(offers ? 1 : 0);
  }

  @Test
  void theEndFailsWhatIsAwaited() {
    EthLink violated = observing(69);
    Violation violation = new Violation(EthRule.ETH_VERSION);
    violated.end(new PeerDown(DisconnectReason.BREACH_OF_PROTOCOL, false, Optional.of(violation)));
    assertThatThrownBy(violated.session.status()::join)
        .isInstanceOf(CompletionException.class)
        .hasCause(violation);
    EthLink full = observing(69);
    full.end(new PeerDown(DisconnectReason.TOO_MANY_PEERS, true, Optional.empty()));
    assertThatThrownBy(full.session.status()::join)
        .cause()
        .isInstanceOfSatisfying(
            NetworkException.Disconnected.class,
            d -> {
              assertThat(d.reason()).isEqualTo(4);
              assertThat(d.byPeer()).isTrue();
            });
  }

  /** Who follows has nothing but genesis, and says so; the fork is that of the present time. */
  @Test
  void followersKnowTheForks() {
    long now = 1_700_000_000;
    Bytes32 genesis = Bytes32.repeat((byte) 7);
    ForkSchedule forks =
        new ForkSchedule(genesis, 0, new long[] {100}, new long[] {now - 10, now + 10});
    InstantSource clock = () -> Instant.ofEpochSecond(now);
    EthLink link = new EthLink(69, Eth.following(5, forks, clock, c -> c));
    link.start();
    ForkId current = forks.forkId(100, now);
    assertThat(current.next()).isEqualTo(now + 10);
    assertThat(link.takeSent())
        .containsExactly(new Status.Status69(69, 5, genesis, current, 0, 0, genesis));
    Status theirs = new Status.Status69(69, 5, genesis, current, 0, 9, HEAD.latestHash());
    link.receive(theirs);
    assertThat(link.session.status()).isCompletedWithValue(theirs);

    EthLink stale = new EthLink(69, Eth.following(5, forks, clock, c -> c));
    stale.start();
    ForkId before = new ForkId(forks.forkId(0, 0).hash(), 0);
    Status old = new Status.Status69(69, 5, genesis, before, 0, 9, HEAD.latestHash());
    stale.receive(old);
    assertThat(stale.violation()).map(Violation::rule).contains(EthRule.ETH_FORK);
  }

  @Test
  void versionsAndLimits() {
    Eth eth = Eth.observing(List.of(72, 68, 68));
    assertThat(eth.capabilities())
        .containsExactly(new Capability("eth", 68), new Capability("eth", 72));
    assertThat(eth.limit(new Capability("eth", 68), 0)).isEqualTo(4096);
    assertThatThrownBy(() -> Eth.observing(List.of(67)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Eth.observing(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  // ---- block range

  private static ChainHead at(long earliest, long latest) {
    return new ChainHead(
        1, HEAD.genesis(), EthLink.FORK, earliest, latest, HEAD.latestHash(), UInt256.ONE);
  }

  /** D20. */
  @Test
  void theRangeIsToldWhenItHasMoved() {
    AtomicReference<ChainHead> head = new AtomicReference<>(at(100, 200));
    Eth eth = Eth.client(head::get, EthLink.FORK::equals);
    EthLink link = new EthLink(69, eth);
    EthLink old = new EthLink(68, eth);
    link.start();
    old.start();
    link.sent.clear();
    old.sent.clear();
    List<EthMessage> told = new ArrayList<>();
    for (ChainHead next :
        List.of(
            at(100, 200),
            at(100, 231),
            at(100, 232),
            at(100, 263),
            at(100, 262),
            at(100, 231),
            at(110, 231))) {
      head.set(next);
      eth.chainMoved();
      link.run();
      old.run();
      told.addAll(link.takeSent());
    }
    assertThat(told)
        .containsExactly(
            new EthMessage.BlockRangeUpdate(100, 232, HEAD.latestHash()),
            new EthMessage.BlockRangeUpdate(100, 231, HEAD.latestHash()),
            new EthMessage.BlockRangeUpdate(110, 231, HEAD.latestHash()));
    assertThat(old.sent).isEmpty();
    link.end(new PeerDown(DisconnectReason.REQUESTED, true, Optional.empty()));
    head.set(at(0, 900));
    eth.chainMoved();
    link.run();
    assertThat(link.sent).isEmpty();
  }

  // ---- the listener

  @Test
  void theListenerIsToldWhatNobodyAskedFor() {
    List<Object> told = new ArrayList<>();
    EthListener listener =
        new EthListener() {
          @Override
          public void onOpen(EthSession peer) {
            told.add("open");
          }

          @Override
          public void onEnd(EthSession peer) {
            told.add("end");
          }

          @Override
          public void onTransactions(
              EthSession peer, EthMessage.Transactions message, Runnable dealtWith) {
            told.add(message);
          }

          @Override
          public void onAnnouncement(
              EthSession peer, EthMessage.NewPooledTransactionHashes message, Runnable dealtWith) {
            told.add(message);
          }

          @Override
          public void onBlockRange(EthSession peer, EthMessage.BlockRangeUpdate message) {
            told.add(message);
          }
        };
    Eth eth = EthLink.serving(EthBackend.EMPTY, listener, Runnable::run);
    EthLink link = EthLink.open(72, eth);
    List<EthMessage> messages =
        List.of(
            EthCodecTest.message(MessageId.TRANSACTIONS, 72),
            EthCodecTest.message(MessageId.NEW_POOLED_TRANSACTION_HASHES, 72),
            new EthMessage.BlockRangeUpdate(100, 300, HEAD.latestHash()));
    messages.forEach(link::receive);
    // D19: dead, ignored and not even read.
    link.receive(MessageId.NEW_BLOCK.code(), Bytes.of(0xff));
    link.receive(MessageId.NEW_BLOCK_HASHES.code(), Bytes.of(0xff));
    assertThat(link.session.blockRange()).contains((EthMessage.BlockRangeUpdate) messages.get(2));
    link.end(new PeerDown(DisconnectReason.REQUESTED, true, Optional.empty()));
    assertThat(told)
        .containsExactly("open", messages.get(0), messages.get(1), messages.get(2), "end");
    // One that never was a peer of ours is not told of.
    EthLink foreign = new EthLink(69, eth);
    foreign.start();
    foreign.receive(other(77, HEAD.genesis()));
    assertThat(foreign.violation()).isPresent();
    assertThat(told).hasSize(5);
  }

  @Test
  void gossipThatPilesUpMakesThePeerWait() {
    List<Runnable> undone = new ArrayList<>();
    EthListener slow =
        new EthListener() {
          @Override
          public void onTransactions(
              EthSession peer, EthMessage.Transactions message, Runnable dealtWith) {
            undone.add(dealtWith);
          }
        };
    EthLink link = EthLink.open(72, EthLink.serving(EthBackend.EMPTY, slow, Runnable::run));
    Bytes large =
        RlpWriter.encode(
            w -> w.bytes(Bytes.concatenate(Bytes.of(2), Bytes.repeat((byte) 1, 600_000))));
    link.receive(new EthMessage.Transactions(List.of(large)));
    assertThat(link.session.isBusy()).isFalse();
    link.receive(new EthMessage.Transactions(List.of(large)));
    assertThat(link.session.isBusy()).isTrue();
    undone.getFirst().run();
    link.run();
    assertThat(link.session.isBusy()).isFalse();
  }
}
