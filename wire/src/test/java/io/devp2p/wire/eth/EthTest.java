package io.devp2p.wire.eth;

import static io.devp2p.core.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.NetworkException;
import io.devp2p.core.Rule;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Conduct;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.SessionOutbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EthTest {

  private static final ForkId FORK = new ForkId(0x07c9462e, 0);
  private static final ChainHead HEAD =
      new ChainHead(
          1,
          Bytes32.repeat((byte) 1),
          FORK,
          100,
          200,
          Bytes32.repeat((byte) 2),
          UInt256.valueOf(17));

  private final SessionOutbox out = new SessionOutbox();
  private final List<Bytes> sent = new ArrayList<>();
  private final List<DisconnectReason> disconnects = new ArrayList<>();
  private final List<Conduct> conducts = new ArrayList<>();

  private static EthSession offering(int version) {
    return new EthSession(version, Optional.of(new Eth.Offer(() -> HEAD, FORK::equals)));
  }

  private static EthSession observing(int version) {
    return new EthSession(version, Optional.empty());
  }

  private void carryOut() {
    for (SessionOutbox.Effect effect : out.drain()) {
      switch (effect) {
        case SessionOutbox.Effect.Send s -> sent.add(s.payload());
        case SessionOutbox.Effect.Disconnect d -> disconnects.add(d.reason());
        case SessionOutbox.Effect.Report r -> conducts.add(r.conduct());
        case SessionOutbox.Effect.Run r -> r.action().run();
      }
    }
  }

  private void receive(EthSession session, int code, Bytes payload) {
    session.onMessage(0, code, payload, out);
    carryOut();
  }

  private static Stream<JsonNode> vectors() {
    return Vectors.each(Vectors.load("eth-messages").get("eth"))
        .filter(v -> v.get("message").asText().equals("Status"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsVector(JsonNode vector) {
    Bytes encoding = hex(vector, "encoding");
    int version = Integer.decode(vector.get("decoded").get(0).asText());
    Status status = EthCodec.decode(version, encoding);
    assertThat(EthCodec.encode(status)).isEqualTo(encoding);
    assertThat(status.networkId()).isEqualTo(Long.decode(vector.get("decoded").get(1).asText()));
    assertThatThrownBy(() -> EthCodec.decode(version + 1, encoding)).isInstanceOf(Violation.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {68, 69, 70, 71, 72})
  void roundTrip(int version) {
    Status status = HEAD.status(version);
    assertThat(EthCodec.decode(version, EthCodec.encode(status))).isEqualTo(status);
    assertThat(status.forkId()).isEqualTo(FORK);
    assertThat(status.latestHash()).isEqualTo(HEAD.latestHash());
  }

  @Test
  void extraElementsAndBytesAreRefused() {
    Bytes status = EthCodec.encode(HEAD.status(69));
    Bytes longer =
        Bytes.concatenate(Bytes.of(0xf8, (status.get(1) & 0xff) + 1), status.slice(2), Bytes.of(1));
    assertBroke(RlpRule.RLP_EXTRA_ELEMENT, () -> EthCodec.decode(69, longer));
    assertBroke(
        RlpRule.RLP_EXTRA_ELEMENT,
        () -> EthCodec.decode(69, Bytes.concatenate(status, Bytes.of(0))));
  }

  private static void assertBroke(Rule rule, Runnable wrong) {
    assertThatThrownBy(wrong::run)
        .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
  }

  private static Bytes status69(ForkId fork, long earliest, Bytes32 latestHash) {
    return EthCodec.encode(
        new Status.Status69(69, 1, HEAD.genesis(), fork, earliest, 200, latestHash));
  }

  @ParameterizedTest
  @EnumSource
  void refuses(EthRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    EthSession session = offering(69);
    Bytes good = EthCodec.encode(HEAD.status(69));
    assertBroke(
        rule,
        switch (rule) {
          case ETH_STATUS_FIRST -> () -> receive(session, 2, Bytes.of(0xc0));
          case ETH_STATUS_TWICE ->
              () -> {
                receive(session, 0, good);
                receive(session, 0, good);
              };
          case ETH_VERSION -> () -> receive(session, 0, EthCodec.encode(HEAD.status(70)));
          case ETH_BLOCK_RANGE -> () -> receive(session, 0, status69(FORK, 201, HEAD.latestHash()));
          case ETH_ZERO_HASH -> () -> receive(session, 0, status69(FORK, 1, Bytes32.ZERO));
          case ETH_NETWORK -> () -> receive(session, 0, other(5, HEAD.genesis()));
          case ETH_GENESIS -> () -> receive(session, 0, other(1, Bytes32.repeat((byte) 9)));
          case ETH_FORK ->
              () -> receive(session, 0, status69(new ForkId(1, 0), 1, HEAD.latestHash()));
        });
  }

  private static Bytes other(long network, Bytes32 genesis) {
    return EthCodec.encode(
        new Status.Status69(69, network, genesis, FORK, 1, 200, HEAD.latestHash()));
  }

  @Test
  void offersAndReads() {
    EthSession session = offering(72);
    session.onStart(0, out);
    carryOut();
    assertThat(sent).containsExactly(EthCodec.encode(HEAD.status(72)));
    receive(session, 0, EthCodec.encode(HEAD.status(72)));
    assertThat(session.status()).isCompletedWithValue(HEAD.status(72));
    assertThat(session.deadline()).isEqualTo(Long.MAX_VALUE);
    receive(session, 3, Bytes.of(0xc0));
    assertThat(sent).hasSize(1);
  }

  /** A mere observer sends nothing, takes gossip before Status, and does not judge the chain. */
  @Test
  void observes() {
    EthSession session = observing(69);
    session.onStart(0, out);
    for (int code = 1; code < Eth.span(69); code++) {
      receive(session, code, Bytes.of(0xff));
    }
    Bytes foreign = other(77, Bytes32.repeat((byte) 9));
    receive(session, 0, foreign);
    assertThat(session.status()).isCompletedWithValue(EthCodec.decode(69, foreign));
    assertThat(sent).isEmpty();
    assertThat(disconnects).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void statusMustComeInTime(boolean offers) {
    EthSession session = offers ? offering(69) : observing(69);
    session.onStart(7, out);
    assertThat(session.deadline()).isEqualTo(7 + EthSession.STATUS_TIMEOUT);
    session.onTime(session.deadline() - 1, out);
    carryOut();
    assertThat(session.status()).isNotDone();
    session.onTime(session.deadline(), out);
    carryOut();
    assertThatThrownBy(session.status()::join).hasCauseInstanceOf(NetworkException.TimedOut.class);
    assertThat(disconnects).hasSize(offers ? 1 : 0);
  }

  @Test
  void theEndFailsWhatIsAwaited() {
    EthSession violated = observing(69);
    Violation violation = new Violation(EthRule.ETH_VERSION);
    violated.onEnd(
        new PeerDown(DisconnectReason.BREACH_OF_PROTOCOL, false, Optional.of(violation)));
    assertThatThrownBy(violated.status()::join)
        .isInstanceOf(CompletionException.class)
        .hasCause(violation);
    EthSession full = observing(69);
    full.onEnd(new PeerDown(DisconnectReason.TOO_MANY_PEERS, true, Optional.empty()));
    assertThatThrownBy(full.status()::join)
        .cause()
        .isInstanceOfSatisfying(
            NetworkException.Disconnected.class,
            d -> {
              assertThat(d.reason()).isEqualTo(4);
              assertThat(d.byPeer()).isTrue();
            });
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

  @Test
  void onlyViolationsComeOut() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = EthCodec.encode(HEAD.status(68 + i % 5)).toArray();
      mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      try {
        assertThat(EthCodec.decode(68 + i % 5, Bytes.wrap(mutant)).version()).isPositive();
      } catch (Violation refused) {
        assertThat(refused.rule().anchor()).isNotEmpty();
      }
    }
  }
}
