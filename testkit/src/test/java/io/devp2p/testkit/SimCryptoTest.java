package io.devp2p.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Signatures;
import io.devp2p.core.node.NodeRecord;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** A simulated curve behaves as protocols expect of a curve. */
final class SimCryptoTest {

  private static final long SEED = 20261124;

  private final SimCrypto curve = new SimCrypto(SEED);
  private final Random random = new Random(SEED);
  private final NodeKey a = NodeKey.generate(curve, random);
  private final NodeKey b = NodeKey.generate(curve, random);
  private final Bytes32 hash = Bytes32.random(random);

  @Test
  void bothFormsOfAKeyReadBack() {
    for (int i = 0; i < 100; i++) {
      PublicKey key = NodeKey.generate(curve, random).publicKey();
      assertThat(PublicKey.of(curve, key.bytes())).isEqualTo(key);
      assertThat(PublicKey.ofCompressed(curve, key.compressed())).isEqualTo(key);
    }
  }

  @Test
  void noOtherBytesAreAKey() {
    for (int i = 0; i < 64; i++) {
      byte[] altered = a.publicKey().bytes().toArray();
      altered[i] ^= 1;
      assertViolation(() -> PublicKey.of(curve, Bytes.wrap(altered)));
    }
    Bytes compressed = a.publicKey().compressed();
    for (int prefix : new int[] {0, 1, 4, 5, compressed.get(0) ^ 1}) {
      Bytes other = Bytes.concatenate(Bytes.of(prefix), compressed.slice(1));
      assertViolation(() -> PublicKey.ofCompressed(curve, other));
    }
    assertViolation(() -> PublicKey.of(a.publicKey().bytes())); // not on the real curve
  }

  @Test
  void bothSidesShareASecretThatNobodyElseHas() {
    assertThat(a.ecdh(b.publicKey())).isEqualTo(b.ecdh(a.publicKey()));
    Set<Bytes> all = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      all.add(NodeKey.generate(curve, random).ecdh(b.publicKey()));
    }
    assertThat(all).hasSize(100).doesNotContain(a.ecdh(b.publicKey()));
  }

  @Test
  void aSignatureTellsItsSignerAndIsForOneHash() {
    Bytes signature = a.sign(hash);
    assertThat(a.sign(hash)).isEqualTo(signature);
    assertThat(Signatures.recover(curve, hash, signature)).isEqualTo(a.publicKey());
    Bytes rs = signature.slice(0, 64);
    assertThat(Signatures.verify(curve, hash, rs, a.publicKey())).isTrue();
    assertThat(Signatures.verify(curve, hash, rs, b.publicKey())).isFalse();
    Bytes32 other = Bytes32.random(random);
    assertThat(Signatures.verify(curve, other, rs, a.publicKey())).isFalse();
    assertViolation(() -> Signatures.recover(curve, other, signature));
    for (int i = 0; i < 65; i++) {
      byte[] altered = signature.toArray();
      altered[i] ^= 1;
      assertViolation(() -> Signatures.recover(curve, hash, Bytes.wrap(altered)));
    }
  }

  @Test
  void aRecordIsSignedAndVerified() {
    NodeRecord record = NodeRecord.builder().port("udp", 30303).sign(a, 1);
    assertThat(NodeRecord.decode(curve, record.encoded())).isEqualTo(record);
    assertViolation(() -> NodeRecord.decode(record.encoded()));
  }

  @Test
  void theSeedIsTheCurve() {
    NodeKey same = a.on(new SimCrypto(SEED));
    assertThat(same.publicKey()).isEqualTo(a.publicKey());
    assertThat(same.ecdh(b.publicKey())).isEqualTo(a.ecdh(b.publicKey()));
    NodeKey different = a.on(new SimCrypto(SEED + 1));
    assertThat(different.publicKey()).isNotEqualTo(a.publicKey());
    assertViolation(() -> Signatures.recover(curve, hash, different.sign(hash)));
  }

  private static void assertViolation(org.assertj.core.api.ThrowableAssert.ThrowingCallable code) {
    assertThatExceptionOfType(Violation.class).isThrownBy(code);
  }
}
