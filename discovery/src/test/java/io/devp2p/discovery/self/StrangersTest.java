package io.devp2p.discovery.self;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class StrangersTest {

  private static final long SECOND = 1_000_000_000L;

  private final Strangers strangers = new Strangers();

  private static InetSocketAddress at(String ip) {
    return new InetSocketAddress(ip, 30303);
  }

  @Test
  void whoComesUnaskedIsOneForAMoment() {
    strangers.inbound(0, at("52.0.0.1"));
    strangers.sent(0, at("52.0.0.1").getAddress());
    assertThat(strangers.isOne(10 * SECOND, at("52.0.0.1"))).isTrue();
    assertThat(strangers.isOne(10 * SECOND, at("52.0.0.2"))).isFalse();
    assertThat(strangers.isOne(60 * SECOND, at("52.0.0.1"))).isFalse();
  }

  @Test
  void whoseNetworkWasContactedIsNoneUntilEveryRouterForgotIt() {
    strangers.sent(0, at("52.0.0.1").getAddress());
    strangers.inbound(1, at("52.0.0.200"));
    strangers.inbound(1, at("52.0.1.1"));
    assertThat(strangers.isOne(1, at("52.0.0.200"))).isFalse();
    assertThat(strangers.isOne(1, at("52.0.1.1"))).isTrue();
    strangers.inbound(Strangers.HOLE, at("52.0.0.200"));
    assertThat(strangers.isOne(Strangers.HOLE, at("52.0.0.200"))).isTrue();
  }

  @Test
  void aLocalNodeIsNone() {
    strangers.inbound(0, at("192.168.1.7"));
    assertThat(strangers.isOne(0, at("192.168.1.7"))).isFalse();
  }

  /** What was forgotten for want of room must not make its network a stranger. */
  @Test
  void whoContactsTooManyIsBlindForATime() {
    for (int i = 0; i <= Strangers.CONTACTED; i++) {
      strangers.sent(i, at("52." + (i >> 8 & 255) + "." + (i & 255) + ".1").getAddress());
    }
    assertThat(strangers.isBlind(Strangers.CONTACTED)).isTrue();
    strangers.inbound(Strangers.CONTACTED, at("52.0.0.1"));
    assertThat(strangers.isOne(Strangers.CONTACTED, at("52.0.0.1"))).isFalse();
    strangers.inbound(Strangers.HOLE, at("52.0.0.1"));
    assertThat(strangers.isOne(Strangers.HOLE, at("52.0.0.1"))).isTrue();
  }
}
