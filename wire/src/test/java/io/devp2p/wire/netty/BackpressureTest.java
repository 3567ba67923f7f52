package io.devp2p.wire.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import io.devp2p.wire.netty.Ends.End;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer can make us keep, in both directions, and for how long. */
final class BackpressureTest {

  private static final int MIB = 1 << 20;
  private static final Bytes SMALL = Bytes.of(1);

  private final Random random = new Random(4);
  private final NodeKey alice = NodeKey.generate(random);
  private final NodeKey bob = NodeKey.generate(random);
  private final InboundBytes bytes = new InboundBytes(MIB);
  private final End<Counter> a =
      Ends.end(alice, Optional.of(bob), new InboundBytes(MIB), Counter::new);
  private final End<Counter> b = Ends.end(bob, Optional.empty(), bytes, Counter::new);

  /** Counts what it hears, is busy when told to be, and has one deadline. */
  private static final class Counter implements Session {
    final SessionContext context;
    final List<Long> heardAt = new ArrayList<>();
    final List<Long> calledAt = new ArrayList<>();
    boolean busy;
    boolean busyWhenHeard;
    long deadline = Long.MAX_VALUE;

    Counter(SessionContext context) {
      this.context = context;
    }

    @Override
    public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
      heardAt.add(now);
      busy |= busyWhenHeard;
    }

    @Override
    public void onTime(long now, SessionOutbox out) {
      calledAt.add(now);
      deadline = Long.MAX_VALUE;
    }

    @Override
    public long deadline() {
      return deadline;
    }

