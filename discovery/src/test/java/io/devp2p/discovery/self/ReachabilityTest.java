package io.devp2p.discovery.self;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

  private static final long MINUTE = 60_000_000_000L;
  private static final InetSocketAddress HOME = new InetSocketAddress("8.8.8.8", 30303);
  private static final InetSocketAddress CAFE = new InetSocketAddress("9.9.9.9", 41000);

  private final Reachability reachability = new Reachability();
  private final List<Optional<InetSocketAddress>> published = new ArrayList<>();
  private long now;

  private void agreed(InetSocketAddress address) {
    reachability.agreed(now, Optional.of(address));
    note();
  }

  private void reached(InetSocketAddress address) {
    reachability.reached(now, address);
    note();
  }

  /** Lets time pass, with every deadline served. */
  private void pass(long time) {
    long end = now + time;
    int steps = 0;
    while (reachability.deadline() <= end) {
      now = Math.max(now, reachability.deadline());
      reachability.onTime(now);
      note();
      assertThat(++steps).as("deadlines served").isLessThan(100);
    }
    now = end;
  }

  private void note() {
    if (published.isEmpty() || !published.getLast().equals(reachability.published())) {
      published.add(reachability.published());
    }
  }

  @Test
  void votesAloneArePublishedNever() {
    agreed(HOME);
    pass(1_000 * MINUTE);
    assertThat(published).containsExactly(Optional.empty());
    assertThat(reachability.voted()).contains(HOME);
  }

  @Test
  void aStrangerVerifies() {
    agreed(HOME);
    reached(CAFE); // sees us elsewhere: an address behind a router that gives each its own
    assertThat(reachability.published()).isEmpty();
    reached(HOME);
    assertThat(reachability.published()).contains(HOME);
    assertThat(reachability.wantsWord(now)).isFalse();
  }

  @Test
  void aStrangerMayComeBeforeTheVotes() {
    reached(HOME);
    pass(4 * MINUTE);
    agreed(HOME);
    assertThat(reachability.published()).contains(HOME);
  }

  @Test
  void butNotLongBefore() {
    reached(HOME);
    pass(5 * MINUTE);
    agreed(HOME);
    pass(100 * MINUTE);
    assertThat(reachability.published()).isEmpty();
  }

  /** Another network: one change, not one to nothing and one to the new address. */
  @Test
  void aNewAddressReplacesTheOldOneAtOnce() {
    agreed(HOME);
    reached(HOME);
    pass(30 * MINUTE);
    agreed(CAFE);
    pass(MINUTE);
    assertThat(reachability.published()).contains(HOME);
    reached(CAFE);
    pass(60 * MINUTE);
    assertThat(published).containsExactly(Optional.empty(), Optional.of(HOME), Optional.of(CAFE));
  }

  @Test
  void anAddressThatOthersNoLongerSeeIsWithdrawn() {
    agreed(HOME);
    reached(HOME);
    pass(30 * MINUTE);
    agreed(CAFE);
    pass(Reachability.GRACE - 1);
    assertThat(reachability.published()).contains(HOME);
    pass(1);
    assertThat(published).containsExactly(Optional.empty(), Optional.of(HOME), Optional.empty());
  }

  @Test
  void anAddressWhereNobodyComesIsWithdrawn() {
    agreed(HOME);
    reached(HOME);
    for (int i = 0; i < 10; i++) {
      pass(Reachability.LAPSE - 1);
      reached(HOME);
    }
    assertThat(reachability.published()).contains(HOME);
    pass(Reachability.LAPSE);
    assertThat(reachability.published()).isEmpty();
    pass(MINUTE);
    reached(HOME);
    assertThat(reachability.published()).contains(HOME);
  }

  /** While nobody can be heard, nobody can contradict. */
  @Test
  void withoutVotesItStays() {
    agreed(HOME);
    reached(HOME);
    reachability.agreed(now, Optional.empty());
    pass(60 * MINUTE);
    assertThat(reachability.published()).contains(HOME);
  }

  @Test
  void aComputerThatSleptWithdrawsNothing() {
    agreed(HOME);
    reached(HOME);
    now += 10 * Reachability.LAPSE; // no deadline was served in this time
    pass(Reachability.LAPSE - 1);
    assertThat(published).containsExactly(Optional.empty(), Optional.of(HOME));
    pass(1);
    assertThat(reachability.published()).isEmpty();
  }

  /** Liars of many networks, and strangers on their side, for an hour. */
  @Test
  void changesAreFewWhateverOthersSay() {
    published.clear();
    for (int i = 0; i < 3_600; i++) {
      InetSocketAddress said = i % 2 == 0 ? HOME : CAFE;
      agreed(said);
      reached(said);
      pass(MINUTE / 60);
    }
    assertThat(published).hasSizeLessThanOrEqualTo(61);
  }

  @Test
  void aChangeThatHadToWaitIsMadeLater() {
    agreed(HOME);
    reached(HOME);
    pass(10);
    agreed(CAFE);
    reached(CAFE);
    assertThat(reachability.published()).contains(HOME);
    pass(Reachability.PAUSE);
    assertThat(reachability.published()).contains(CAFE);
  }
}
