package io.devp2p.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HkdfTest {

  // RFC 5869, appendix A.1 and A.3.
  @ParameterizedTest
  @CsvSource({
    "0x000102030405060708090a0b0c, 0xf0f1f2f3f4f5f6f7f8f9,"
        + " 0x3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    "0x, 0x,"
        + " 0x8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
  })
  void vectorsOfRfc5869(String salt, String info, String expected) {
    byte[] derived =
        Hkdf.derive(
            Bytes.repeat((byte) 0x0b, 22),
            Bytes.fromHexString(salt),
            Bytes.fromHexString(info),
            42);
    assertThat(Bytes.wrap(derived)).isEqualTo(Bytes.fromHexString(expected));
  }
}
