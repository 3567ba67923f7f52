package io.devp2p.wire.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionOutbox;
import io.devp2p.wire.netty.Ends.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Two connections back to back, in virtual time, without sockets. */
final class PeerHandlerTest {

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

  private End<Greeter> end(NodeKey key, Optional<NodeKey> to) {
    return Ends.end(key, to, new InboundBytes(1 << 20), context -> new Greeter());
  }

  @Test
  void fromNothingToMessages() {
    End<Greeter> a = end(alice, Optional.of(bob));
    End<Greeter> b = end(bob, Optional.empty());
    Ends.pump(a, b);
    assertThat(a.session().heard).containsExactly(Bytes.of(7, 7, 7));
    assertThat(b.session().heard).containsExactly(Bytes.of(7, 7, 7));
    assertThat(a.log().told).containsExactly("open");

    a.connection().disconnect(DisconnectReason.QUITTING, Cause.LOCAL_CLOSE);
    a.channel().runPendingTasks();
    b.receive(a.sent());
    assertThat(b.connection().down())
        .isCompletedWithValue(new PeerDown(DisconnectReason.QUITTING, true, Optional.empty()));
    assertThat(a.channel().isOpen() || b.channel().isOpen()).isFalse();
    assertThat(a.log().told).hasSize(4).endsWith("closed");
    assertThat(b.log().told).hasSize(4).endsWith("closed");
  }

  /**
   * All that the recipient says, to its first message, cut at every third offset (rlpx: at each).
   */
  @Test
  void splitAtEveryByte() {
    for (int cut = 1, size = 2; cut < size; cut += 3) {
      End<Greeter> a = end(alice, Optional.of(bob));
      End<Greeter> b = end(bob, Optional.empty());
      b.receive(a.sent());
      Bytes ackAndHello = b.sent();
      size = ackAndHello.size();
      a.receive(ackAndHello.slice(0, cut));
      a.receive(ackAndHello.slice(cut));
      Ends.pump(a, b);
      assertThat(a.session().heard).as("cut at %d", cut).containsExactly(Bytes.of(7, 7, 7));
      assertThat(b.session().heard).as("cut at %d", cut).containsExactly(Bytes.of(7, 7, 7));
    }
  }

  /** RLPx and Hello have 5 s together. */
  @Test
  void theHelloDeadlineCountsFromTheConnection() {
    End<Greeter> a = end(alice, Optional.of(bob));
    End<Greeter> b = end(bob, Optional.empty());
    b.advance(Duration.ofSeconds(4));
    b.receive(a.sent());
    assertThat(b.connection().key()).contains(alice.publicKey());
    b.advance(Duration.ofMillis(999));
    assertThat(b.log().told).isEmpty();
    b.advance(Duration.ofMillis(1));
    assertThat(b.log().told).contains(DisconnectReason.PING_TIMEOUT, Cause.HELLO_TIMEOUT);
  }

  @Test
  void pingsKeepASessionAndSilenceEndsIt() {
    End<Greeter> a = end(alice, Optional.of(bob));
    End<Greeter> b = end(bob, Optional.empty());
    Ends.pump(a, b);
    for (int i = 0; i < 10; i++) {
      a.advance(Duration.ofSeconds(15));
      b.advance(Duration.ofSeconds(15));
      Ends.pump(a, b);
    }
    assertThat(a.log().told).containsExactly("open");
    a.advance(Duration.ofSeconds(15));
    assertThat(a.log().told).containsExactly("open");
    a.advance(Duration.ofSeconds(15));
    assertThat(a.log().told).contains(DisconnectReason.PING_TIMEOUT, "closed");
    assertThat(a.connection().down().join().cause())
        .get()
        .isInstanceOf(NetworkException.TimedOut.class);
  }

  /** A host that is closed while it dials or accepts leaves nothing behind. */
  @Test
  void endedBeforeThereIsAChannel() {
    End<Greeter> end =
        Ends.end(
            alice,
            Optional.of(bob),
            new InboundBytes(1 << 20),
            context -> new Greeter(),
            connection -> connection.disconnect(DisconnectReason.QUITTING, Cause.HOST_CLOSED));
    assertThat(end.channel().isOpen()).isFalse();
    assertThat(end.log().told).containsExactly(Cause.HOST_CLOSED, "closed");
  }

  /** The connection breaks in each state: the owner hears of it once. */
  @Test
  void brokenInEveryState() {
    End<Greeter> connecting = end(bob, Optional.empty());
    connecting.channel().close();
    assertThat(connecting.log().told).containsExactly(Cause.AUTH_CLOSED, "closed");

    End<Greeter> a = end(alice, Optional.of(bob));
    End<Greeter> greeting = end(bob, Optional.empty());
    greeting.receive(a.sent());
    greeting.channel().close();
    assertThat(greeting.log().told).containsExactly(Cause.CLOSED_BEFORE_HELLO, "closed");

    End<Greeter> c = end(alice, Optional.of(bob));
    End<Greeter> open = end(bob, Optional.empty());
    Ends.pump(c, open);
    open.channel().close();
    assertThat(open.log().told)
        .containsExactly(
            "open", new PeerDown(DisconnectReason.NO_REASON, true, Optional.empty()), "closed");
  }
}
