package io.devp2p.discovery.v5;

import static io.devp2p.discovery.Violations.assertViolation;
import static io.devp2p.discovery.v5.V5Samples.EPHEMERAL;
import static io.devp2p.discovery.v5.V5Samples.ID_A;
import static io.devp2p.discovery.v5.V5Samples.ID_B;
import static io.devp2p.discovery.v5.V5Samples.NONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vectors do not show: agreement of random sides, and refusals. */
final class V5CryptoTest {

  private static final Bytes CHALLENGE = Bytes.repeat((byte) 3, 63);
  private static final SecretKeySpec KEY = V5Crypto.key(new byte[16], 0);

  private final V5Crypto crypto = new V5Crypto(Curves.bouncyCastle());

  @Test
  void bothSidesDeriveTheSameKeys() {
    Random random = new Random(20261124);
    for (int i = 0; i < 20; i++) {
      NodeKey ephemeral = NodeKey.generate(random);
      NodeKey recipient = NodeKey.generate(random);
      V5Crypto.Keys keys =
          crypto.deriveKeys(ephemeral, recipient.publicKey(), ID_A, ID_B, CHALLENGE);
      assertThat(crypto.deriveKeys(recipient, ephemeral.publicKey(), ID_A, ID_B, CHALLENGE))
          .isEqualTo(keys);
      assertThat(keys.initiator()).isNotEqualTo(keys.recipient());
    }
  }

  @Test
  void keysAreNotPrinted() {
    V5Crypto.Keys keys = new V5Crypto.Keys(V5Crypto.key(new byte[16], 0), KEY);
    assertThat(keys).hasToString("Keys[..]");
  }

  // V-11: every part of what is signed counts.
  @Test
  void identityProofsHoldForOneHandshakeOnly() {
    Bytes signature = crypto.signIdentity(V5Samples.A, CHALLENGE, EPHEMERAL, ID_B);
    assertThat(signature.size()).isEqualTo(64);
    assertThat(verifies(signature, V5Samples.A, CHALLENGE, EPHEMERAL)).isTrue();
    assertThat(verifies(signature, V5Samples.B, CHALLENGE, EPHEMERAL)).isFalse();
    assertThat(verifies(signature, V5Samples.A, CHALLENGE.not(), EPHEMERAL)).isFalse();
    assertThat(verifies(signature, V5Samples.A, CHALLENGE, EPHEMERAL.not())).isFalse();
    assertThat(verifies(signature.reverse(), V5Samples.A, CHALLENGE, EPHEMERAL)).isFalse();
    assertThat(
            crypto.verifyIdentity(signature, V5Samples.A.publicKey(), CHALLENGE, EPHEMERAL, ID_A))
        .isFalse();
    Bytes tooLong = Bytes.concatenate(signature, Bytes.of(0));
    assertThat(verifies(tooLong, V5Samples.A, CHALLENGE, EPHEMERAL)).isFalse();
    assertThat(verifies(Bytes.EMPTY, V5Samples.A, CHALLENGE, EPHEMERAL)).isFalse();
    assertThat(verifies(signature.not(), V5Samples.A, CHALLENGE, EPHEMERAL)).isFalse();
  }

  private boolean verifies(Bytes signature, NodeKey signer, Bytes challenge, Bytes ephemeral) {
    return crypto.verifyIdentity(signature, signer.publicKey(), challenge, ephemeral, ID_B);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 100, 1_200})
  void encryptionRoundTrip(int size) {
    Bytes plaintext = Bytes.repeat((byte) 9, size);
    Bytes covered = Bytes.repeat((byte) 8, 71);
    Bytes encrypted = crypto.encrypt(KEY, NONCE, plaintext, covered);
    assertThat(encrypted.size()).isEqualTo(size + 16);
    assertThat(crypto.decrypt(KEY, NONCE, encrypted, covered)).isEqualTo(plaintext);
    // A refusal leaves the cipher usable.
    refused(KEY, NONCE, encrypted, covered.not());
    refused(KEY, NONCE.not(), encrypted, covered);
    refused(
        V5Crypto.key(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0),
        NONCE,
        encrypted,
        covered);
    refused(KEY, NONCE, encrypted.not(), covered);
    for (int cut = 0; cut < Math.min(encrypted.size(), 40); cut++) {
      refused(KEY, NONCE, encrypted.slice(0, cut), covered);
    }
    assertThat(crypto.decrypt(KEY, NONCE, encrypted, covered)).isEqualTo(plaintext);
  }

  private void refused(SecretKeySpec key, Bytes nonce, Bytes message, Bytes covered) {
    assertViolation(V5Rule.V5_DECRYPTION, () -> crypto.decrypt(key, nonce, message, covered));
  }
}
