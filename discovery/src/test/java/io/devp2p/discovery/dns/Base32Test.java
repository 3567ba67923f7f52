package io.devp2p.discovery.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Base32Test {

  /** RFC 4648, section 10, without its padding. */
  @ParameterizedTest
  @CsvSource({
    "'',''",
    "f,MY",
    "fo,MZXQ",
    "foo,MZXW6",
    "foob,MZXW6YQ",
    "fooba,MZXW6YTB",
    "foobar,MZXW6YTBOI",
  })
  void vectorsOfTheRfc(String plain, String text) {
    Bytes bytes = Bytes.wrap(plain.getBytes(US_ASCII));
    assertThat(Base32.encode(bytes)).isEqualTo(text);
    assertThat(Base32.decode(text)).contains(bytes);
  }

  @Test
  void anyBytesComeBack() {
    Random random = new Random(32);
    for (int size = 0; size < 100; size++) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      assertThat(Base32.decode(Base32.encode(Bytes.wrap(bytes)))).contains(Bytes.wrap(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AAA", "AAAAAA", "my", "M1", "M8", "MY==", "M Y", "\u00c4A"})
  void otherTextIsNone(String text) {
    assertThat(Base32.decode(text)).isEqualTo(Optional.empty());
  }
}
