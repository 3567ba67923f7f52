package io.devp2p.wire.netty;

import io.devp2p.rlpx.FrameCodec;
import io.devp2p.wire.PeerStats;
import io.devp2p.wire.PeerStats.Message;
import io.devp2p.wire.p2p.CodeSpace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.tuweni.bytes.Bytes;

/** Counters of one connection. Written on its event loop, read from any thread. */
final class Traffic {

  private record Last(CodeSpace.Slot slot, int code) {}

  private final AtomicLong bytesIn = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();
  private final AtomicLong messagesIn = new AtomicLong();
  private final AtomicLong messagesOut = new AtomicLong();
  private volatile LongSupplier age = () -> 0;
  private volatile Optional<Last> lastIn = Optional.empty();
  private volatile Optional<Last> lastOut = Optional.empty();

  void frameIn(Bytes body) {
    count(bytesIn, FrameCodec.frameSize(body.size()));
    count(messagesIn, 1);
  }

  void frameOut(Bytes body) {
    count(bytesOut, FrameCodec.frameSize(body.size()));
    count(messagesOut, 1);
  }

  /** One thread writes, so nothing is lost without an atomic addition. */
  private static void count(AtomicLong counter, long more) {
    counter.setRelease(counter.getPlain() + more);
  }

  void messageIn(CodeSpace.Slot slot, int code) {
    lastIn = Optional.of(new Last(slot, code));
  }

  void messageOut(CodeSpace.Slot slot, int code) {
    lastOut = Optional.of(new Last(slot, code));
  }

  /**
   * The session begins.
   *
   * @param clock tells the time from now on
   */
  void start(long now, LongSupplier clock) {
    age = () -> clock.getAsLong() - now;
  }

  /** The session is over: it gets no older. */
  void end() {
    long last = age.getAsLong();
    age = () -> last;
  }

  PeerStats stats() {
    return new PeerStats(
        Duration.ofNanos(age.getAsLong()),
        bytesIn.get(),
        bytesOut.get(),
        messagesIn.get(),
        messagesOut.get(),
        lastIn.map(Traffic::message),
        lastOut.map(Traffic::message));
  }

  private static Message message(Last last) {
    return new Message(last.slot.capability(), last.code);
  }
}
