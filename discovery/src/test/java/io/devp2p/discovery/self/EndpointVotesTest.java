package io.devp2p.discovery.self;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EndpointVotesTest {

  private static final long MINUTE = 60_000_000_000L;
  private static final InetSocketAddress US = new InetSocketAddress("8.8.8.8", 30303);
  private static final InetSocketAddress US6 = new InetSocketAddress("2a00::8", 30303);

  private final EndpointVotes votes = new EndpointVotes();

  @Test
  void tenNetworksMustAgree() throws Exception {
    for (int i = 0; i < 9; i++) {
      assertThat(votes.vote(0, voter(i), US)).isEmpty();
    }
    assertThat(votes.vote(0, InetAddress.getByName("52.0.8.77"), US)).isEmpty();
    assertThat(votes.vote(0, voter(9), US)).contains(US);
  }

  @Test
  void twoThirdsMustAgree() throws Exception {
    for (int i = 0; i < 10; i++) {
      InetSocketAddress other = new InetSocketAddress("9.9.9.9", 1000 + i);
      assertThat(votes.vote(0, voter(i), other)).isEmpty();
    }
    for (int i = 10; i < 29; i++) {
      assertThat(votes.vote(0, voter(i), US)).isEmpty();
    }
    assertThat(votes.vote(0, voter(29), US)).contains(US);
  }

  @Test
  void oldVotesDoNotCount() throws Exception {
    for (int i = 0; i < 9; i++) {
      votes.vote(0, voter(i), US);
    }
    assertThat(votes.vote(6 * MINUTE, voter(9), US)).isEmpty();
  }

  @Test
  void familiesAreCountedApart() throws Exception {
    for (int i = 0; i < 9; i++) {
      votes.vote(0, voter(i), US);
    }
    assertThat(votes.vote(0, voter(9), US6)).isEmpty();
    assertThat(votes.vote(0, voter(9), US)).contains(US);
  }

  @Test
  void aLocalOrSpecialAddressIsNeverBelieved() throws Exception {
    for (String address : new String[] {"127.0.0.1", "10.0.0.1", "192.0.2.1", "0.0.0.0"}) {
      for (int i = 0; i < 20; i++) {
        assertThat(votes.vote(0, voter(i), new InetSocketAddress(address, 1))).isEmpty();
      }
    }
  }

  @Test
  void votesChangeTheRecordUnlessTheAddressIsGiven() throws Exception {
    NodeKey key = NodeKey.generate(new Random(1));
    LocalNode asked = new LocalNode(key, NodeRecord.builder().port("udp", 30303), 1, false);
    LocalNode given = new LocalNode(key, NodeRecord.builder().port("udp", 30303), 1, true);
    boolean changed = false;
    for (int i = 0; i < 10; i++) {
      changed = asked.observed(0, voter(i), US);
      assertThat(given.observed(0, voter(i), US)).isFalse();
    }
    assertThat(changed).isTrue();
    assertThat(asked.record().seq()).isEqualTo(2);
    assertThat(asked.record().ip4().orElseThrow().udpAddress()).isEqualTo(US);
    assertThat(asked.observed(0, voter(10), US)).isFalse();
  }

  private static InetAddress voter(int network) throws Exception {
    return InetAddress.getByName("52.0." + network + ".1");
  }
}
