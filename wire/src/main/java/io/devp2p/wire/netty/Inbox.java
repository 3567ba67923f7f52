package io.devp2p.wire.netty;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.apache.tuweni.bytes.Bytes;

/**
 * What one connection has received and not dealt with: whole frames that wait for their turn, and
 * the beginning of the next. All of it is charged to the host. Event loop only.
 *
 * <p>The connection does not read while frames wait, so there are at most those that one read
 * completed: one of up to 12 MiB, and 64 KiB of others whose messages are up to 24 times as large.
 * That is below the 16 MiB that a peer may take.
 */
final class Inbox {

  /** Messages of one connection in one turn of its event loop: then others have theirs (reth). */
  static final int TURN = 32;

  /**
   * A frame.
   *
   * @param arrived when its last byte came in
   * @param weight bytes that its message may take
   */
  record Frame(long arrived, Bytes body, int weight) {}

  private final InboundBytes all;
  private final Queue<Frame> frames = new ArrayDeque<>(1);
  private int taken;
  private long charged;
  private int partial;

  Inbox(InboundBytes all) {
    this.all = all;
  }

  void add(Frame frame) {
    frames.add(frame);
    charge(frame.weight);
  }

  /** The next frame; empty if none waits, or the turn is used up. */
  Optional<Frame> take() {
    if (taken >= TURN || frames.isEmpty()) {
      return Optional.empty();
    }
    taken++;
    Frame frame = frames.remove();
    charge(-frame.weight);
    return Optional.of(frame);
  }

  /** Others had their turn. */
  void newTurn() {
    taken = 0;
  }

  /** So many bytes of a frame that is not whole are kept. */
  void partial(int bytes) {
    charge((long) bytes - partial);
    partial = bytes;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** Whether something of a peer is kept, a part of a frame at least. */
  boolean holdsBytes() {
    return charged > 0;
  }

  /** Forgets everything: the connection is over. */
  void clear() {
    frames.clear();
    partial = 0;
    charge(-charged);
  }

  private void charge(long bytes) {
    if (bytes != 0) {
      charged += bytes;
      all.charge(bytes);
    }
  }
}
