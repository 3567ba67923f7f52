package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Which address our own record has: the explicit one, else the bound one, else the fallback. */
final class OwnAddressTest {

  private static final NodeKey KEY = NodeKey.of(Bytes32.leftPad(Bytes.of(5)));

  private static NodeRecord self(String bound, UnaryOperator<DiscoveryConfig.Builder> config)
      throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(bound), 30303);
    return new DiscoveryMachine(KEY, config.apply(DiscoveryConfig.builder()).build(), address)
        .self();
  }

  private static InetAddress ip(String text) throws Exception {
    return InetAddress.getByName(text);
  }

  @Test
  void explicitBeforeBoundBeforeFallback() throws Exception {
    InetAddress explicit = ip("52.1.2.3");
    InetAddress fallback = ip("127.0.0.1");
    assertThat(self("10.0.0.7", c -> c.advertise(explicit).fallback(fallback)).ip4().orElseThrow())
        .returns(explicit, e -> e.address())
        .returns(30303, e -> e.udp());
    assertThat(self("10.0.0.7", c -> c.fallback(fallback)).ip4().orElseThrow().address())
        .isEqualTo(ip("10.0.0.7"));
    assertThat(self("0.0.0.0", c -> c.fallback(fallback)).ip4().orElseThrow().address())
        .isEqualTo(fallback);
    assertThat(self("0.0.0.0", c -> c).endpoints()).isEmpty();
  }
}
