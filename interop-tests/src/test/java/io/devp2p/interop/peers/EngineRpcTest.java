package io.devp2p.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class EngineRpcTest {

  /** HMAC-SHA256 by another: {@code openssl dgst -sha256 -mac HMAC -macopt hexkey:5e5e...}. */
  @Test
  void aTokenIsSignedAndHasTheTimeOfNow() {
    String[] parts =
        EngineRpc.token(EngineRpc.SECRET, Instant.ofEpochSecond(1_700_000_000)).split("\\.");
    assertThat(parts).hasSize(3);
    assertThat(decoded(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    assertThat(decoded(parts[1])).isEqualTo("{\"iat\":1700000000}");
    assertThat(parts[2]).isEqualTo("s9s8Fao2u_5n52xfjEDn3hDGi5zWjwroWtszas4Fo8o");
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
