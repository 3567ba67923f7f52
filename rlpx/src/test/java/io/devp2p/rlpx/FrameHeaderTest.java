package io.devp2p.rlpx;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that another implementation may write: only the size counts (RLPX-8, R-04). */
final class FrameHeaderTest {

  private static final int HEADER = 16;

  private final Pair pair = Pair.of(7);
  private final FrameCodec reader = new FrameCodec(pair.recipient());

  /** A frame with any header, of a peer that knows the secrets. */
  private static Bytes frame(Secrets secrets, byte[] header, byte[] paddedBody) {
    Cipher aes =
        FrameCodec.cipher("AES/CTR/NoPadding", secrets.aes(), Optional.of(new byte[HEADER]));
    Cipher mac = FrameCodec.cipher("AES/ECB/NoPadding", secrets.mac(), Optional.empty());
    MacState egress = new MacState(secrets.egress(), mac);
    byte[] sealedHeader = update(aes, header);
    egress.header(sealedHeader, 0);
    Bytes headerMac = Bytes.wrap(egress.mac()).slice(0, MacState.SIZE).copy();
    byte[] sealedBody = update(aes, paddedBody);
    egress.body(sealedBody, 0, sealedBody.length);
    return Bytes.concatenate(
        Bytes.wrap(sealedHeader),
        headerMac,
        Bytes.wrap(sealedBody),
        Bytes.wrap(egress.mac()).slice(0, MacState.SIZE).copy());
  }

  private static byte[] update(Cipher cipher, byte[] data) {
    byte[] out = new byte[data.length];
    try {
      cipher.update(data, 0, data.length, out, 0);
      return out;
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] header(int size, String rest) {
    byte[] header = new byte[HEADER];
    header[0] = (byte) (size >>> 16);
    header[1] = (byte) (size >>> 8);
    header[2] = (byte) size;
    byte[] more = Bytes.fromHexString(rest).toArray();
    System.arraycopy(more, 0, header, 3, more.length);
    return header;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c28080", // as everybody writes it
        "c2808001020304050607080910", // padding that is not zero
        "ffffffffffffffffffffffffff", // RLP of no kind
        "c3808080", // one element more
        "c0", // none
        "00000000000000000000000000",
        "c4018203e8", // capability and context ids of the draft
      })
  void whatFollowsTheSizeIsNotLookedAt(String rest) {
    byte[] body = new byte[32];
    new Random(1).nextBytes(body);
    Bytes frame = frame(pair.initiator(), header(17, rest), body);
    assertThat(reader.take(Pair.buffer(frame))).contains(Bytes.wrap(body, 0, 17));
  }

  @Test
  void bodyPaddingThatIsNotZeroIsNotDelivered() {
    byte[] body = Bytes.repeat((byte) 0xff, 16).toArray();
    Bytes frame = frame(pair.initiator(), header(1, "c28080"), body);
    assertThat(reader.take(Pair.buffer(frame))).contains(Bytes.of(0xff));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 31, 32, 33})
  void sizesAroundABlock(int size) {
    byte[] body = new byte[(size + 15) / 16 * 16];
    new Random(size).nextBytes(body);
    Bytes frame = frame(pair.initiator(), header(size, "c28080"), body);
    assertThat(reader.take(Pair.buffer(frame))).contains(Bytes.wrap(body, 0, size));
    assertThat(reader.isMidFrame()).isFalse();
  }

  @Test
  void anEmptyFrameIsRefusedAtItsHeader() {
    Bytes frame = frame(pair.initiator(), header(0, "c28080"), new byte[0]);
    assertViolation(RlpxRule.RLPX_FRAME_EMPTY, () -> reader.take(Pair.buffer(frame.slice(0, 32))));
  }

  @Test
  void theLargestSizeIsRefusedAtItsHeader() {
    reader.limit(2_048);
    Bytes frame = frame(pair.initiator(), header(0xffffff, "c28080"), new byte[16]);
    assertViolation(RlpxRule.RLPX_FRAME_SIZE, () -> reader.take(Pair.buffer(frame.slice(0, 32))));
    assertThat(reader.buffered()).isZero();
  }
}
