package io.devp2p.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devp2p.core.crypto.NodeKey;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which endpoints a record has (EIP-778; choice between them as go-ethereum p2p/enode). */
final class EndpointsTest {

  private static final NodeKey KEY = NodeKey.of(Bytes32.leftPad(Bytes.of(0x77)));

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (java.net.UnknownHostException notALiteral) {
      throw new AssertionError(notALiteral);
    }
  }

  private static NodeRecord.Builder ports() {
    return NodeRecord.builder().port("udp", 30).port("tcp", 31).port("udp6", 60).port("tcp6", 61);
  }

  @Test
  void portsFollowTheFamily() {
    NodeRecord record =
        ports().address(address("192.0.2.1")).address(address("2001:db8::1")).sign(KEY, 1);
    assertThat(record.ip4()).contains(new Endpoint(address("192.0.2.1"), 30, 31));
    assertThat(record.ip6()).contains(new Endpoint(address("2001:db8::1"), 60, 61));
  }

  @Test
  void withoutPortsOfItsOwnIpv6HasThoseOfIpv4() {
    NodeRecord record =
        NodeRecord.builder()
            .port("udp", 30)
            .port("tcp", 31)
            .port("tcp6", 61)
            .address(address("2001:db8::1"))
            .sign(KEY, 1);
    assertThat(record.ip4()).isEmpty();
    assertThat(record.ip6()).contains(new Endpoint(address("2001:db8::1"), 30, 61));
  }

  @Test
  void withoutPortsThereAreNone() {
    NodeRecord record =
        ports().port("udp", 0).port("tcp", 0).address(address("192.0.2.1")).sign(KEY, 1);
    assertThat(record.ip4()).contains(new Endpoint(address("192.0.2.1"), 0, 0));
  }

  @Test
  void anIpv4AddressMappedIntoIpv6CountsAsIpv4() {
    Bytes mapped = Bytes.fromHexString("0x9000000000000000000000ffffc0000201");
    NodeRecord record = ports().entry("ip6", mapped).sign(KEY, 1);
    assertThat(record.ip6()).isEmpty();
    assertThat(record.ip4()).contains(new Endpoint(address("192.0.2.1"), 30, 31));
    assertThat(record.endpoints())
        .singleElement()
        .satisfies(e -> assertThat(e.address()).isInstanceOf(Inet4Address.class));
    NodeRecord both = ports().entry("ip6", mapped).address(address("192.0.2.9")).sign(KEY, 1);
    assertThat(both.endpoints())
        .extracting(Endpoint::address)
        .containsExactly(address("192.0.2.9"));
  }

  @ParameterizedTest
  @CsvSource({
    "ip, 0x837f0000", // 3 bytes
    "ip, 0x857f00000100", // 5 bytes
    "ip, 0xc47f000001", // a list
    "ip6, 0x847f000001", // 4 bytes
    "udp, 0x83010000", // 65536
    "udp, 0x820001", // a leading zero
    "udp, 0xc101" // a list
  })
  void unusableValuesLeaveTheRecordValid(String key, String item) {
    NodeRecord record =
        NodeRecord.builder()
            .port("udp", 30)
            .port("tcp", 31)
            .address(address("192.0.2.1"))
            .entry(key, Bytes.fromHexString(item))
            .sign(KEY, 1);
    assertThat(NodeRecord.decode(record.encoded())).isEqualTo(record);
    switch (key) {
      case "ip" -> assertThat(record.endpoints()).isEmpty();
      case "ip6" -> assertThat(record.endpoints()).hasSize(1);
      default ->
          assertThat(record.endpoints()).containsExactly(new Endpoint(address("192.0.2.1"), 0, 31));
    }
  }

  // From near to far; IPv4 wins where both reach equally far.
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 2001:db8::1, 192.0.2.1",
    "10.0.0.1, 2001:db8::1, 2001:db8::1",
    "172.16.0.1, 2001:db8::1, 2001:db8::1",
    "192.168.0.1, fc00::1, 192.168.0.1",
    "169.254.0.1, fc00::1, fc00::1",
    "169.254.0.1, fe80::1, 169.254.0.1",
    "127.0.0.1, fe80::1, fe80::1",
    "127.0.0.1, ::1, 127.0.0.1",
    "0.0.0.0, ::1, ::1",
    "0.0.0.0, ::, 0.0.0.0",
    "224.0.0.1, ::1, ::1",
    "127.0.0.1, ff02::1, 127.0.0.1",
    "172.32.0.1, fd00::1, 172.32.0.1"
  })
  void theAddressThatReachesFartherComesFirst(String ip4, String ip6, String first) {
    NodeRecord record = ports().address(address(ip4)).address(address(ip6)).sign(KEY, 1);
    assertThat(record.endpoints().getFirst().address()).isEqualTo(address(first));
    assertThat(Node.of(record).orElseThrow().endpoint()).isEqualTo(record.endpoints().getFirst());
  }

  @Test
  void multicastIsNobodysAddress() {
    NodeRecord record =
        ports().address(address("224.0.0.1")).address(address("ff02::1")).sign(KEY, 1);
    assertThat(record.endpoints()).isEmpty();
    assertThat(Node.of(record)).isEmpty();
  }

  @Test
  void ranks() {
    List<String> fromNearToFar =
        List.of("224.0.0.1", "0.0.0.0", "127.255.0.1", "169.254.9.9", "10.1.1.1", "8.8.8.8");
    assertThat(fromNearToFar.stream().map(a -> Endpoint.rank(address(a))))
        .containsExactly(-1, 0, 1, 2, 3, 4);
    List<String> ofIpv6 = List.of("ff02::1", "::", "::1", "fe80::1", "fdff::1", "2001:db8::1");
    assertThat(ofIpv6.stream().map(a -> Endpoint.rank(address(a))))
        .containsExactly(-1, 0, 1, 2, 3, 4);
  }

  @Test
  void theEthEntry() {
    ForkId mainnet = new ForkId(0x07c9462e, 0);
    assertThat(NodeRecord.builder().eth(mainnet).sign(KEY, 1).eth()).contains(mainnet);
    assertThat(NodeRecord.builder().sign(KEY, 1).eth()).isEmpty();
    for (String unreadable : List.of("0x01", "0xc0", "0xc101", "0xc3c28080", "0xc6c58307c94680")) {
      NodeRecord record =
          NodeRecord.builder().entry("eth", Bytes.fromHexString(unreadable)).sign(KEY, 1);
      assertThat(record.eth()).as(unreadable).isEmpty();
    }
    for (String longer : List.of("0xc8c68407c9462e8001", "0xc8c78407c9462e8001")) {
      NodeRecord record =
          NodeRecord.builder().entry("eth", Bytes.fromHexString(longer)).sign(KEY, 1);
      assertThat(record.eth()).as(longer).contains(mainnet);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void portsOutsideTheRangeAreOurFault(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(loopback, port, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(loopback, 0, port));
  }

  // RFC 5952: the longest run of zeros is left out, the first of equal ones, and no single zero.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "127.0.0.1",
        "::",
        "::1",
        "1::",
        "fe80::1",
        "2001:db8::1",
        "2001:db8:0:1:1:1:1:1",
        "2001:db8::1:0:0:1",
        "2001:0:0:1::1",
        "::1:0:0:2:3:4",
        "1:2:3:4:5:6::",
        "1:2:3:4:5:6:7:8",
        "10:0:0:100::"
      })
  void addressesAsText(String text) {
    assertThat(new Endpoint(address(text), 1, 1).host()).isEqualTo(text);
  }

  @Test
  void socketAddresses() {
    Endpoint endpoint = new Endpoint(address("192.0.2.1"), 30, 31);
    assertThat(endpoint.udpAddress()).isEqualTo(new InetSocketAddress(address("192.0.2.1"), 30));
    assertThat(endpoint.tcpAddress()).isEqualTo(new InetSocketAddress(address("192.0.2.1"), 31));
  }

  @Test
  void aNodeIsKnownByItsRecordOrByItsUrl() {
    NodeRecord record = ports().address(address("192.0.2.1")).sign(KEY, 9);
    Node known = Node.of(record).orElseThrow();
    assertThat(known.seq()).isEqualTo(9);
    assertThat(known).hasToString(record.toString());
    Node heardOf = Node.of(KEY.publicKey(), known.endpoint());
    assertThat(heardOf.id()).isEqualTo(known.id());
    assertThat(heardOf.seq()).isZero();
    assertThat(heardOf).hasToString("enode://" + KEY.publicKey() + "@192.0.2.1:31?discport=30");
  }
}
