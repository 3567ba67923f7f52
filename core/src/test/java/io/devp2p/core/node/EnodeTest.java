package io.devp2p.core.node;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.CryptoRule;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnodeTest {

  private static final PublicKey KEY = NodeKey.of(Bytes32.leftPad(Bytes.of(0x77))).publicKey();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:30303",
        "127.0.0.1:0",
        "127.0.0.1:65535?discport=0",
        "[2001:db8:0:0:0:0:0:1]:30303?discport=30301",
        "[::1]:1",
        "node.example.org:30303"
      })
  void whatIsReadIsWrittenTheSame(String authority) {
    String url = "enode://" + KEY + "@" + authority;
    assertThat(Enode.parse(url)).hasToString(url);
  }

  @Test
  void discportDefaultsToTheTcpPort() {
    for (String query : new String[] {"", "?", "?discport=", "?other=7", "?discport=30303"}) {
      Enode enode = Enode.parse("enode://" + KEY + "@127.0.0.1:30303" + query);
      assertThat(enode.udp()).as(query).isEqualTo(30303);
      assertThat(enode).hasToString("enode://" + KEY + "@127.0.0.1:30303");
    }
    assertThat(Enode.parse("enode://" + KEY + "@127.0.0.1:3?a=1&discport=9").udp()).isEqualTo(9);
  }

  @Test
  void hexOfAnyCase() {
    String upper = KEY.toString().toUpperCase(Locale.ROOT);
    assertThat(Enode.parse("enode://" + upper + "@127.0.0.1:1").key()).isEqualTo(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "127.0.0.1:99999999999",
        "127.0.0.1:1?discport=65536",
        "127.0.0.1:1?discport=-1",
        "127.0.0.1:1?discport=1x",
        "127.0.0.1:1/path",
        ":30303",
        "999.0.0.1:30303",
        "[fe80::1%eth0]:30303",
        "[::1:30303",
        "[1.2.3.4]:30303",
        "host name:30303",
        "a@127.0.0.1:1"
      })
  void otherAuthoritiesAreRefused(String authority) {
    assertViolation(EnrRule.ENODE_URL, () -> Enode.parse("enode://" + KEY + "@" + authority));
  }

  @ParameterizedTest
  @ValueSource(strings = {"enode://", "enode:", "ENODE://", "enode://@127.0.0.1:1", "enode://0x"})
  void otherUrlsAreRefused(String url) {
    assertViolation(EnrRule.ENODE_URL, () -> Enode.parse(url));
  }

  @Test
  void aKeyOffTheCurveIsRefused() {
    assertViolation(
        CryptoRule.KEY_NOT_ON_CURVE, () -> Enode.parse("enode://" + "01".repeat(64) + "@[::1]:1"));
  }

  @Test
  void namesAreNeverLookedUp() {
    assertThat(Enode.parse("enode://" + KEY + "@localhost:1").endpoint()).isEmpty();
    Enode lookalike = new Enode(KEY, java.util.Optional.of("1.2.3.400"), 1, 1);
    assertThat(lookalike.endpoint()).isEmpty();
  }

  @Test
  void addressesAreWrittenWithoutScope() throws Exception {
    InetAddress scoped =
        java.net.Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 3);
    assertThat(Enode.of(KEY, new Endpoint(scoped, 1, 1)))
        .hasToString("enode://" + KEY + "@[fe80::1]:1");
  }

  @Test
  void randomTextGivesAUrlOrAViolation() {
    Random random = new Random(20261124);
    String alphabet = "enod:/@[]%?=&.0123456789abcdef#\\ \u20ac";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder("enode://");
      if (random.nextBoolean()) {
        text.append(KEY).append('@');
      }
      for (int length = random.nextInt(30); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Enode.parse(text.toString()).endpoint();
      } catch (Violation refused) {
        assertThat(refused.rule()).isEqualTo(EnrRule.ENODE_URL);
      } catch (RuntimeException escaped) {
        fail(text.toString(), escaped);
      }
    }
  }
}
