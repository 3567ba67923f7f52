package io.devp2p.discovery.v5;

import static io.devp2p.discovery.Violations.assertTotal;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Bounds;
import io.devp2p.core.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Nothing but a Violation of discv5 comes out of the codecs. */
final class V5HostileTest {

  private static final long SEED = 20261124;

  private final V5Codec codec = new V5Codec(V5Samples.ID_B);

  private Optional<Rule> readPacket(Bytes datagram) {
    return read(
        datagram,
        () -> {
          codec.isV5(datagram);
          codec.decode(datagram);
        });
  }

  private static Optional<Rule> readMessage(Bytes plaintext) {
    return read(plaintext, () -> V5Samples.decode(plaintext));
  }

  private static Optional<Rule> read(Bytes input, Runnable reader) {
    Optional<Rule> refused = assertTotal("seed " + SEED + ", " + input, reader);
    refused.ifPresent(rule -> assertThat(rule).isInstanceOf(V5Rule.class));
    return refused;
  }

  // The mask is a stream cipher's: a bit that is flipped outside is flipped inside.
  @Test
  void packetsWithEveryBitFlipped() {
    for (Bytes packet : V5Samples.packets()) {
      for (int bit = 0; bit < 8 * packet.size(); bit++) {
        byte[] flipped = packet.toArray();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        readPacket(Bytes.wrap(flipped));
      }
    }
  }

  @Test
  void packetsCutAnywhere() {
    for (Bytes packet : V5Samples.packets()) {
      for (int size = 0; size < packet.size(); size++) {
        Optional<Rule> refused = readPacket(packet.slice(0, size));
        boolean headerIsWhole = size >= packet.size() - V5Samples.MESSAGE.size();
        assertThat(refused.isPresent() || headerIsWhole).isTrue();
      }
    }
  }

  @Test
  void randomBytesAreNotV5() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      byte[] datagram = new byte[random.nextInt(Bounds.UDP_PACKET + 2)];
      random.nextBytes(datagram);
      assertThat(codec.isV5(Bytes.wrap(datagram))).isFalse();
      assertThat(readPacket(Bytes.wrap(datagram))).isPresent();
    }
  }

  @Test
  void randomAuthdata() {
    Random random = new Random(SEED + 1);
    for (int i = 0; i < 10_000; i++) {
      byte[] authdata = new byte[random.nextInt(500)];
      random.nextBytes(authdata);
      int size = random.nextInt(4) == 0 ? random.nextInt(65_536) : authdata.length;
      byte[] message = new byte[random.nextInt(100)];
      readPacket(
          V5Samples.packet(random.nextInt(3), size, Bytes.wrap(authdata), Bytes.wrap(message)));
    }
  }

  @Test
  void messagesWithBitsFlipped() {
    Random random = new Random(SEED + 2);
    for (V5Message message : V5Samples.messages()) {
      byte[] valid = V5MessageCodec.encode(message).toArray();
      for (int at = 0; at < valid.length; at++) {
        byte[] flipped = valid.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        readMessage(Bytes.wrap(flipped));
      }
    }
  }

  @Test
  void messagesCutAnywhere() {
    for (V5Message message : V5Samples.messages()) {
      Bytes valid = V5MessageCodec.encode(message);
      for (int size = 0; size < valid.size(); size++) {
        assertThat(readMessage(valid.slice(0, size))).contains(V5Rule.V5_MESSAGE);
      }
    }
  }

  @Test
  void randomMessages() {
    Random random = new Random(SEED + 3);
    List<Integer> starts = List.of(0x00, 0x01, 0x80, 0x88, 0xb8, 0xc0, 0xc1, 0xf8, 0xff);
    for (int i = 0; i < 50_000; i++) {
      byte[] plaintext = new byte[1 + random.nextInt(120)];
      for (int j = 0; j < plaintext.length; j++) {
        plaintext[j] = (byte) (int) starts.get(random.nextInt(starts.size()));
      }
      plaintext[0] = (byte) random.nextInt(12);
      readMessage(Bytes.wrap(plaintext));
    }
  }
}
