package io.devp2p.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.guard.AddressPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrontierTest {

  private static final long FAST = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LATE = TimeUnit.MILLISECONDS.toNanos(450);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Frontier frontier = new Frontier(Limits.DEFAULTS, AddressPolicy.publicOnly());

  private static Node at(int seed, String address) {
    return Samples.unsigned(seed, address, 30303, 30303);
  }

  @Test
  void keepsEightIdentitiesOfAnAddressAndCountsTheRest() {
    for (int i = 0; i < 20; i++) {
      frontier.learn(at(i, "8.8.8.8"), Source.V4);
    }

    assertThat(frontier.seen()).isEqualTo(8);
    assertThat(frontier.excess()).isEqualTo(12);
  }

  @Test
  void keepsSixtyFourIdentitiesOfAPrefix() {
    for (int i = 0; i < 70; i++) {
      frontier.learn(at(i, "8.8.8." + i), Source.V4);
      frontier.learn(at(100 + i, "2a01:4f8:1:%x::1".formatted(i)), Source.V5);
    }

    assertThat(frontier.seen()).isEqualTo(128);
    assertThat(frontier.excess()).isEqualTo(12);
  }

  @Test
  void loopbackIsExemptWhereItMayBeContacted() {
    Frontier lab = new Frontier(Limits.DEFAULTS, AddressPolicy.only("127.0.0.0/8"));
    for (int i = 0; i < 100; i++) {
      lab.learn(at(i, "127.0.0.1"), Source.V4);
      frontier.learn(at(i, "127.0.0.1"), Source.V4);
    }

    assertThat(lab.seen()).isEqualTo(100);
    assertThat(frontier.seen()).isEqualTo(8);
  }

  @Test
  void aKnownNodeDoesNotLeadToAnAddressThatIsFull() {
    for (int i = 0; i < 8; i++) {
      frontier.learn(at(i, "8.8.8.8"), Source.V4);
    }
    frontier.learn(at(9, "9.9.9.9"), Source.V4);

    assertThat(frontier.learn(at(9, "8.8.8.8"), Source.V4)).isEmpty();
    assertThat(frontier.node(at(9, "9.9.9.9").id()).endpoints()).hasSize(1);
  }

  @Test
  void keepsNoMoreNodesThanItMay() {
    Limits two =
        new Limits(2, 8, 64, 512, 2, Duration.ofSeconds(3), 256, Duration.ofSeconds(30), 16, 1024);
    Frontier small = new Frontier(two, AddressPolicy.any());
    for (int i = 0; i < 5; i++) {
      small.learn(at(i, "127.0.0.1"), Source.V4);
    }

    assertThat(small.seen()).isEqualTo(2);
    assertThat(small.excess()).isEqualTo(3);
  }

  @Test
  void theNewestRecordWinsAndSourcesAddUp() {
    frontier.learn(Samples.unsigned(1, "8.8.8.8", 30303, 30303), Source.V4);
    Node second = Node.of(Samples.record(1, 2, "8.8.4.4", 30303, 30303)).orElseThrow();
    Node first = Node.of(Samples.record(1, 1, "9.9.9.9", 30303, 30303)).orElseThrow();

    assertThat(frontier.learn(second, Source.V5)).isPresent();
    assertThat(frontier.learn(first, Source.V5)).isEmpty();
    assertThat(frontier.learn(first, Source.INPUT)).isPresent();

    KnownNode node = frontier.node(second.id());
    assertThat(node.record()).isEqualTo(second.record());
    assertThat(node.endpoints()).containsExactly(second.endpoint(), at(1, "8.8.8.8").endpoint());
    assertThat(node.sources()).containsExactlyInAnyOrder(Source.values());
  }

  @Test
  void forbiddenAddressesAndPortsAreNotContacted() {
    KnownNode node =
        KnownNode.of(Samples.unsigned(1, "10.0.0.1", 30303, 30303), Source.V4)
            .with(Samples.unsigned(1, "8.8.8.8", 53, 22), Source.V4)
            .with(Samples.unsigned(1, "8.8.4.4", 1024, 1023), Source.V4);

    assertThat(frontier.udpEndpoints(node))
        .containsExactly(Samples.endpoint("8.8.4.4", 1024, 1023));
    assertThat(frontier.tcpEndpoints(node)).isEmpty();
  }

  @Test
  void dialsAnAddressOnceInThirtySeconds() {
    List<KnownNode> nodes = contacted("8.8.8.8", "8.8.8.8", "9.9.9.9");
    nodes.forEach(n -> frontier.dial(n.id()));

    assertThat(frontier.nextDial(0)).contains(nodes.get(0));
    assertThat(frontier.nextDial(0)).contains(nodes.get(2));
    assertThat(frontier.nextDial(0)).isEmpty();
    assertThat(frontier.deadline()).isEqualTo(30 * SECOND);
    assertThat(frontier.nextDial(30 * SECOND - 1)).isEmpty();
    assertThat(frontier.nextDial(30 * SECOND)).contains(nodes.get(1));
  }

  @Test
  void dialsAPrefixSixteenTimesAMinute() {
    String[] addresses = new String[20];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = "8.8.8." + i;
    }
    contacted(addresses).forEach(n -> frontier.dial(n.id()));

    assertThat(dials(0)).isEqualTo(16);
    assertThat(dials(3 * SECOND)).isEqualTo(0);
    assertThat(dials(4 * SECOND)).isEqualTo(1);
    assertThat(dials(60 * SECOND)).isEqualTo(3);
  }

  @Test
  void moreAreAskedAtATimeWhenAnswersComeSoonAndFewerWhenTheyComeLate() {
    for (int i = 0; i < 100; i++) {
      frontier.learn(at(i, "8.8." + i + ".8"), Source.V4);
    }

    assertThat(contacts(0)).hasSize(8);
    for (int i = 0; i < 8; i++) {
      frontier.answered(FAST);
      frontier.contacted();
    }
    assertThat(contacts(0)).hasSize(16);
    for (int i = 0; i < 16; i++) {
      frontier.answered(LATE);
      frontier.contacted();
    }
    assertThat(contacts(0).size()).isBetween(8, 10);
  }

  @Test
  void aNodeThatIsSilentIsAskedOnceMoreAndLater() {
    KnownNode node = contacted("8.8.8.8").getFirst();

    assertThat(frontier.mayRetry(node.id())).isTrue();
    frontier.retry(node.id(), 0);
    assertThat(frontier.nextContact(3 * SECOND - 1)).isEmpty();
    assertThat(frontier.deadline()).isEqualTo(3 * SECOND);
    assertThat(frontier.nextContact(3 * SECOND)).contains(node);
    assertThat(frontier.mayRetry(node.id())).isFalse();
  }

  @Test
  void isIdleWhenAllIsDoneAndTakesOverWhatAnEarlierRunDid() {
    frontier.seed(KnownNode.of(at(1, "8.8.8.8"), Source.V4), false);
    assertThat(frontier.isIdle()).isTrue();
    frontier.seed(KnownNode.of(at(2, "8.8.8.8"), Source.V4), true);
    assertThat(frontier.isIdle()).isFalse();

    assertThat(contacts(0)).singleElement().extracting(KnownNode::id).isEqualTo(at(2, "::").id());
    frontier.contacted();
    frontier.done();

    assertThat(frontier.isIdle()).isTrue();
    assertThat(frontier.seen()).isEqualTo(2);
  }

  private List<KnownNode> contacted(String... addresses) {
    for (int i = 0; i < addresses.length; i++) {
      frontier.learn(at(i, addresses[i]), Source.V4);
    }
    List<KnownNode> all = new ArrayList<>();
    for (List<KnownNode> some = contacts(0); !some.isEmpty(); some = contacts(0)) {
      some.forEach(n -> frontier.contacted());
      all.addAll(some);
    }
    return all;
  }

  private List<KnownNode> contacts(long now) {
    List<KnownNode> nodes = new ArrayList<>();
    Optional<KnownNode> next = frontier.nextContact(now);
    while (next.isPresent()) {
      nodes.add(next.get());
      next = frontier.nextContact(now);
    }
    return nodes;
  }

  private int dials(long now) {
    int count = 0;
    while (frontier.nextDial(now).isPresent()) {
      count++;
    }
    return count;
  }
}
