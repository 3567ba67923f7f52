package io.devp2p.discovery.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.discovery.Profile;
import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, 1.2.3.4, true",
    "8.8.8.8, 10.0.0.1, false",
    "8.8.8.8, 127.0.0.1, false",
    "10.0.0.1, 10.0.0.2, true",
    "10.0.0.1, 127.0.0.1, false",
    "127.0.0.1, 127.0.0.2, true",
    "127.0.0.1, 192.168.1.1, true",
    "::1, ::1, true",
    "8.8.8.8, ::1, false",
    "fe80::1, fc00::1, true",
    "8.8.8.8, 0.0.0.0, false",
    "127.0.0.1, 0.0.0.0, false",
    "8.8.8.8, 224.0.0.1, false",
    "8.8.8.8, 192.0.2.1, false",
    "8.8.8.8, 2001:db8::1, false",
    "8.8.8.8, 2a00::1, true",
    "8.8.8.8, 255.255.255.255, false"
  })
  void whatMayBeRelayed(String peer, String address, boolean relayed) throws Exception {
    assertThat(AddressPolicy.relays(ip(peer), ip(address))).isEqualTo(relayed);
  }

  @Test
  void policiesOfContact() throws Exception {
    AddressPolicy any = AddressPolicy.any();
    AddressPolicy open = AddressPolicy.publicOnly();
    AddressPolicy lab = AddressPolicy.only("127.0.0.0/8", "::1");
    assertThat(any.allows(ip("10.0.0.1"))).isTrue();
    assertThat(any.allows(ip("224.0.0.1"))).isFalse();
    assertThat(any.allows(ip("0.0.0.0"))).isFalse();
    assertThat(open.allows(ip("8.8.8.8"))).isTrue();
    assertThat(open.allows(ip("10.0.0.1"))).isFalse();
    assertThat(open.allows(ip("198.51.100.1"))).isFalse();
    assertThat(open.alsoAllow("10.0.0.0/8").allows(ip("10.0.0.1"))).isTrue();
    assertThat(lab.allows(ip("127.255.0.1"))).isTrue();
    assertThat(lab.allows(ip("::1"))).isTrue();
    assertThat(lab.allows(ip("8.8.8.8"))).isFalse();
  }

  /** Forms in which an address of somebody's inner network may come (security.md, K-01). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "::10.0.0.1",
        "::ffff:10.0.0.1",
        "2002:a00:1::1",
        "2001:0:a00:1::1",
        "fc00::1",
        "fe80::1",
        "169.254.169.254",
        "100.64.0.1",
        "255.255.255.255",
        "::1"
      })
  void innerAddressesAreNotPublic(String address) throws Exception {
    assertThat(AddressPolicy.publicOnly().allows(ip(address))).isFalse();
    assertThat(AddressPolicy.relays(ip("8.8.8.8"), ip(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/x", "example.org/8", "::/129", "10.0.0/-1"})
  void aRangeThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
  })
  void anAddressLiesInARange(String range, String address, boolean lies) throws Exception {
    assertThat(Cidr.parse(range).contains(InetAddress.getByName(address))).isEqualTo(lies);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/12, 10.15.255.255, true",
    "10.0.0.0/12, 10.16.0.0, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, 2a00::1, false",
    "2a00::1:0/112, 2a00::1:ffff, true",
    "2a00::1:0/112, 2a00::2:0, false",
    "2a00::1, 2a00::1, true",
    "2a00::1, 2a00::2, false",
    "2a00::/13, 2a07:ffff::1, true",
    "2a00::/13, 2a08::1, false"
  })
  void rangesCountInBits(String range, String address, boolean inside) throws Exception {
    assertThat(AddressPolicy.only(range).allows(ip(address))).isEqualTo(inside);
  }

  @Test
  void aBucketRefillsWithTime() {
    TokenBuckets<String> buckets = new TokenBuckets<>(10, 3, 2);
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take(0, "a")).isTrue();
    }
    assertThat(buckets.take(0, "a")).isFalse();
    assertThat(buckets.take(SECOND / 10, "a")).isTrue();
    assertThat(buckets.take(SECOND / 10, "a")).isFalse();
    assertThat(buckets.take(SECOND / 10, "b")).isTrue();
  }

  @Test
  void limitsCountAddressesAndNetworksAndSpareLocalOnes() throws Exception {
    RateLimit limit = new RateLimit(Profile.NODE, false);
    assertThat(admitted(limit, "52.0.0.1", 1_000)).isEqualTo(40);
    assertThat(admitted(limit, "52.0.0.2", 1_000)).isEqualTo(40);
    assertThat(admitted(limit, "52.0.0.3", 1_000)).isEqualTo(40);
    assertThat(admitted(limit, "52.0.0.4", 1_000)).isEqualTo(40);
    assertThat(admitted(limit, "52.0.0.5", 1_000)).isZero();
    assertThat(admitted(limit, "127.0.0.1", 1_000)).isEqualTo(1_000);
    assertThat(admitted(new RateLimit(Profile.NODE, true), "127.0.0.1", 1_000)).isEqualTo(40);
  }

  @Test
  void recoveriesHaveAGlobalLimitThatACrawlerHasNot() throws Exception {
    RateLimit node = new RateLimit(Profile.NODE, false);
    RateLimit crawler = new RateLimit(Profile.CRAWLER, false);
    int byNode = 0;
    int byCrawler = 0;
    for (int i = 0; i < 5_000; i++) {
      InetAddress from = ip("52." + i / 250 + "." + i % 250 + ".1");
      byNode += node.admitsRecovery(0, from, false) ? 1 : 0;
      byCrawler += crawler.admitsRecovery(0, from, false) ? 1 : 0;
    }
    assertThat(byNode).isEqualTo(2_000);
    assertThat(byCrawler).isEqualTo(5_000);
  }

  @Test
  void aPacketPaysForThreeTimesItsBytesAndAtOnce() {
    ReplyBudget budget = new ReplyBudget();
    InetSocketAddress to = new InetSocketAddress("52.0.0.1", 1);
    assertThat(budget.spend(0, to, 1, false)).isFalse();
    budget.received(0, to, 100);
    assertThat(budget.spend(0, to, 301, false)).isFalse();
    assertThat(budget.spend(0, to, 200, false)).isTrue();
    assertThat(budget.spend(0, to, 100, false)).isTrue();
    assertThat(budget.spend(0, to, 1, false)).isFalse();
    budget.received(SECOND, to, 100);
    budget.received(SECOND, to, 100);
    assertThat(budget.spend(SECOND, to, 301, false)).isFalse();
    assertThat(budget.spend(SECOND + 1, to, 1, false)).isFalse();
  }

  @Test
  void twoPacketsGoOutInAnyTenSeconds() {
    ReplyBudget budget = new ReplyBudget();
    InetSocketAddress to = new InetSocketAddress("52.0.0.1", 1);
    List<Long> sent = new ArrayList<>();
    for (long now = 0; now < 60 * SECOND; now += SECOND / 3) {
      budget.received(now, to, 100);
      if (budget.spend(now, to, 1, true)) {
        sent.add(now);
      }
    }
    assertThat(sent).hasSizeGreaterThanOrEqualTo(12);
    for (int i = 2; i < sent.size(); i++) {
      assertThat(sent.get(i) - sent.get(i - 2)).isGreaterThanOrEqualTo(10 * SECOND);
    }
  }

  @Test
  void anAddressIsContactedOnceInTenSeconds() {
    InetSocketAddress to = new InetSocketAddress("52.0.0.1", 1);
    InetSocketAddress other = new InetSocketAddress("52.0.0.1", 2);
    FirstContacts node = new FirstContacts(Profile.NODE);
    assertThat(node.take(0, Version.V5, to)).isTrue();
    assertThat(node.take(9 * SECOND, Version.V5, to)).isFalse();
    assertThat(node.take(9 * SECOND, Version.V4, to)).isFalse();
    assertThat(node.take(9 * SECOND, Version.V4, other)).isTrue();
    assertThat(node.turn(9 * SECOND, Version.V4, to)).isEqualTo(10 * SECOND);
    assertThat(node.take(10 * SECOND, Version.V4, to)).isTrue();
    FirstContacts crawler = new FirstContacts(Profile.CRAWLER);
    assertThat(crawler.take(0, Version.V5, to)).isTrue();
    assertThat(crawler.take(0, Version.V4, to)).isTrue();
    assertThat(crawler.take(0, Version.V4, to)).isFalse();
  }

  private static int admitted(RateLimit limit, String from, int packets)
      throws UnknownHostException {
    int admitted = 0;
    for (int i = 0; i < packets; i++) {
      admitted += limit.admitsPacket(0, ip(from), false) ? 1 : 0;
    }
    return admitted;
  }

  private static InetAddress ip(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }
}
