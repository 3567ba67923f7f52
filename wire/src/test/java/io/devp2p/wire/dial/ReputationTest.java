package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.Conduct;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReputationTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final PublicKey PEER = NodeKey.generate(new Random(1)).publicKey();
  private static final PublicKey FRIEND = NodeKey.generate(new Random(2)).publicKey();
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

  private final Set<PublicKey> trusted = new HashSet<>(Set.of(FRIEND));
  private final Reputation reputation =
      new Reputation(trusted::contains, InetAddress::isLoopbackAddress);

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException notNumeric) {
      throw new IllegalArgumentException(notNumeric);
    }
  }

  @ParameterizedTest
  @EnumSource
  void badConductAddsUpToABan(Conduct conduct) {
    int times = Reputation.LIMIT / conduct.weight();
    for (int i = 1; i < times; i++) {
      assertThat(reputation.report(0, PEER, conduct)).isFalse();
      assertThat(reputation.isBanned(0, PEER)).isFalse();
    }
    assertThat(reputation.report(0, PEER, conduct)).isTrue();
    assertThat(reputation.isBanned(0, PEER)).isTrue();
  }

  @Test
  void aBanEnds() {
    reputation.report(0, PEER, Conduct.BREACH);
    reputation.report(0, PEER, Conduct.BREACH);
    assertThat(reputation.isBanned(Reputation.BAN - 1, PEER)).isTrue();
    assertThat(reputation.isBanned(Reputation.BAN, PEER)).isFalse();
    assertThat(reputation.bans()).isZero();
    assertThat(reputation.score(Reputation.BAN, PEER)).as("served").isZero();
  }

  @Test
  void halfIsForgottenInTenMinutes() {
    reputation.report(0, PEER, Conduct.BREACH);
    assertThat(reputation.score(0, PEER)).isEqualTo(50);
    assertThat(reputation.score(10 * MINUTE, PEER)).isCloseTo(25, Offset.offset(0.01));
    assertThat(reputation.report(10 * MINUTE, PEER, Conduct.BREACH)).isFalse();
    assertThat(reputation.score(20 * MINUTE, PEER)).isCloseTo(37.5, Offset.offset(0.01));
  }

  @Test
  void trustedNodesAreNeverBanned() {
    for (int i = 0; i < 100; i++) {
      assertThat(reputation.report(0, FRIEND, Conduct.BREACH)).isFalse();
    }
    assertThat(reputation.isBanned(0, FRIEND)).isFalse();
    reputation.ban(0, PEER, Duration.ofDays(1));
    trusted.add(PEER);
    assertThat(reputation.isBanned(0, PEER)).as("trust comes before a ban").isFalse();
  }

  @Test
  void ourOwnNetworkIsNeverBanned() {
    for (int i = 0; i < 100; i++) {
      assertThat(reputation.report(0, LOCAL, Conduct.BAD_HANDSHAKE)).isFalse();
    }
    assertThat(reputation.isBanned(0, LOCAL)).isFalse();
  }

  /** what is wrong at an address says nothing about the node that should be there. */
  @Test
  void addressesAndNodesAreJudgedApart() {
    InetAddress there = address("192.0.2.7");
    for (int i = 0; i < 10; i++) {
      reputation.report(0, there, Conduct.BAD_HANDSHAKE);
    }
    assertThat(reputation.isBanned(0, there)).isTrue();
    assertThat(reputation.isBanned(0, address("192.0.2.8"))).isFalse();
    assertThat(reputation.isBanned(0, PEER)).isFalse();
  }

  @Test
  void aNetworkOfOneOwnerIsOneAddressOfIpv6() {
    reputation.ban(0, address("2001:db8::1"), Duration.ofMinutes(1));
    assertThat(reputation.isBanned(0, address("2001:db8::ffff:2"))).isTrue();
    assertThat(reputation.isBanned(0, address("2001:db8:0:1::1"))).isFalse();
  }

  @Test
  void whoIsPardonedBeginsAnew() {
    InetAddress there = address("192.0.2.7");
    assertThat(reputation.pardon(0, PEER)).isFalse();
    reputation.ban(0, PEER, Duration.ofMinutes(5));
    reputation.ban(0, there, Duration.ofMinutes(5));
    assertThat(reputation.pardon(6 * MINUTE, there)).as("over by itself").isFalse();
    assertThat(reputation.pardon(MINUTE, PEER)).isTrue();
    assertThat(reputation.isBanned(MINUTE, PEER)).isFalse();
    reputation.report(MINUTE, PEER, Conduct.BREACH);
    assertThat(reputation.pardon(MINUTE, PEER)).isFalse();
    assertThat(reputation.score(MINUTE, PEER)).isZero();
  }

  @Test
  void whatIsRememberedIsBounded() {
    InetAddress first = address("10.0.0.0");
    reputation.ban(0, first, Duration.ofDays(1));
    for (int i = 1; i <= 5000; i++) {
      reputation.ban(0, address("10.0." + i / 256 + "." + i % 256), Duration.ofDays(1));
    }
    assertThat(reputation.bans()).isEqualTo(4096);
    assertThat(reputation.isBanned(0, first)).as("the oldest is forgotten").isFalse();
  }
}
