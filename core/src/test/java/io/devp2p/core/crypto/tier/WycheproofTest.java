package io.devp2p.core.crypto.tier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.crypto.Signatures;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** The vectors of Project Wycheproof on the best tier here. */
final class WycheproofTest {

  private static final JsonNode FILE = Vectors.load("wycheproof-secp256k1");
  private static final Secp256k1 CURVE = Curves.best();
  private static final BigInteger HALF_N =
      new BigInteger("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", 16);

  /** Valid signatures whose nonce point has an abscissa above n. */
  private static final Set<Integer> LARGE_ABSCISSA = Set.of(115, 247);

  private static Optional<PublicKey> point(Bytes encoded) {
    try {
      return Optional.of(
          encoded.size() == 65 && encoded.get(0) == 4
              ? PublicKey.of(CURVE, encoded.slice(1))
              : PublicKey.ofCompressed(CURVE, encoded));
    } catch (Violation refused) {
      return Optional.empty();
    }
  }

  @Test
  void ecdh() {
    int agreed = 0;
    for (JsonNode test : FILE.get("ecdh")) {
      String name = test.get("id") + " " + test.get("comment").asText();
      Optional<PublicKey> point = point(Vectors.hex(test, "point"));
      assertThat(point.isPresent()).as(name).isEqualTo(test.has("shared"));
      if (point.isPresent()) {
        NodeKey key = NodeKey.of(CURVE, Bytes32.wrap(Vectors.hex(test, "secret")));
        assertThat(key.ecdh(point.get()).slice(1)).as(name).isEqualTo(Vectors.hex(test, "shared"));
        agreed++;
      }
    }
    assertThat(agreed).isEqualTo(474);
  }

  @Test
  void ecdsa() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    int accepted = 0;
    for (JsonNode group : FILE.get("ecdsa")) {
      PublicKey key = point(Vectors.hex(group, "key")).orElseThrow();
      for (JsonNode test : group.get("tests")) {
        String name = test.get("id") + " " + test.get("comment").asText();
        Bytes32 hash = Bytes32.wrap(sha256.digest(Vectors.hex(test, "message").toArray()));
        Bytes signature = Vectors.hex(test, "signature");
        boolean valid = test.get("valid").asBoolean();
        // We are stricter than ECDSA: a high s does not verify. It recovers, as any other does.
        assertThat(Signatures.verify(CURVE, hash, signature, key))
            .as(name)
            .isEqualTo(valid && hasLowS(signature));
        // Abscissas above n need the recovery ids 2 and 3, which none of our protocols speaks.
        boolean needsOtherIds = LARGE_ABSCISSA.contains(test.get("id").asInt());
        assertThat(isRecovered(hash, signature, key)).as(name).isEqualTo(valid && !needsOtherIds);
        accepted += valid ? 1 : 0;
      }
    }
    assertThat(accepted).isEqualTo(167);
  }

  private static boolean hasLowS(Bytes signature) {
    return signature.slice(32).toUnsignedBigInteger().compareTo(HALF_N) <= 0;
  }

  private static boolean isRecovered(Bytes32 hash, Bytes signature, PublicKey key) {
    return Stream.of(0, 1)
        .map(id -> Bytes.concatenate(signature, Bytes.of(id)))
        .anyMatch(recoverable -> {
          try {
            return Signatures.recover(CURVE, hash, recoverable).equals(key);
          } catch (Violation refused) {
            return false;
          }
        });
  }
}
