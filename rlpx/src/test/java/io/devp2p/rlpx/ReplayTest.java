package io.devp2p.rlpx;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Whoever repeats what was said before does not become a peer: R-08. */
final class ReplayTest {

  private static final int TIMES = 1_000;

  private final Random random = new Random(20261124);
  private final NodeKey a = NodeKey.generate(random);
  private final NodeKey b = NodeKey.generate(random);

  private Handshake.Result answer(Bytes auth) {
    Handshake recipient = Handshake.recipient(b, random);
    recipient.take(Pair.buffer(auth));
    return recipient.finish();
  }

  @Test
  void aRecordedSessionDoesNotFitAnyOtherRunOfItsHandshake() {
    Handshake initiator = Handshake.initiator(a, b.publicKey(), random);
    Bytes auth = initiator.open().orElseThrow();
    Handshake.Result first = answer(auth);
    initiator.take(Pair.buffer(first.reply().orElseThrow()));
    FrameCodec writer = new FrameCodec(initiator.finish().secrets());
    Bytes recorded = Pair.frame(writer, Bytes.of(1, 2, 3));
    assertThat(new FrameCodec(first.secrets()).take(Pair.buffer(recorded))).isPresent();

    Set<Bytes32> keys = new HashSet<>();
    for (int i = 0; i < TIMES; i++) {
      Handshake.Result again = answer(auth);
      keys.add(again.secrets().aes());
      FrameCodec reader = new FrameCodec(again.secrets());
      assertViolation(RlpxRule.RLPX_HEADER_MAC, () -> reader.take(Pair.buffer(recorded)));
    }
    assertThat(keys).hasSize(TIMES);
  }
}
