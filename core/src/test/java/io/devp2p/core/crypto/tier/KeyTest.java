package io.devp2p.core.crypto.tier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import java.security.MessageDigest;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What our own keys compute on the best tier here. */
final class KeyTest {

  private static final Secp256k1 CURVE = Curves.best();

  // Points of SEC 2: G, 2 G, and -G for the largest scalar.
  @ParameterizedTest
  @CsvSource({
    "01, 0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    "02, 02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5",
    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140,"
        + " 0379be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
  })
  void knownPublicKeys(String secret, String compressed) {
    NodeKey key = NodeKey.of(CURVE, Bytes32.leftPad(Bytes.fromHexString(secret)));
    assertThat(key.publicKey().compressed()).isEqualTo(Bytes.fromHexString(compressed));
  }

  // Published vectors of RFC 6979 with SHA-256 on secp256k1 (haskoin, trezor-crypto): the message
  // is
  // hashed by SHA-256, s is low.
  @ParameterizedTest
  @CsvSource({
    "01, Satoshi Nakamoto, 934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8,"
        + " 2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
    "01, 'All those moments will be lost in time, like tears in rain. Time to die...',"
        + " 8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b,"
        + " 547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21"
  })
  void nonceIsThatOfRfc6979(String secret, String message, String r, String s) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(message.getBytes(UTF_8));
    NodeKey key = NodeKey.of(CURVE, Bytes32.leftPad(Bytes.fromHexString(secret)));
    assertThat(key.sign(Bytes32.wrap(hash)).slice(0, 64))
        .isEqualTo(Bytes.concatenate(Bytes.fromHexString(r), Bytes.fromHexString(s)));
  }

  @Test
  void sharedPointsAgree() {
    Random random = new Random(20261124);
    for (int i = 0; i < 50; i++) {
      NodeKey a = NodeKey.generate(CURVE, random);
      NodeKey b = NodeKey.generate(CURVE, random);
      assertThat(a.ecdh(b.publicKey())).isEqualTo(b.ecdh(a.publicKey()));
    }
  }

  @Test
  void sharedPointsKeepTheLeftZerosOfTheirAbscissa() {
    NodeKey one = key(1);
    long scalar = 2;
    while (key(scalar).publicKey().bytes().get(0) != 0) {
      scalar++;
    }
    PublicKey other = key(scalar).publicKey();
    assertThat(one.ecdh(other)).isEqualTo(other.compressed());
    assertThat(one.ecdh(other).size()).isEqualTo(33);
  }

  private static NodeKey key(long scalar) {
    return NodeKey.of(CURVE, Bytes32.leftPad(Bytes.ofUnsignedLong(scalar)));
  }
}
