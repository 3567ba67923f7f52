package io.devp2p.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

final class KeccakTest {

  private static final Bytes TEXT = Bytes.fromHexString("0x00112233445566778899aabbccddeeff");

  @Test
  void everyKindOfBytesHashesToTheSame() {
    Bytes32 expected = Keccak.hash(Bytes.wrap(TEXT.toArray()));
    Bytes inside = Bytes.concatenate(Bytes.of(9, 9), TEXT, Bytes.of(9));
    assertThat(Keccak.hash(inside.slice(2, 16))).isEqualTo(expected);
    assertThat(Keccak.hash(TEXT.slice(0, 5), TEXT.slice(5))).isEqualTo(expected);
    assertThat(Keccak.hash(Bytes.wrap(TEXT.slice(0, 5), TEXT.slice(5)))).isEqualTo(expected);
    assertThat(Keccak.hash(inside.toArray(), 2, 16)).isEqualTo(expected);
    ByteBuffer part = ByteBuffer.wrap(inside.toArray(), 2, 16).slice();
    assertThat(Keccak.hash(Bytes.wrapByteBuffer(part))).isEqualTo(expected);
  }

  @Test
  void aRunningStateGivesItsDigestAndGoesOn() {
    Keccak state = new Keccak();
    state.update(TEXT.slice(0, 7));
    byte[] digest = new byte[34];
    for (int i = 0; i < 300; i++) {
      for (int twice = 0; twice < 2; twice++) {
        state.digest(digest, 2);
        assertThat(Bytes.wrap(digest, 2, 32)).isEqualTo(Keccak.hash(TEXT.slice(0, 7), repeated(i)));
      }
      state.update(TEXT.toArray(), 3, 1);
    }
  }

  @Test
  void aResetStateHashesTheNextThing() {
    Keccak state = new Keccak();
    byte[] digest = new byte[33];
    for (int i = 0; i < 3; i++) {
      state.update(repeated(i));
      state.digestAndReset(digest, 1);
      assertThat(Bytes.wrap(digest, 1, 32)).isEqualTo(Keccak.hash(repeated(i)));
    }
  }

  private static Bytes repeated(int count) {
    return Bytes.repeat(TEXT.get(3), count);
  }
}
