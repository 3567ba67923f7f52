package io.devp2p.discovery.self;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.core.node.Head;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.OwnAddress;
import io.devp2p.discovery.OwnAddress.State;
import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Our record in a world that is told to it event by event. */
class OwnRecordTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long FORK = 1_900_000_000L;
  private static final ForkSchedule FORKS =
      new ForkSchedule(Bytes32.repeat((byte) 1), 1L, new long[] {100}, new long[] {FORK});

  private final Outbox<DiscoveryEvent> out = new Outbox<>();
  private final List<DiscoveryEvent> events = new ArrayList<>();
  private Instant wall = Instant.ofEpochSecond(FORK - 10);
  private long now;
  private int networks;

  private OwnRecord own(String bound, UnaryOperator<DiscoveryConfig.Builder> config) {
    DiscoveryConfig built =
        config.apply(DiscoveryConfig.builder().wallClock(() -> wall).tcp(30304).seq(7)).build();
    return new OwnRecord(
        NodeKey.generate(new Random(1)), built, new InetSocketAddress(ip(bound), 30303));
  }

  private OwnRecord own(String bound) {
    return own(bound, c -> c);
  }

  private static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException notAnAddress) {
      throw new AssertionError(notAnAddress);
    }
  }

  private static InetSocketAddress at(String ip, int port) {
    return new InetSocketAddress(ip(ip), port);
  }

  /** Serves the deadlines of some time, at most a thousand. */
  private void pass(OwnRecord own, long time) {
    long end = now + time;
    int steps = 0;
    while (own.deadline() <= end) {
      long at = Math.max(now, own.deadline());
      wall = wall.plusNanos(at - now);
      now = at;
      own.onTime(now, out);
      assertThat(++steps).as("deadlines served").isLessThan(1_000);
    }
    wall = wall.plusNanos(end - now);
    now = end;
    drain();
  }

  private void drain() {
    for (Effect<DiscoveryEvent> effect : out.drain()) {
      events.add(((Effect.Emit<DiscoveryEvent>) effect).event());
    }
  }

  /** Ten nodes that we asked. */
  private void vote(OwnRecord own, InetSocketAddress observed) {
    for (int i = 0; i < 10; i++) {
      InetSocketAddress voter = inNetwork(52, i, observed);
      own.sent(now, voter);
      own.inbound(now, voter);
      own.seen(now, Version.V5, voter, observed, out);
    }
    pass(own, 2 * SECOND);
  }

  /** An address of a network in the family in which we are seen. */
  private static InetSocketAddress inNetwork(int group, int network, InetSocketAddress observed) {
    boolean four = observed.getAddress().getAddress().length == 4;
    String ip = four ? group + ".0." + network + ".1" : "2a00:" + group + ":" + network + "::1";
    return at(ip, 30303);
  }

  /** A node that we did not know. */
  private void stranger(OwnRecord own, InetSocketAddress observed) {
    InetSocketAddress from = inNetwork(53, networks++, observed);
    own.inbound(now, from);
    own.sent(now, from);
    own.seen(now, Version.V4, from, observed, out);
    drain();
  }

  private List<NodeRecord> records() {
    return events.stream()
        .filter(e -> e instanceof DiscoveryEvent.SelfChanged)
        .map(e -> ((DiscoveryEvent.SelfChanged) e).record())
        .toList();
  }

  private List<State> states(StandardProtocolFamily family) {
    return events.stream()
        .filter(e -> e instanceof DiscoveryEvent.AddressChanged)
        .map(e -> (DiscoveryEvent.AddressChanged) e)
        .filter(e -> e.family() == family)
        .map(e -> e.address().state())
        .toList();
  }

  private static OwnAddress address(OwnRecord own, StandardProtocolFamily family) {
    return Objects.requireNonNull(own.addresses().get(family));
  }

  @Test
  void aVotedAddressWaitsForAStranger() {
    OwnRecord own = own("0.0.0.0");
    assertThat(address(own, INET)).isEqualTo(new OwnAddress(State.LISTEN, at("0.0.0.0", 30303)));
    assertThat(own.addresses()).doesNotContainKey(INET6);
    vote(own, at("8.8.8.8", 40000));
    assertThat(address(own, INET).state()).isEqualTo(State.VOTED);
    assertThat(records()).isEmpty();
    stranger(own, at("8.8.8.8", 40000));
    assertThat(states(INET)).containsExactly(State.VOTED, State.VERIFIED);
    assertThat(records()).hasSize(1);
    assertThat(records().getFirst().seq()).isEqualTo(8);
    assertThat(own.local().record().ip4()).contains(new Endpoint(ip("8.8.8.8"), 40000, 30304));
  }

  /** Those who vote do not verify: they were sent something before. */
  @Test
  void whoWasContactedDoesNotVerify() {
    OwnRecord own = own("0.0.0.0");
    for (int i = 0; i < 5; i++) {
      vote(own, at("8.8.8.8", 30303));
    }
    assertThat(address(own, INET).state()).isEqualTo(State.VOTED);
    assertThat(records()).isEmpty();
  }

  @Test
  void familiesAreApart() {
    OwnRecord own = own("::");
    vote(own, at("8.8.8.8", 30303));
    stranger(own, at("2a00::8", 30303));
    assertThat(address(own, INET).state()).isEqualTo(State.VOTED);
    assertThat(address(own, INET6).state()).isEqualTo(State.LISTEN);
    vote(own, at("2a00::8", 30303));
    assertThat(address(own, INET6).state()).isEqualTo(State.VERIFIED);
    assertThat(own.local().record().ip6()).contains(new Endpoint(ip("2a00::8"), 30303, 30304));
    assertThat(own.local().record().entry("udp6")).isPresent();
    assertThat(own.local().record().entry("tcp6")).isPresent();
    assertThat(own.local().record().ip4()).isEmpty();
    stranger(own, at("8.8.8.8", 30303));
    assertThat(own.local().record().endpoints()).hasSize(2);
    assertThat(own.local().record().seq()).isEqualTo(9);
  }

  @Test
  void aMappedAddressIsOneOfIpv4() throws Exception {
    OwnRecord own = own("::");
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    mapped[12] = mapped[13] = mapped[14] = mapped[15] = 8;
    vote(own, new InetSocketAddress(InetAddress.getByAddress(mapped), 30303));
    assertThat(address(own, INET)).isEqualTo(new OwnAddress(State.VOTED, at("8.8.8.8", 30303)));
    assertThat(address(own, INET6).state()).isEqualTo(State.LISTEN);
  }

  @Test
  void aConfiguredAddressStandsAndTheOtherFamilyIsFilled() {
    OwnRecord own = own("::", c -> c.advertise(ip("52.1.2.3")));
    vote(own, at("8.8.8.8", 40000));
    stranger(own, at("8.8.8.8", 40000));
    assertThat(address(own, INET))
        .isEqualTo(new OwnAddress(State.CONFIGURED, at("52.1.2.3", 30303)));
    assertThat(records()).isEmpty();
    vote(own, at("2a00::8", 40000));
    stranger(own, at("2a00::8", 40000));
    assertThat(own.local().record().ip4()).contains(new Endpoint(ip("52.1.2.3"), 30303, 30304));
    assertThat(own.local().record().ip6()).contains(new Endpoint(ip("2a00::8"), 40000, 30304));
  }

  @Test
  void whatTheHostNamesStands() {
    OwnRecord own = own("0.0.0.0");
    vote(own, at("8.8.8.8", 40000));
    own.update(r -> r.address(ip("52.1.2.3")), out);
    drain();
    assertThat(address(own, INET).state()).isEqualTo(State.CONFIGURED);
    stranger(own, at("8.8.8.8", 40000));
    assertThat(own.local().record().ip4().orElseThrow().address()).isEqualTo(ip("52.1.2.3"));
    own.update(r -> r.without("ip"), out);
    drain();
    assertThat(address(own, INET).state()).isEqualTo(State.VOTED);
    assertThat(records()).hasSize(2);
  }

  @Test
  void aFallbackMakesRoom() {
    OwnRecord own = own("0.0.0.0", c -> c.fallback(ip("127.0.0.1")));
    assertThat(own.local().record().ip4()).contains(new Endpoint(ip("127.0.0.1"), 30303, 30304));
    vote(own, at("8.8.8.8", 40000));
    stranger(own, at("8.8.8.8", 40000));
    assertThat(own.local().record().ip4()).contains(new Endpoint(ip("8.8.8.8"), 40000, 30304));
    pass(own, Reachability.LAPSE);
    assertThat(own.local().record().ip4()).contains(new Endpoint(ip("127.0.0.1"), 30303, 30304));
  }

  /** The laptop is carried to another network, asleep (security.md, F-08). */
  @Test
  void anotherNetworkIsOneNewRecord() {
    OwnRecord own = own("0.0.0.0");
    vote(own, at("8.8.8.8", 30303));
    stranger(own, at("8.8.8.8", 30303));
    wall = wall.plusSeconds(36_000);
    now += 10 * SECOND; // the monotonic clock of many systems stands still in the meantime
    vote(own, at("9.9.9.9", 30303));
    pass(own, 60 * SECOND);
    stranger(own, at("9.9.9.9", 30303));
    pass(own, 3_600 * SECOND);
    assertThat(records())
        .extracting(r -> r.ip4().orElseThrow().address().getHostAddress())
        .containsExactly("8.8.8.8", "9.9.9.9");
    assertThat(states(INET)).containsExactly(State.VOTED, State.VERIFIED, State.VERIFIED);
  }

  @Test
  void aForkByTheWallClockSignsWithinASecond() {
    OwnRecord own = own("0.0.0.0", c -> c.forks(FORKS));
    assertThat(own.local().record().eth()).contains(FORKS.forkId(100, FORK - 10));
    pass(own, 9 * SECOND);
    assertThat(records()).isEmpty();
    pass(own, SECOND);
    assertThat(records()).hasSize(1);
    assertThat(own.local().record().eth()).contains(FORKS.forkId(100, FORK));
    assertThat(own.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  /** The computer slept over the fork: the next look shows it. */
  @Test
  void aClockThatJumpsIsNoticedWithinASecond() {
    OwnRecord own = own("0.0.0.0", c -> c.forks(FORKS));
    pass(own, 3 * SECOND);
    wall = wall.plusSeconds(36_000);
    pass(own, SECOND);
    assertThat(own.local().record().eth()).contains(FORKS.forkId(100, FORK));
    assertThat(records()).hasSize(1);
  }

  @Test
  void theHeadMovesTheEthEntry() {
    OwnRecord own = own("0.0.0.0", c -> c.forks(FORKS));
    own.head(new Head(99, FORK - 100), out);
    own.head(new Head(99, FORK - 90), out);
    own.head(new Head(100, FORK - 80), out);
    drain();
    assertThat(records())
        .extracting(NodeRecord::eth)
        .containsExactly(
            Optional.of(FORKS.forkId(99, FORK - 10)), Optional.of(FORKS.forkId(100, FORK - 10)));
    assertThat(own.local().record().seq()).isEqualTo(9);
  }
}
