package io.devp2p.discovery.self;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class EndpointVotesTest {

  private static final long MINUTE = 60_000_000_000L;
  private static final InetSocketAddress US = new InetSocketAddress("8.8.8.8", 30303);
  private static final InetSocketAddress OTHER = new InetSocketAddress("9.9.9.9", 30303);

  private final EndpointVotes votes = new EndpointVotes();

  static InetAddress voter(int network) {
    return ip("52.0." + network + ".1");
  }

  private static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException notAnAddress) {
      throw new AssertionError(notAnAddress);
    }
  }

  private void vote(Version version, int from, int to, InetSocketAddress observed) {
    for (int i = from; i < to; i++) {
      votes.vote(0, version, voter(i), observed);
    }
  }

  @Test
  void tenNetworksMustAgree() {
    vote(Version.V5, 0, 9, US);
    assertThat(votes.agreed(0)).isEmpty();
    votes.vote(0, Version.V5, ip("52.0.8.77"), US); // of the ninth network once more
    assertThat(votes.agreed(0)).isEmpty();
    vote(Version.V5, 9, 10, US);
    assertThat(votes.agreed(0)).contains(US);
  }

  /** A single network may have as many addresses as it likes (security.md, V-13). */
  @Test
  void oneNetworkHasOneVote() {
    for (int i = 0; i < 256; i++) {
      votes.vote(0, Version.V4, ip("52.0.0." + i), US);
      votes.vote(0, Version.V4, ip("2a00:1:2:" + Integer.toHexString(i) + "::1"), US);
    }
    assertThat(votes.agreed(0)).isEmpty();
  }

  @Test
  void twoThirdsMustAgree() {
    for (int i = 0; i < 10; i++) {
      votes.vote(0, Version.V5, voter(i), new InetSocketAddress("9.9.9.9", 1000 + i));
    }
    vote(Version.V5, 10, 29, US);
    assertThat(votes.agreed(0)).isEmpty();
    vote(Version.V5, 29, 30, US);
    assertThat(votes.agreed(0)).contains(US);
  }

  @Test
  void oldVotesDoNotCount() {
    vote(Version.V5, 0, 9, US);
    votes.vote(6 * MINUTE, Version.V5, voter(9), US);
    assertThat(votes.agreed(6 * MINUTE)).isEmpty();
    assertThat(votes.agreed(12 * MINUTE)).isEmpty();
    assertThat(votes.isEmpty()).isTrue();
  }

  @Test
  void eachProtocolCountsForItself() {
    vote(Version.V4, 0, 5, US);
    vote(Version.V5, 5, 10, US);
    assertThat(votes.agreed(0)).isEmpty();
    vote(Version.V4, 5, 10, US);
    assertThat(votes.agreed(0)).contains(US);
  }

  /** Both go through one socket: if they see it in two places, one of them is lied to. */
  @Test
  void protocolsThatContradictSayNothing() {
    vote(Version.V4, 0, 10, US);
    vote(Version.V5, 10, 20, OTHER);
    assertThat(votes.agreed(0)).isEmpty();
    vote(Version.V5, 10, 20, US);
    assertThat(votes.agreed(0)).contains(US);
  }

  @Test
  void aLocalOrSpecialAddressIsNeverBelieved() {
    for (String address :
        new String[] {"127.0.0.1", "10.0.0.1", "192.0.2.1", "0.0.0.0", "224.0.0.1", "fe80::1"}) {
      InetSocketAddress observed = new InetSocketAddress(address, 30303);
      assertThat(EndpointVotes.isBelievable(voter(1), observed)).as(address).isFalse();
    }
    assertThat(EndpointVotes.isBelievable(voter(1), new InetSocketAddress("8.8.8.8", 0))).isFalse();
    assertThat(EndpointVotes.isBelievable(ip("192.168.0.7"), US)).isFalse();
    assertThat(EndpointVotes.isBelievable(ip("2a00::1"), US)).isFalse();
    assertThat(EndpointVotes.isBelievable(voter(1), US)).isTrue();
  }
}
