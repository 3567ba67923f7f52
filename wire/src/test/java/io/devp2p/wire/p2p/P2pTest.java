package io.devp2p.wire.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import io.devp2p.wire.ClientId;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.p2p.P2pMessage.Disconnect;
import io.devp2p.wire.p2p.P2pMessage.Ping;
import io.devp2p.wire.p2p.P2pMessage.Pong;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues with the machine of the base protocol, in virtual time. */
final class P2pTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final NodeKey US = NodeKey.generate(new Random(1));
  private static final NodeKey THEM = NodeKey.generate(new Random(2));
  private static final List<Protocol<?>> OFFERS =
      List.of(Eth.observing(List.of(68, 69)), CodeSpaceTest.protocol("chat/1", 2));

  private final P2p p2p = new P2p(identity(THEM), 5 * SECOND);
  private long now;

  private static P2p.Identity identity(NodeKey remote) {
    return new P2p.Identity(hello(US, 5, "eth/68", "eth/69", "chat/1"), OFFERS, remote.publicKey());
  }

  private static Hello hello(NodeKey key, long version, String... capabilities) {
    List<Capability> list = List.of(capabilities).stream().map(CodeSpaceTest::capability).toList();
    return new Hello(version, ClientId.of("test"), list, 0, key.publicKey().bytes());
  }

  /** A frame body as a peer writes it. */
  private static Bytes frame(P2pMessage message, boolean compressed) {
    return frame(message.code(), P2pCodec.encode(message), compressed);
  }

  private static Bytes frame(int code, Bytes payload, boolean compressed) {
    Bytes id = code == 0 ? Bytes.of(0x80) : code < 0x80 ? Bytes.of(code) : Bytes.of(0x81, code);
    Bytes data = compressed ? Bytes.wrap(Snappy.compress(payload)) : payload;
    return Bytes.concatenate(id, data);
  }

  private List<P2p.Effect> receive(Bytes body) {
    p2p.onFrame(now, body);
    return p2p.drain();
  }

  private List<P2p.Effect> open() {
    p2p.start();
    p2p.drain();
    return receive(frame(hello(THEM, 5, "eth/69", "eth/70"), false));
  }

  private static void assertEnded(List<P2p.Effect> effects, Rule rule, DisconnectReason reason) {
    assertThat(effects.getLast())
        .isInstanceOfSatisfying(
            P2p.Effect.End.class,
            end -> {
              assertThat(end.down().byPeer()).isFalse();
              assertThat(end.down().reason()).isEqualTo(reason);
              assertThat(end.down().cause())
                  .get()
                  .isInstanceOfSatisfying(
                      Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
            });
    assertThat(effects.get(effects.size() - 2)).isInstanceOf(P2p.Effect.Send.class);
  }

  @Test
  void exchangesHello() {
    p2p.start();
    assertThat(p2p.drain())
        .containsExactly(
            new P2p.Effect.Send(frame(hello(US, 5, "eth/68", "eth/69", "chat/1"), false)));
    assertThat(p2p.deadline()).isEqualTo(5 * SECOND);

    List<P2p.Effect> effects = receive(frame(hello(THEM, 5, "eth/69", "eth/70"), false));

    assertThat(effects).hasSize(2);
    assertThat(effects.getFirst())
        .isEqualTo(new P2p.Effect.Greeted(hello(THEM, 5, "eth/69", "eth/70")));
    assertThat(effects.getLast())
        .isInstanceOfSatisfying(
            P2p.Effect.Open.class,
            open ->
                assertThat(open.codes().slots().stream().map(s -> s.capability().toString()))
                    .containsExactly("eth/69"));
  }

  /** P-10: any version is spoken with; below 5 without compression (P2P-2). */
  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5, 6, -1})
  void versions(long version) {
    p2p.start();
    p2p.drain();
    List<P2p.Effect> effects = receive(frame(hello(THEM, version, "eth/69"), false));
    assertThat(effects).hasSize(2);
    boolean compressed = version != 3 && version != 4;
    assertThat(receive(frame(new Ping(), compressed)))
        .containsExactly(new P2p.Effect.Send(frame(new Pong(), compressed)));
  }

  @Test
  void deliversAndSendsBySlot() {
    CodeSpace.Slot eth =
        open().stream()
            .filter(P2p.Effect.Open.class::isInstance)
            .map(e -> ((P2p.Effect.Open) e).codes().slots().getFirst())
            .findFirst()
            .orElseThrow();
    Bytes payload = Bytes.wrap(new byte[3000]);
    assertThat(receive(frame(0x21, payload, true)))
        .containsExactly(new P2p.Effect.Deliver(eth, 0x11, payload));
    p2p.send(eth, 0x11, payload);
    assertThat(p2p.drain()).containsExactly(new P2p.Effect.Send(frame(0x21, payload, true)));
    assertThatThrownBy(() -> p2p.send(eth, 18, payload))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void refuses(P2pRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    DisconnectReason reason =
        switch (rule) {
          case P2P_NULL_IDENTITY -> DisconnectReason.NULL_IDENTITY;
          case P2P_IDENTITY_MISMATCH -> DisconnectReason.UNEXPECTED_IDENTITY;
          case P2P_SELF -> DisconnectReason.CONNECTED_TO_SELF;
          case P2P_NO_SHARED_CAPABILITY -> DisconnectReason.USELESS_PEER;
          default -> DisconnectReason.BREACH_OF_PROTOCOL;
        };
    assertEnded(provoke(rule), rule, reason);
  }

  private List<P2p.Effect> provoke(P2pRule rule) {
    return switch (rule) {
      case P2P_MESSAGE_ID -> afterOpen(Bytes.of(0, 0xc0));
      case P2P_MESSAGE_SIZE -> firstFrame(frame(0, P2pCodecTest.withCapabilities(999), false));
      case P2P_SNAPPY_LENGTH -> afterOpen(Bytes.of(2, 0xff, 0x7f));
      case P2P_SNAPPY_BLOCK -> afterOpen(Bytes.of(0x11, 5, 0xff));
      case P2P_HELLO_FIRST -> firstFrame(frame(new Ping(), false));
      case P2P_HELLO_TWICE -> afterOpen(frame(hello(THEM, 5, "eth/69"), true));
      case P2P_HELLO_CAPABILITIES -> firstFrame(frame(0, P2pCodecTest.withCapabilities(65), false));
      case P2P_HELLO_EXTRA -> firstFrame(frame(0, P2pCodecTest.withExtra(17), false));
      case P2P_NULL_IDENTITY -> firstFrame(frame(withKey(Bytes.wrap(new byte[64])), false));
      case P2P_IDENTITY_MISMATCH -> firstFrame(frame(withKey(US.publicKey().bytes()), false));
      case P2P_SELF -> ourselves();
      case P2P_NO_SHARED_CAPABILITY -> firstFrame(frame(hello(THEM, 5, "eth/70"), false));
      case P2P_UNKNOWN_CODE -> afterOpen(frame(0x22, Bytes.of(0xc0), true));
      case P2P_PING_FLOOD -> flood();
    };
  }

  private List<P2p.Effect> firstFrame(Bytes body) {
    p2p.start();
    p2p.drain();
    return receive(body);
  }

  private List<P2p.Effect> afterOpen(Bytes body) {
    open();
    return receive(body);
  }

  private static Hello withKey(Bytes key) {
    return new Hello(5, ClientId.of("x"), List.of(new Capability("eth", 69)), 0, key);
  }

  private static List<P2p.Effect> ourselves() {
    P2p self = new P2p(identity(US), 1);
    self.start();
    return self.drain();
  }

  private List<P2p.Effect> flood() {
    open();
    for (int i = 0; i < 20; i++) {
      assertThat(receive(frame(new Ping(), true))).hasSize(1);
    }
    return receive(frame(new Ping(), true));
  }

  @Test
  void onePingASecondIsNoFlood() {
    open();
    for (int i = 0; i < 100; i++) {
      now += SECOND;
      assertThat(receive(frame(new Ping(), true)))
          .containsExactly(new P2p.Effect.Send(frame(new Pong(), true)));
    }
  }

  /** P-03: ids that the base protocol keeps are ignored; a multi-byte id is a breach. */
  @Test
  void messageIds() {
    open();
    for (int code = 4; code < 0x10; code++) {
      assertThat(receive(frame(code, Bytes.of(0xc0), true))).isEmpty();
    }
    assertEnded(
        receive(Bytes.of(0x82, 1, 0, 0)),
        P2pRule.P2P_MESSAGE_ID,
        DisconnectReason.BREACH_OF_PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8105c0", "81", "b8", "c0", "ff", "00"})
  void idsThatAreNone(String hex) {
    open();
    assertEnded(
        receive(Bytes.fromHexString(hex)),
        P2pRule.P2P_MESSAGE_ID,
        DisconnectReason.BREACH_OF_PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x22, 0x7f, 0x80, 0xff})
  void idsOfNobody(int code) {
    open();
    assertEnded(
        receive(frame(code, Bytes.of(0xc0), true)),
        P2pRule.P2P_UNKNOWN_CODE,
        DisconnectReason.BREACH_OF_PROTOCOL);
  }

  @Test
  void aHelloThatIsNoRlp() {
    assertEnded(
        firstFrame(Bytes.of(0x80, 5)),
        RlpRule.RLP_EXPECTED_LIST,
        DisconnectReason.BREACH_OF_PROTOCOL);
  }

  /** Z-05: no way back to uncompressed messages, except for a Disconnect. */
  @Test
  void compressionIsNotLeft() {
    assertEnded(
        afterOpen(frame(new Ping(), false)),
        P2pRule.P2P_SNAPPY_LENGTH,
        DisconnectReason.BREACH_OF_PROTOCOL);
  }

  /** P-09: a Disconnect in every state ends once and is not answered. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void disconnectInAnyForm(boolean compressed) {
    Disconnect full = new Disconnect(DisconnectReason.TOO_MANY_PEERS);
    P2p.Effect.End end =
        new P2p.Effect.End(new PeerDown(DisconnectReason.TOO_MANY_PEERS, true, Optional.empty()));
    P2p before = new P2p(identity(THEM), 5 * SECOND);
    before.start();
    before.drain();
    before.onFrame(0, frame(full, compressed));
    before.onFrame(0, frame(full, compressed));
    assertThat(before.drain()).containsExactly(end);

    open();
    p2p.onFrame(now, frame(full, compressed));
    p2p.onFrame(now, frame(full, compressed));
    p2p.onFrame(now, frame(new Ping(), true));
    p2p.disconnect(DisconnectReason.QUITTING);
    assertThat(p2p.drain()).containsExactly(end);
    assertThat(p2p.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void ourDisconnectIsCompressedOnceHelloAgreed() {
    p2p.disconnect(DisconnectReason.TOO_MANY_PEERS);
    assertThat(p2p.drain().getFirst())
        .isEqualTo(
            new P2p.Effect.Send(frame(new Disconnect(DisconnectReason.TOO_MANY_PEERS), false)));
    P2p other = new P2p(identity(THEM), 5 * SECOND);
    other.start();
    other.onFrame(0, frame(hello(THEM, 5, "eth/69"), false));
    other.drain();
    other.disconnect(DisconnectReason.QUITTING);
    other.disconnect(DisconnectReason.REQUESTED);
    assertThat(other.drain())
        .containsExactly(
            new P2p.Effect.Send(frame(new Disconnect(DisconnectReason.QUITTING), true)),
            new P2p.Effect.End(new PeerDown(DisconnectReason.QUITTING, false, Optional.empty())));
  }

  @Test
  void helloMustComeInTime() {
    p2p.start();
    p2p.drain();
    p2p.onTime(5 * SECOND - 1);
    assertThat(p2p.drain()).isEmpty();
    p2p.onTime(5 * SECOND);
    assertThat(p2p.drain().getLast())
        .isInstanceOfSatisfying(
            P2p.Effect.End.class,
            e -> assertThat(e.down().cause()).get().isInstanceOf(NetworkException.TimedOut.class));
  }

  /** P-06: Pings go out every 15 s; a peer that is silent for 30 s is gone. */
  @Test
  void pingsAndGivesUp() {
    open();
    assertThat(p2p.deadline()).isEqualTo(15 * SECOND);
    p2p.onTime(15 * SECOND);
    assertThat(p2p.drain()).containsExactly(new P2p.Effect.Send(frame(new Ping(), true)));
    now = 16 * SECOND;
    assertThat(receive(frame(new Pong(), true))).isEmpty();
    p2p.onTime(30 * SECOND);
    assertThat(p2p.drain()).hasSize(1);
    p2p.onTime(45 * SECOND);
    assertThat(p2p.drain()).hasSize(1);
    assertThat(p2p.deadline()).isEqualTo(46 * SECOND);
    p2p.onTime(46 * SECOND);
    assertThat(p2p.drain().getLast())
        .isInstanceOfSatisfying(
            P2p.Effect.End.class,
            e -> assertThat(e.down().reason()).isEqualTo(DisconnectReason.PING_TIMEOUT));
  }

  /** P-06: a peer that sends all the time and answers no Ping does not hear us. */
  @Test
  void fivePingsWithoutAPong() {
    open();
    for (int i = 1; i <= 5; i++) {
      now = 15L * i * SECOND;
      p2p.onBytes(now);
      p2p.onTime(now);
      assertThat(p2p.drain()).containsExactly(new P2p.Effect.Send(frame(new Ping(), true)));
    }
    now = 90 * SECOND;
    p2p.onBytes(now);
    p2p.onTime(now);
    assertThat(p2p.drain().getLast())
        .isInstanceOfSatisfying(
            P2p.Effect.End.class, e -> assertThat(e.down().why()).isEqualTo(Cause.PING_TIMEOUT));
  }

  /** Bytes of a frame that is not whole are a sign of life too. */
  @Test
  void silenceCountsFromTheLastByte() {
    open();
    p2p.onTime(15 * SECOND);
    p2p.onBytes(29 * SECOND);
    p2p.onTime(58 * SECOND);
    assertThat(p2p.drain()).containsOnly(new P2p.Effect.Send(frame(new Ping(), true)));
    p2p.onTime(59 * SECOND);
    assertThat(p2p.drain().getLast()).isInstanceOf(P2p.Effect.End.class);
  }

  @Test
  void silenceDoesNotCountWhileWeDoNotRead() {
    open();
    for (int i = 1; i <= 20; i++) {
      p2p.onPaused(15L * i * SECOND);
      p2p.onTime(15L * i * SECOND);
    }
    assertThat(p2p.drain()).hasSize(20).containsOnly(new P2p.Effect.Send(frame(new Ping(), true)));
  }

  /** What a frame is charged with: the declared length, as far as so few bytes can have it. */
  @Test
  void weightOfAMessage() {
    Bytes zeros = frame(0x11, Bytes.wrap(new byte[100_000]), true);
    assertThat(p2p.weight(zeros)).as("nothing is compressed before Hello").isEqualTo(zeros.size());
    open();
    assertThat(p2p.weight(zeros)).isEqualTo(100_000);
    Bytes liar = Bytes.of(0x11, 0xff, 0xff, 0xff, 0x04, 0);
    assertThat(p2p.weight(liar)).isEqualTo(24 * liar.size());
    assertThat(p2p.weight(Bytes.of(0x11, 0xff))).as("no length at all").isEqualTo(2);
  }

  @Test
  void unsolicitedPongsAreIgnored() {
    open();
    assertThat(receive(frame(new Pong(), true))).isEmpty();
  }

  @Test
  void aLostConnectionEndsWithoutReason() {
    open();
    p2p.onConnectionLost(Optional.empty());
    p2p.onConnectionLost(Optional.empty());
    assertThat(p2p.drain())
        .containsExactly(
            new P2p.Effect.End(new PeerDown(DisconnectReason.NO_REASON, true, Optional.empty())));
  }

  /** the limit of a message is that of its id. */
  @Test
  void messageLimitsByProtocol() {
    open();
    assertEnded(
        receive(frame(0x10, Bytes.wrap(new byte[4097]), true)),
        P2pRule.P2P_SNAPPY_LENGTH,
        DisconnectReason.BREACH_OF_PROTOCOL);
  }
}
