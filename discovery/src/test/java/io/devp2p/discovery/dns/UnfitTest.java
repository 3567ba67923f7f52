package io.devp2p.discovery.dns;

import static io.devp2p.discovery.dns.DnsSamples.key;
import static io.devp2p.discovery.dns.DnsSamples.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.discovery.guard.AddressPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** D-06: what is never published. */
final class UnfitTest {

  private static Optional<Unfit> judged(NodeRecord record) {
    return Unfit.of(record, AddressPolicy.publicOnly());
  }

  private static NodeRecord.Builder usual() {
    return record(1).toBuilder();
  }

  private static NodeRecord sign(NodeRecord.Builder builder) {
    return builder.sign(key(1), 1);
  }

  private static NodeRecord at(String address) throws UnknownHostException {
    return sign(usual().without("ip").address(InetAddress.getByName(address)));
  }

  @Test
  void aUsualRecordIsFit() throws UnknownHostException {
    assertThat(judged(record(1))).isEmpty();
    assertThat(judged(at("2a00:1450::1"))).isEmpty();
    assertThat(judged(sign(usual().without("tcp").port("quic", 9000)))).isEmpty();
    assertThat(judged(sign(usual().without("tcp").port("tcp6", 30303)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void refuses(Unfit reason) {
    assertThat(reason.reason()).isNotEmpty();
    List<NodeRecord> unfit =
        switch (reason) {
          case PORT_NOT_DECODABLE ->
              List.of(
                  sign(usual().entry("tcp", Bytes.fromHexString("0x83010000"))),
                  sign(usual().entry("udp", Bytes.fromHexString("0xc101"))),
                  sign(usual().entry("quic6", Bytes.fromHexString("0x820001"))));
          case NOT_DIALABLE ->
              List.of(
                  sign(usual().without("tcp")),
                  sign(usual().entry("tcp", RlpWriter.encode(w -> w.uint(0)))));
          case NO_ADDRESS -> List.of(sign(usual().without("ip")));
          case ADDRESS_NOT_PUBLIC -> List.of(twoAddresses());
        };
    assertThat(unfit).allSatisfy(record -> assertThat(judged(record)).contains(reason));
  }

  /** One public address does not make up for one that is not. */
  private static NodeRecord twoAddresses() {
    Bytes inner = Bytes.fromHexString("0xfd000000000000000000000000000001");
    return sign(usual().entry("ip6", RlpWriter.encode(w -> w.bytes(inner))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "64:ff9b::a00:1",
        "100::1",
        "2001:db8::1",
        "2002:a00:1::",
        "fc00::1",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.1",
      })
  void addressesOfSpecialUse(String address) throws UnknownHostException {
    assertThat(judged(at(address))).contains(Unfit.ADDRESS_NOT_PUBLIC);
  }

  @Test
  void theOperatorMayAllowAddressesOfALaboratory() throws UnknownHostException {
    AddressPolicy lab = AddressPolicy.publicOnly().alsoAllow("127.0.0.0/8");
    assertThat(Unfit.of(at("127.0.0.7"), lab)).isEmpty();
  }

  @Test
  void aRecordOfMoreThan300BytesDoesNotComeIn() {
    byte[] large = new byte[301];
    String text = "enr:" + Base64.getUrlEncoder().withoutPadding().encodeToString(large);
    assertThatExceptionOfType(Violation.class).isThrownBy(() -> NodeRecord.parse(text));
  }
}
