package io.devp2p.discovery.v4;

import static io.devp2p.discovery.Violations.assertTotal;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Bounds;
import io.devp2p.core.Rule;
import io.devp2p.core.node.EnrRule;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Nothing but a Violation comes out of the codec, and of these only those it promises. */
final class V4HostileTest {

  private static final long SEED = 20261124;

  private static Optional<Rule> read(Bytes datagram) {
    Optional<Rule> refused =
        assertTotal("seed " + SEED + ", " + datagram, () -> V4Samples.decode(datagram));
    refused.ifPresent(rule -> assertThat(rule).isInstanceOfAny(V4Rule.class, EnrRule.class));
    return refused;
  }

  @Test
  void cutAnywhere() {
    for (V4Packet packet : V4Samples.packets()) {
      Bytes whole = V4Codec.encode(V4Samples.KEY, packet).datagram();
      for (int size = 0; size < whole.size(); size++) {
        assertThat(read(whole.slice(0, size)).isPresent()).isTrue();
        if (size >= 32) {
          // With the right hash it gets farther: the list is not complete.
          assertThat(read(V4Samples.hashed(whole.slice(32, size - 32))))
              .contains(size < V4Codec.MIN_SIZE ? V4Rule.V4_SIZE : V4Rule.V4_DATA);
        }
      }
    }
  }

  @Test
  void oneBitFlippedAnywhere() {
    Random random = new Random(SEED);
    for (V4Packet packet : V4Samples.packets()) {
      Bytes whole = V4Codec.encode(V4Samples.KEY, packet).datagram();
      for (int at = 32; at < whole.size(); at += 1 + random.nextInt(3)) {
        byte[] flipped = whole.toArray();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        assertThat(read(Bytes.wrap(flipped)).orElseThrow()).isIn(V4Rule.V4_HASH, V4Rule.V4_TYPE);
        read(V4Samples.hashed(Bytes.wrap(flipped).slice(32)));
      }
    }
  }

  @Test
  void randomData() {
    Random random = new Random(SEED + 1);
    byte[] starts = {(byte) 0xc0, (byte) 0xc1, (byte) 0x80, (byte) 0xb8, (byte) 0xf8, (byte) 0xff};
    for (int i = 0; i < 20_000; i++) {
      byte[] signed = new byte[65 + 1 + random.nextInt(Bounds.UDP_PACKET - 97)];
      random.nextBytes(signed);
      signed[65] = (byte) (1 + random.nextInt(6));
      for (int j = 66; j < signed.length; j += 1 + random.nextInt(8)) {
        signed[j] = starts[random.nextInt(starts.length)];
      }
      read(V4Samples.hashed(Bytes.wrap(signed)));
    }
  }

  @Test
  void randomBytes() {
    Random random = new Random(SEED + 2);
    for (int i = 0; i < 5_000; i++) {
      byte[] datagram = new byte[random.nextInt(Bounds.UDP_PACKET + 2)];
      random.nextBytes(datagram);
      assertThat(read(Bytes.wrap(datagram))).isPresent();
    }
  }
}
