package io.devp2p.node.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The tokens of the Engine API (execution-apis, authentication): HS256 over a shared secret, made
 * within the last minute. Pure.
 */
final class Jwt {

  /** How far the clocks of the two clients may differ, in seconds. */
  static final long TOLERANCE = 60;

  /** A token has about 120 characters; nobody needs more. */
  private static final int MAX_LENGTH = 4096;

  private static final String SCHEME = "Bearer ";
  private static final String ALGORITHM = "HmacSHA256";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Jwt() {}

  /** Whether the value of an Authorization header is a token of the secret, made about now. */
  static boolean isValid(Optional<String> authorization, Bytes32 secret, Instant now) {
    Optional<String[]> parts =
        authorization
            .filter(value -> value.length() <= MAX_LENGTH && value.startsWith(SCHEME))
            .map(value -> value.substring(SCHEME.length()).trim().split("\\.", -1))
            .filter(p -> p.length == 3);
    return parts.isPresent()
        && isSigned(parts.get(), secret)
        && json(parts.get()[0]).map(h -> h.path("alg").asText("")).orElse("").equals("HS256")
        && json(parts.get()[1]).map(claims -> isFresh(claims, now)).orElse(false);
  }

  private static boolean isSigned(String[] parts, Bytes32 secret) {
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    return bytes(parts[2])
        .map(signature -> MessageDigest.isEqual(signature, hmac(secret, signed)))
        .orElse(false);
  }

  private static byte[] hmac(Bytes32 secret, byte[] signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.toArrayUnsafe(), ALGORITHM));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: a JDK without " + ALGORITHM, impossible);
    }
  }

  private static boolean isFresh(JsonNode claims, Instant now) {
    JsonNode issued = claims.path("iat");
    JsonNode expires = claims.path("exp");
    long seconds = now.getEpochSecond();
    return issued.canConvertToLong()
        && issued.isIntegralNumber()
        && issued.longValue() >= seconds - TOLERANCE
        && issued.longValue() <= seconds + TOLERANCE
        && (expires.isMissingNode() || expires.asLong(0) > seconds);
  }

  private static Optional<JsonNode> json(String part) {
    return bytes(part)
        .flatMap(text -> {
          try {
            return Optional.of(JSON.readTree(new String(text, StandardCharsets.UTF_8)));
          } catch (JsonProcessingException malformed) {
            return Optional.empty();
          }
        });
  }

  private static Optional<byte[]> bytes(String part) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(part));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
