package io.devp2p.nativecrypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.crypto.Signatures;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/**
 * That this tier is the one which is found, so that the tests of the curve in core's test-jar,
 * which run here too, are about it; and that it agrees with the reference.
 */
final class LibSecp256k1Test {

  private static final long SEED = 20261124;

  private final Secp256k1 ours = Curves.best();
  private final Secp256k1 reference = Curves.bouncyCastle();

  @Test
  void isTheBestTierFound() {
    assertThat(ours).isInstanceOf(LibSecp256k1.class);
    assertThat(Curves.named("libsecp256k1")).isSameAs(ours);
  }

  @Test
  void agreesWithTheReference() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    PublicKey other = NodeKey.generate(random).publicKey();
    for (int i = 0; i < 500; i++) {
      NodeKey theirs = NodeKey.generate(reference, random);
      NodeKey key = theirs.on(ours);
      Bytes32 hash = i == 0 ? Bytes32.ZERO : Bytes32.random(random);
      Bytes signature = theirs.sign(hash);
      assertThat(key.publicKey()).isEqualTo(theirs.publicKey());
      assertThat(key.sign(hash)).isEqualTo(signature);
      assertThat(key.ecdh(other)).isEqualTo(theirs.ecdh(other));
      Bytes32 wrong = Bytes32.random(random);
      assertThat(Signatures.recover(ours, wrong, signature))
          .isEqualTo(Signatures.recover(reference, wrong, signature));
      other = theirs.publicKey();
    }
  }

  @Test
  void readsAndWritesAtOffsets() {
    NodeKey key = NodeKey.generate(ours, new Random(SEED));
    Bytes32 hash = Bytes32.random(new Random(SEED));
    byte[] packet = new byte[200];
    System.arraycopy(hash.toArrayUnsafe(), 0, packet, 3, 32);
    System.arraycopy(key.sign(hash).toArrayUnsafe(), 0, packet, 40, 65);
    assertThat(ours.recover(packet, 3, packet, 40, packet, 110)).isTrue();
    assertThat(Bytes.wrap(packet, 110, 64)).isEqualTo(key.publicKey().bytes());
    assertThat(ours.isPoint(packet, 110)).isTrue();
    assertThat(ours.verify(packet, 3, packet, 40, packet, 110)).isTrue();
    System.arraycopy(key.publicKey().compressed().toArrayUnsafe(), 0, packet, 5, 33);
    assertThat(ours.decompress(packet, 5, packet, 130)).isTrue();
    assertThat(Bytes.wrap(packet, 130, 64)).isEqualTo(key.publicKey().bytes());
  }
}
