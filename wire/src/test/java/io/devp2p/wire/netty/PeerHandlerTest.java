package io.devp2p.wire.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.devp2p.wire.Admission;
import io.devp2p.wire.Capability;
import io.devp2p.wire.ClientId;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionOutbox;
import io.devp2p.wire.p2p.Hello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Two connections back to back, in virtual time, without sockets. */
final class PeerHandlerTest {

  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final Duration HELLO = Duration.ofSeconds(5);

  private final Random random = new Random(21);
  private final NodeKey alice = NodeKey.generate(random);
  private final NodeKey bob = NodeKey.generate(random);

  /** Sends one message at the start and keeps what it hears. */
  private static final class Greeter implements Session {
    final List<Bytes> heard = new ArrayList<>();

    @Override
    public void onStart(long now, SessionOutbox out) {
      out.send(1, Bytes.of(7, 7, 7));
    }

    @Override
    public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
      heard.add(payload);
    }
  }

  /** Writes down what its connection tells. */
  private static final class Log implements PeerOwner {
    final List<Object> told = new ArrayList<>();

    @Override
    public Optional<DisconnectReason> judge(PeerHandler peer, Admission.Candidate candidate) {
      return Optional.empty();
    }

    @Override
    public void onOpen(PeerHandler peer) {
      told.add("open");
    }

    @Override
    public void onFailed(PeerHandler peer, DialFailure failure) {
      told.add(failure.kind());
    }

    @Override
    public void onDown(PeerHandler peer, PeerDown down) {
      told.add(down);
    }

    @Override
    public void onViolation(Violation violation) {
      told.add(violation.rule());
    }

    @Override
    public void onDisconnect(DisconnectReason reason, boolean byPeer) {
      told.add(reason);
    }

    @Override
    public void onClosed(PeerHandler peer) {
      told.add("closed");
    }
  }

  private record End(EmbeddedChannel channel, PeerHandler peer, Log log, Protocol<Greeter> offer) {

    Bytes sent() {
      List<Bytes> parts = new ArrayList<>();
      for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
        parts.add(Bytes.wrap(ByteBufUtil.getBytes(out)));
        out.release();
      }
      return Bytes.wrap(Bytes.concatenate(parts.toArray(Bytes[]::new)).toArray());
    }

    void receive(Bytes bytes) {
      if (channel.isOpen()) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes.toArray()));
        channel.runPendingTasks();
      }
    }

    void advance(Duration time) {
      channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
      channel.runScheduledPendingTasks();
      channel.runPendingTasks();
    }

    List<Bytes> heard() {
      return ((Greeter) peer.session(offer).orElseThrow()).heard;
    }
  }

  private End end(NodeKey key, Optional<NodeKey> to) {
    Log log = new Log();
    Protocol<Greeter> offer = Protocol.of("greet", 1, 2, context -> new Greeter());
    Hello hello =
        new Hello(
            5, ClientId.of("t"), List.of(new Capability("greet", 1)), 0, key.publicKey().bytes());
    RlpxHandler.Config config = new RlpxHandler.Config(key, Runnable::run, random, HELLO, 2048);
    RlpxHandler rlpx =
        to.isPresent()
            ? RlpxHandler.initiator(config, to.get().publicKey())
            : RlpxHandler.recipient(config);
    PeerHandler peer =
        new PeerHandler(
            new PeerHandler.Shared(log, hello, List.of(offer), HELLO), rlpx, NOWHERE, to.isEmpty());
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast("peer", peer).addBefore("peer", "rlpx", rlpx);
    channel.runPendingTasks();
    return new End(channel, peer, log, offer);
  }

  private static void pump(End a, End b) {
    for (int i = 0; i < 6; i++) {
      b.receive(a.sent());
      a.receive(b.sent());
    }
  }

  @Test
  void fromNothingToMessages() {
    End a = end(alice, Optional.of(bob));
    End b = end(bob, Optional.empty());
    pump(a, b);
    assertThat(a.heard()).containsExactly(Bytes.of(7, 7, 7));
    assertThat(b.heard()).containsExactly(Bytes.of(7, 7, 7));
    assertThat(a.log.told).containsExactly("open");

    a.peer.disconnect(DisconnectReason.QUITTING);
    a.channel.runPendingTasks();
    b.receive(a.sent());
    assertThat(b.peer.down())
        .isCompletedWithValue(new PeerDown(DisconnectReason.QUITTING, true, Optional.empty()));
    assertThat(a.channel.isOpen() || b.channel.isOpen()).isFalse();
    assertThat(a.log.told).hasSize(4).endsWith("closed");
    assertThat(b.log.told).hasSize(4).endsWith("closed");
  }

  /**
   * All that the recipient says, to its first message, cut at every third offset (rlpx: at each).
   */
  @Test
  void splitAtEveryByte() {
    for (int cut = 1, size = 2; cut < size; cut += 3) {
      End a = end(alice, Optional.of(bob));
      End b = end(bob, Optional.empty());
      b.receive(a.sent());
      Bytes ackAndHello = b.sent();
      size = ackAndHello.size();
      a.receive(ackAndHello.slice(0, cut));
      a.receive(ackAndHello.slice(cut));
      pump(a, b);
      assertThat(a.heard()).as("cut at %d", cut).containsExactly(Bytes.of(7, 7, 7));
      assertThat(b.heard()).as("cut at %d", cut).containsExactly(Bytes.of(7, 7, 7));
    }
  }

  /** RLPx and Hello have 5 s together. */
  @Test
  void theHelloDeadlineCountsFromTheConnection() {
    End a = end(alice, Optional.of(bob));
    End b = end(bob, Optional.empty());
    b.advance(Duration.ofSeconds(4));
    b.receive(a.sent());
    assertThat(b.peer.key()).contains(alice.publicKey());
    b.advance(Duration.ofMillis(999));
    assertThat(b.log.told).isEmpty();
    b.advance(Duration.ofMillis(1));
    assertThat(b.log.told).contains(DisconnectReason.PING_TIMEOUT, DialFailure.Kind.HELLO_TIMEOUT);
  }

  @Test
  void pingsKeepASessionAndSilenceEndsIt() {
    End a = end(alice, Optional.of(bob));
    End b = end(bob, Optional.empty());
    pump(a, b);
    for (int i = 0; i < 10; i++) {
      a.advance(Duration.ofSeconds(15));
      b.advance(Duration.ofSeconds(15));
      pump(a, b);
    }
    assertThat(a.log.told).containsExactly("open");
    a.advance(Duration.ofSeconds(15));
    assertThat(a.log.told).containsExactly("open");
    a.advance(Duration.ofSeconds(15));
    assertThat(a.log.told).contains(DisconnectReason.PING_TIMEOUT, "closed");
    assertThat(a.peer.down().join().cause()).get().isInstanceOf(NetworkException.TimedOut.class);
  }

  /** The connection breaks in each state: the owner hears of it once. */
  @Test
  void brokenInEveryState() {
    End connecting = end(bob, Optional.empty());
    connecting.channel.close();
    assertThat(connecting.log.told).containsExactly(DialFailure.Kind.AUTH_FAILED, "closed");

    End a = end(alice, Optional.of(bob));
    End greeting = end(bob, Optional.empty());
    greeting.receive(a.sent());
    greeting.channel.close();
    assertThat(greeting.log.told).containsExactly(DialFailure.Kind.CLOSED, "closed");

    End c = end(alice, Optional.of(bob));
    End open = end(bob, Optional.empty());
    pump(c, open);
    open.channel.close();
    assertThat(open.log.told)
        .containsExactly(
            "open", new PeerDown(DisconnectReason.NO_REASON, true, Optional.empty()), "closed");
  }
}
