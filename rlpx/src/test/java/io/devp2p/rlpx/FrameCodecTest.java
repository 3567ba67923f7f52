package io.devp2p.rlpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.Bounds;
import io.devp2p.core.Violation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameCodecTest {

  private final Pair pair = Pair.of(7);
  private final FrameCodec writer = new FrameCodec(pair.initiator());
  private final FrameCodec reader = new FrameCodec(pair.recipient());

  private static Bytes body(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 31, 32, 1023, 1024, 1025, 70_000, Bounds.MESSAGE})
  void roundTrip(int size) {
    for (int i = 0; i < (size < 100_000 ? 3 : 1); i++) {
      assertThat(reader.take(Pair.buffer(Pair.frame(writer, body(size))))).contains(body(size));
      assertThat(reader.isMidFrame()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Bounds.MESSAGE + 1})
  void refusesToWrite(int size) {
    assertThatThrownBy(() -> writer.encode(body(size), new byte[64], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Two frames, cut at every offset: R-07. */
  @Test
  void splitAtEveryByte() {
    for (int cut = 0; cut <= FrameCodec.frameSize(40) + FrameCodec.frameSize(3); cut++) {
      Pair fresh = Pair.of(7);
      FrameCodec w = new FrameCodec(fresh.initiator());
      FrameCodec r = new FrameCodec(fresh.recipient());
      Bytes stream = Bytes.concatenate(Pair.frame(w, body(40)), Pair.frame(w, body(3)));
      List<Bytes> frames = new ArrayList<>(drain(r, stream.slice(0, cut)));
      frames.addAll(drain(r, stream.slice(cut)));
      assertThat(frames).as("cut at %d", cut).containsExactly(body(40), body(3));
    }
  }

  @Test
  void oneByteAtATime() {
    Bytes stream = Bytes.concatenate(Pair.frame(writer, body(5000)), Pair.frame(writer, body(1)));
    List<Bytes> frames = new ArrayList<>();
    for (int i = 0; i < stream.size(); i++) {
      reader.take(Pair.buffer(stream.slice(i, 1))).ifPresent(frames::add);
    }
    assertThat(frames).containsExactly(body(5000), body(1));
  }

  private static List<Bytes> drain(FrameCodec codec, Bytes bytes) {
    List<Bytes> frames = new ArrayList<>();
    ByteBuffer in = Pair.buffer(bytes);
    while (in.hasRemaining()) {
      Optional<Bytes> frame = codec.take(in);
      frame.ifPresent(frames::add);
    }
    return frames;
  }

  /** A flipped bit anywhere is found, and nothing is delivered: R-05. */
  @Test
  void alteredAtEveryByte() {
    for (int at = 0; at < FrameCodec.frameSize(20); at++) {
      Pair fresh = Pair.of(7);
      FrameCodec r = new FrameCodec(fresh.recipient());
      byte[] frame = Pair.frame(new FrameCodec(fresh.initiator()), body(20)).toArray();
      frame[at] ^= 0x10;
      RlpxRule rule = at < 32 ? RlpxRule.RLPX_HEADER_MAC : RlpxRule.RLPX_FRAME_MAC;
      assertThatThrownBy(() -> r.take(ByteBuffer.wrap(frame)))
          .as("byte %d", at)
          .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
    }
  }

  @Test
  void truncatedAtEveryByteDeliversNothing() {
    Bytes frame = Pair.frame(writer, body(20));
    for (int length = 0; length < frame.size(); length++) {
      FrameCodec r = new FrameCodec(Pair.of(7).recipient());
      assertThat(r.take(Pair.buffer(frame.slice(0, length)))).isEmpty();
      assertThat(r.isMidFrame()).isEqualTo(length > 0);
    }
  }

  @Test
  void replayedAndReorderedFramesAreRefused() {
    Bytes first = Pair.frame(writer, body(20));
    Bytes second = Pair.frame(writer, body(20));
    assertThatThrownBy(() -> new FrameCodec(Pair.of(7).recipient()).take(Pair.buffer(second)))
        .isInstanceOf(Violation.class);
    assertThat(reader.take(Pair.buffer(first))).isPresent();
    assertThatThrownBy(() -> reader.take(Pair.buffer(first))).isInstanceOf(Violation.class);
  }

  @Test
  void theLimitHoldsFromTheNextHeaderOn() {
    reader.limit(20);
    assertThat(reader.take(Pair.buffer(Pair.frame(writer, body(20))))).isPresent();
    Bytes larger = Pair.frame(writer, body(21));
    assertThatThrownBy(() -> reader.take(Pair.buffer(larger.slice(0, 32))))
        .isInstanceOf(Violation.class);
    assertThatThrownBy(() -> reader.limit(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
