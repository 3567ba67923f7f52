package io.devp2p.wire.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.p2p.P2pMessage.Disconnect;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of Disconnect that is seen in the wild, raw and compressed. */
final class DisconnectFormsTest {

  private static final int NO_REASON = -1;
  private static final int UNKNOWN = -2;

  private static Disconnect decode(String hex) {
    return P2pCodec.decodeDisconnect(Bytes.fromHexString(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "c104,     4,  LIST", // the specification; geth, reth, Nethermind, Besu
    "c180,     0,  LIST", // geth since 1.15, reth, Nethermind
    "c100,     0,  LIST_RAW_ZERO", // Besu
    "04,       4,  BARE", // geth before 1.15, Erigon, ethereumjs
    "00,       0,  BARE_ZERO", // geth before 1.15, Erigon; also an empty Snappy block
    "80,       0,  BARE_ZERO", // ethereumjs
    "c0,       -1, EMPTY_LIST",
    "'',       -1, EMPTY",
    "82c104,   4,  LIST_IN_STRING",
    "82c100,   0,  LIST_IN_STRING",
    "c281ff,   255, LIST",
    "8180,     128, BARE",
    "c20405,   4,  LONG_LIST",
    "c304c105, 4,  LONG_LIST",
    "c3820100, -2, UNREADABLE",
    "c988010000000000000000, -2, UNREADABLE",
    "8901000000000000000000, -2, UNREADABLE",
    "c1c0,     -2, UNREADABLE",
    "c2c104,   -2, UNREADABLE",
    "c0c0,     -2, UNREADABLE",
    "c8,       -2, UNREADABLE",
    "8104,     -2, UNREADABLE",
    "ffffffffffffffffffff, -2, UNREADABLE",
  })
  void raw(String hex, int code, Disconnect.Form form) {
    Disconnect read = decode(hex);
    assertThat(read.reason().code()).isEqualTo(code);
    assertThat(read.form()).isEqualTo(form);
    assertThat(read.compressed()).isFalse();
    assertThat(read.raw()).isEqualTo(Bytes.fromHexString(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "0204c104, 4,  LIST",
    "0204c180, 0,  LIST",
    "0204c100, 0,  LIST_RAW_ZERO",
    "010004,   4,  BARE",
    "010000,   0,  BARE_ZERO",
    "010080,   0,  BARE_ZERO",
    "0100c0,   -1, EMPTY_LIST",
    "030882c104, 4, LIST_IN_STRING",
    "0308c281ff, 255, LIST",
    "02048180, 128, BARE",
    "0308c20405, 4, LONG_LIST",
    "040cc3820100, -2, UNREADABLE",
  })
  void compressed(String hex, int code, Disconnect.Form form) {
    Disconnect read = decode(hex);
    assertThat(read.reason().code()).isEqualTo(code);
    assertThat(read.form()).isEqualTo(form);
    assertThat(read.compressed()).isEqualTo(code != UNKNOWN);
  }

  /** P-07: all values of a byte, as we write them and as we compress them. */
  @Test
  void everyValue() {
    for (int code = 0; code <= 255; code++) {
      DisconnectReason reason = new DisconnectReason(code);
      Bytes plain = P2pCodec.encode(new Disconnect(reason));
      assertThat(P2pCodec.decodeDisconnect(plain).reason()).isEqualTo(reason);
      Bytes block = Bytes.wrap(Snappy.compress(plain));
      assertThat(P2pCodec.decodeDisconnect(block).reason()).isEqualTo(reason);
      assertThat(reason.toString()).matches("[a-z0-9-]+");
    }
    assertThat(P2pCodec.encode(new Disconnect(DisconnectReason.NO_REASON)))
        .isEqualTo(Bytes.of(0xc0));
    assertThat(P2pCodec.encode(new Disconnect(DisconnectReason.REQUESTED)))
        .isEqualTo(Bytes.of(0xc1, 0x80));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void nothingIsEverThrown(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      Disconnect read = P2pCodec.decodeDisconnect(Bytes.random(random.nextInt(24), random));
      assertThat(read.reason().code()).isBetween(UNKNOWN, 255);
      assertThat(read.raw().size()).isLessThanOrEqualTo(16);
    }
    Bytes nested = Bytes.of(4);
    for (int depth = 0; depth < 100; depth++) {
      Bytes inner = nested;
      nested = RlpWriter.encodeList(w -> w.raw(inner));
      assertThat(P2pCodec.decodeDisconnect(nested).reason().code())
          .isEqualTo(depth == 0 ? 4 : UNKNOWN);
    }
    assertThat(decode("").reason().code()).isEqualTo(NO_REASON);
  }
}
