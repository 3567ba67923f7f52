package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InboundGateTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final InboundGate gate = new InboundGate(50, InetAddress::isLoopbackAddress);

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException notNumeric) {
      throw new IllegalArgumentException(notNumeric);
    }
  }

  private int admitted(int tries, String prefix, int from) {
    int count = 0;
    for (int i = 0; i < tries; i++) {
      count += gate.admit(0, address(prefix + (from + i))) ? 1 : 0;
    }
    return count;
  }

  @Test
  void fourFromAnAddress() {
    InetAddress one = address("192.0.2.1");
    for (int i = 0; i < 4; i++) {
      assertThat(gate.admit(0, one)).isTrue();
    }
    assertThat(gate.admit(0, one)).isFalse();
    gate.settled(0, one, true);
    assertThat(gate.admit(0, one)).isTrue();
  }

  @Test
  void sixteenFromAPrefix() {
    assertThat(admitted(20, "192.0.2.", 1)).isEqualTo(16);
    assertThat(admitted(20, "2001:db8::", 1)).isEqualTo(16);
    assertThat(gate.admit(0, address("2001:db8:0:1::1"))).isTrue();
  }

  @Test
  void fiftyASecond() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int count = 0;
    for (int i = 0; i < 200; i++) {
      count += gate.admit(0, loopback) ? 1 : 0;
    }
    assertThat(count).isEqualTo(50);
    assertThat(gate.admit(SECOND / 50, loopback)).isTrue();
    assertThat(gate.admit(SECOND / 50, loopback)).isFalse();
  }

  @Test
  void atMost128Pending() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int count = 0;
    for (int i = 0; i < 1000; i++) {
      count += gate.admit(i * SECOND, loopback) ? 1 : 0;
    }
    assertThat(count).isEqualTo(128);
    assertThat(gate.pending()).isEqualTo(128);
  }

  @Test
  void whoFailedWaits() {
    InetAddress one = address("192.0.2.1");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertThat(gate.admit(0, one)).isTrue();
    assertThat(gate.admit(0, loopback)).isTrue();
    gate.settled(0, one, false);
    gate.settled(0, loopback, false);
    assertThat(gate.admit(29 * SECOND, one)).isFalse();
    assertThat(gate.admit(29 * SECOND, loopback)).isTrue();
    assertThat(gate.admit(30 * SECOND, one)).isTrue();
  }
}