    @Override
    public boolean isBusy() {
      return busy;
    }
  }

  @BeforeEach
  void open() {
    Ends.pump(a, b);
    assertThat(b.log().told).containsExactly("open");
  }

  private static void send(End<Counter> from, int messages, Bytes payload) {
    from.session()
        .context
        .submit((now, out) -> {
          for (int i = 0; i < messages; i++) {
            out.send(3, payload);
          }
        });
    from.channel().runPendingTasks();
  }

  private Bytes noise(int size) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    return Bytes.wrap(noise);
  }

  private void free(Counter session) {
    session.context.submit((now, out) -> session.busy = false);
    b.channel().runPendingTasks();
  }

  private boolean reads() {
    return b.channel().config().isAutoRead();
  }

  private static long now(End<?> end) {
    return end.channel().eventLoop().ticker().nanoTime();
  }

  private PeerDown down() {
    return b.connection().down().join();
  }

  // ---- fairness

  @Test
  void thirtyTwoMessagesInOneTurn() {
    send(a, 100, SMALL);
    long arrival = now(b);
    b.channel().pipeline().fireChannelRead(Unpooled.wrappedBuffer(a.sent().toArray()));
    b.channel().pipeline().fireChannelReadComplete();
    assertThat(b.session().heardAt).hasSize(32);
    assertThat(reads()).isFalse();
    assertThat(bytes.used()).isPositive();

    b.advance(Duration.ofMillis(50));
    assertThat(b.session().heardAt).hasSize(100).containsOnly(arrival);
    assertThat(reads()).isTrue();
    assertThat(bytes.used()).isZero();
  }

  // ---- a session that works on other threads

  @Test
  void whileASessionIsBusyNothingIsRead() {
    b.session().busyWhenHeard = true;
    send(a, 5, SMALL);
    b.receive(a.sent());
    assertThat(b.session().heardAt).hasSize(1);
    assertThat(reads()).isFalse();
    free(b.session());
    assertThat(b.session().heardAt).hasSize(2);
    b.session().busyWhenHeard = false;
    free(b.session());
    assertThat(b.session().heardAt).hasSize(5);
    assertThat(reads()).isTrue();
    assertThat(bytes.used()).isZero();
  }

  /** What the peer sent in time is not late because we were. */
  @Test
  void noDeadlineFallsWhileNothingIsRead() {
    Counter session = b.session();
    session.busyWhenHeard = true;
    send(a, 1, SMALL);
    b.receive(a.sent());
    session.deadline = now(b) + Duration.ofSeconds(2).toNanos();
    b.advance(Duration.ofSeconds(20));
    assertThat(session.calledAt).isEmpty();
    free(session);
    long resumed = now(b);
    b.advance(Duration.ofMillis(999));
    assertThat(session.calledAt).isEmpty();
    b.advance(Duration.ofMillis(1));
    assertThat(session.calledAt).containsExactly(resumed + Reading.CATCH_UP);
  }

  @Test
  void aSessionIsNotBusyForEver() {
    b.session().busyWhenHeard = true;
    send(a, 1, SMALL);
    b.receive(a.sent());
    b.advance(Duration.ofSeconds(29));
    assertThat(b.log().told).containsExactly("open");
    b.advance(Duration.ofSeconds(1));
    assertThat(down().why()).isEqualTo(Cause.LOCAL_QUOTA);
    assertThat(down().reason()).isEqualTo(DisconnectReason.TOO_MANY_PEERS);
  }

  // ---- room for what comes in

  @Test
  void withoutRoomNothingIsRead() {
    bytes.charge(2 * MIB);
    send(a, 1, SMALL);
    b.receive(a.sent());
    assertThat(reads()).isFalse();
    b.advance(Duration.ofSeconds(20));
    bytes.charge(-2 * MIB);
    b.channel().runPendingTasks();
    assertThat(reads()).isTrue();
    assertThat(b.log().told).containsExactly("open");
  }

  @Test
  void whoHoldsRoomAndFindsNoMoreIsDropped() {
    send(a, 1, noise(MIB));
    Bytes wire = a.sent();
    b.receive(wire.slice(0, MIB / 2));
    assertThat(bytes.used()).isBetween(MIB / 2L - 100, (long) MIB);
    bytes.charge(MIB);
    b.receive(wire.slice(MIB / 2, 1));
    assertThat(reads()).isFalse();
    b.advance(Duration.ofMillis(2999));
    assertThat(b.log().told).containsExactly("open");
    b.advance(Duration.ofMillis(1));
    assertThat(down().why()).isEqualTo(Cause.LOCAL_QUOTA);
    assertThat(bytes.used()).isEqualTo(MIB);
  }

  /** A message counts with the size that it will have, as far as so few bytes can have it. */
  @Test
  void compressedMessagesCountInFull() {
    b.session().busyWhenHeard = true;
    send(a, 2, Bytes.wrap(new byte[MIB]));
    b.receive(a.sent());
    assertThat(b.session().heardAt).hasSize(1);
    assertThat(bytes.used()).isBetween((long) MIB, MIB + 100L);
    b.channel().close();
    assertThat(bytes.used()).isZero();
  }

  // ---- what the peer does not read

  @Test
  void whoDoesNotReadIsNotReadFrom() {
    b.channel().stalled = true;
    send(b, 5, noise(MIB));
    send(a, 1, SMALL);
    b.receive(a.sent());
    assertThat(b.session().heardAt).isEmpty();
    assertThat(b.session().context.isWritable()).isFalse();
    assertThat(reads()).isFalse();

    b.channel().stalled = false;
    b.channel().flush();
    b.channel().runPendingTasks();
    assertThat(b.session().heardAt).hasSize(1);
    assertThat(b.session().context.isWritable()).isTrue();
    assertThat(reads()).isTrue();
  }

  @Test
  void sixteenMebibytesUnreadAreTooMuch() {
    b.channel().stalled = true;
    send(b, 15, noise(MIB));
    assertThat(b.log().told).containsExactly("open");
    send(b, 1, noise(MIB));
    assertThat(down().why()).isEqualTo(Cause.NOT_READING);
    assertThat(b.channel().isOpen()).isFalse();
  }

  @Test
  void twentySecondsWithoutAByteTakenAreTooLong() {
    b.channel().stalled = true;
    send(b, 1, SMALL);
    for (int i = 0; i < 4; i++) { // a peer that speaks, but does not listen
      b.advance(Duration.ofMillis(4999));
      send(a, 1, SMALL);
      b.receive(a.sent());
    }
    assertThat(b.log().told).containsExactly("open");
    b.advance(Duration.ofMillis(4));
    assertThat(down().why()).isEqualTo(Cause.NOT_READING);
  }

  @Test
  void whoTakesSomethingNowAndThenIsWaitedFor() {
    b.channel().stalled = true;
    for (int i = 0; i < 4; i++) {
      send(b, 1, SMALL);
      b.advance(Duration.ofSeconds(15));
      b.channel().stalled = false;
      b.channel().flush();
      b.channel().stalled = true;
      send(a, 1, SMALL);
      b.receive(a.sent());
    }
    assertThat(b.log().told).containsExactly("open");
  }

  // ---- counters

  @Test
  void countsBytesAndMessages() {
    send(a, 3, SMALL);
    Bytes wire = a.sent();
    long before = b.connection().stats().bytesIn();
    b.receive(wire);
    assertThat(b.connection().stats().bytesIn() - before).isEqualTo(wire.size());
    assertThat(b.connection().stats().messagesIn()).isEqualTo(4); // with Hello
    assertThat(b.connection().stats().lastIn().map(Object::toString))
        .contains("test/1 message 0x3");
    assertThat(b.connection().stats().lastOut()).isEmpty();
    b.advance(Duration.ofSeconds(3));
    b.channel().close();
    b.advance(Duration.ofSeconds(3));
    assertThat(b.connection().stats().age()).isEqualTo(Duration.ofSeconds(3));
  }
}
