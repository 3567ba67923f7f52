package io.devp2p.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devp2p.core.crypto.Keystore.Derivation;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/**
 * Encrypted keys. The PBKDF2 case is the one of the Web3 Secret Storage definition; the scrypt
 * cases are go-ethereum's ({@code accounts/keystore/testdata}).
 */
final class KeystoreTest {

  private static final Keystore PBKDF2 =
      keystore(
          new Derivation.Pbkdf2(
              262144, hex("ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd")),
          "6087dab2f9fdbbfaddc31a909735c1e6",
          "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
          "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2");

  private static final Keystore SCRYPT_OF_31_BYTES =
      keystore(
          new Derivation.Scrypt(
              2, 8, 1, hex("711f816911c92d649fb4c84b047915679933555030b3552c1212609b38208c63")),
          "e0c41130a323adc1446fc82f724bca2f",
          "9517cd5bdbe69076f9bf5057248c6c050141e970efa36ce53692d5d59a3984",
          "d5e116151c6aa71470e67a7d42c9620c75c4d23229847dcc127794f0732b0db5");

  private static Bytes hex(String digits) {
    return Bytes.fromHexString(digits);
  }

  private static Keystore keystore(Derivation derivation, String iv, String text, String mac) {
    return new Keystore(derivation, hex(iv), hex(text), Bytes32.wrap(hex(mac)));
  }

  private static NodeKey key(String secret) {
    return NodeKey.of(Bytes32.leftPad(hex(secret)));
  }

  @Test
  void opensWithItsPassphrase() {
    assertThat(PBKDF2.open("testpassword".toCharArray()).orElseThrow().publicKey())
        .isEqualTo(
            key("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d").publicKey());
    assertThat(SCRYPT_OF_31_BYTES.open("foo".toCharArray()).orElseThrow().publicKey())
        .isEqualTo(
            key("fa7b3db73dc7dfdf8c5fbdb796d741e4488628c41fc4febd9160a866ba0f35").publicKey());
  }

  @Test
  void doesNotOpenWithAnother() {
    assertThat(SCRYPT_OF_31_BYTES.open("Foo".toCharArray())).isEmpty();
    assertThat(SCRYPT_OF_31_BYTES.open(new char[0])).isEmpty();
  }

  @Test
  void parametersThatWouldTakeAllMemoryOrTimeAreRefused() {
    Bytes salt = Bytes.of(1);
    for (int[] nrp :
        new int[][] {
          {1 << 30, 8, 1},
          {1 << 20, 8, 1},
          {3, 8, 1},
          {1, 8, 1},
          {2, 0, 1},
          {2, 8, 99},
          {1 << 18, 1, 8}
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Derivation.Scrypt(nrp[0], nrp[1], nrp[2], salt));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Derivation.Pbkdf2(Integer.MAX_VALUE, salt));
    assertThatIllegalArgumentException().isThrownBy(() -> new Derivation.Pbkdf2(0, salt));
  }

  @Test
  void otherSizesAreNoEncryptedKey() {
    Derivation derivation = new Derivation.Pbkdf2(1, Bytes.of(1));
    Bytes iv = Bytes.repeat((byte) 0, 16);
    for (int size : new int[] {0, 33}) {
      Bytes text = Bytes.repeat((byte) 0, size);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Keystore(derivation, iv, text, Bytes32.ZERO));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Keystore(derivation, iv.slice(1), Bytes.of(1), Bytes32.ZERO));
  }
}
