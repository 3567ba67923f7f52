package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.wire.Cause;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where a node can be dialed, and in which order. */
final class TargetTest {

  private static final NodeKey KEY = NodeKey.generate(new Random(1));
  private static final InetSocketAddress IP4 = at("192.0.2.1", 30303);
  private static final InetSocketAddress IP6 = at("2001:db8::1", 30304);

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(ip(address), port);
  }

  private static InetAddress ip(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException notNumeric) {
      throw new IllegalArgumentException(notNumeric);
    }
  }

  private static Choice choose(boolean ip6First, List<InetSocketAddress> addresses) {
    return Choice.of(addresses, Cause.NO_TCP_PORT, ip6First, a -> true, a -> false);
  }

  @Test
  void aRecordHasBothFamilies() {
    NodeRecord record =
        NodeRecord.builder()
            .address(IP4.getAddress())
            .port("tcp", 30303)
            .address(IP6.getAddress())
            .port("tcp6", 30304)
            .sign(KEY, 1);
    assertThat(Target.of(record).addresses()).containsExactlyInAnyOrder(IP4, IP6);
    assertThat(Target.of(record).key()).isEqualTo(KEY.publicKey());
    Node told = Node.of(record, new Endpoint(ip("192.0.2.9"), 1, 30303));
    assertThat(Target.of(told).addresses())
        .containsExactlyInAnyOrder(at("192.0.2.9", 30303), IP4, IP6);
  }

  @Test
  void aNodeWithoutTcpPortHasNoAddress() {
    Node node = Node.of(KEY.publicKey(), new Endpoint(ip("192.0.2.1"), 30303, 0));
    assertThat(Target.of(node).addresses()).isEmpty();
    Enode udp = Enode.parse("enode://" + KEY.publicKey() + "@192.0.2.1:0?discport=30303");
    assertThat(Target.of(udp))
        .isEqualTo(new Target(KEY.publicKey(), List.of(), Target.of(udp).name()));
    assertThat(Target.of(udp).name()).isEmpty();
    assertThat(Target.of(Enode.parse("enode://" + KEY.publicKey())).addresses()).isEmpty();
  }

  @Test
  void namesAreKeptAsNames() {
    Enode named = Enode.parse("enode://" + KEY.publicKey() + "@node.example.org:30303");
    assertThat(Target.of(named).addresses()).isEmpty();
    assertThat(Target.of(named).name()).contains(new Target.Name("node.example.org", 30303));
    assertThat(Target.of(KEY.publicKey(), InetSocketAddress.createUnresolved("node", 1)).name())
        .contains(new Target.Name("node", 1));
    Enode numeric = Enode.parse("enode://" + KEY.publicKey() + "@192.0.2.1:30303");
    assertThat(Target.of(numeric).addresses()).containsExactly(IP4);
  }

  @Test
  void thePreferredFamilyFirstThenTheOther() {
    assertThat(choose(false, List.of(IP6, IP4)).addresses()).containsExactly(IP4, IP6);
    assertThat(choose(true, List.of(IP4, IP6)).addresses()).containsExactly(IP6, IP4);
  }

  @Test
  void ofManyAddressesFourAreTriedOfBothFamilies() {
    List<InetSocketAddress> many =
        List.of(at("192.0.2.2", 1), at("192.0.2.3", 1), IP4, at("192.0.2.4", 1), IP6);
    assertThat(choose(false, many).addresses())
        .containsExactly(at("192.0.2.2", 1), IP6, at("192.0.2.3", 1), IP4);
  }

  @Test
  void whyThereIsNothingToDial() {
    assertThat(choose(false, List.of()).against()).contains(Cause.NO_TCP_PORT);
    assertThat(choose(false, List.of(at("0.0.0.0", 1), at("224.0.0.1", 1))).against())
        .contains(Cause.NET_RESTRICTED);
    assertThat(Choice.of(List.of(IP4), Cause.NO_TCP_PORT, false, a -> false, a -> false).against())
        .contains(Cause.NET_RESTRICTED);
    Choice banned =
        Choice.of(List.of(IP4, IP6), Cause.NO_TCP_PORT, false, a -> true, IP4.getAddress()::equals);
    assertThat(banned.addresses()).containsExactly(IP6);
    assertThat(Choice.of(List.of(IP4), Cause.NO_TCP_PORT, false, a -> true, a -> true).against())
        .contains(Cause.BANNED);
  }
}
