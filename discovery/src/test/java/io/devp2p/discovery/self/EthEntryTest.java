package io.devp2p.discovery.self;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.ForkSchedule;
import io.devp2p.core.node.Head;
import java.time.Instant;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class EthEntryTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long FORK = 2_000_000_000L;
  private static final ForkSchedule FORKS =
      new ForkSchedule(
          Bytes32.repeat((byte) 1), 1_000L, new long[] {100, 200}, new long[] {FORK, FORK + 60});

  private Instant wall = Instant.ofEpochSecond(FORK - 3_600);
  private final EthEntry entry = new EthEntry(FORKS, () -> wall);

  @Test
  void whoFollowsNoChainHasPassedAllBlocks() {
    assertThat(entry.current()).isEqualTo(FORKS.forkId(200, FORK - 3_600));
    assertThat(entry.current().next()).isEqualTo(FORK);
  }

  @Test
  void aForkPassesByTheWallClock() {
    wall = Instant.ofEpochSecond(FORK).minusMillis(1);
    assertThat(entry.current().next()).isEqualTo(FORK);
    wall = Instant.ofEpochSecond(FORK);
    assertThat(entry.current()).isEqualTo(FORKS.forkId(200, FORK));
  }

  @Test
  void aForkPassesByTheHead() {
    entry.head(new Head(99, 5));
    assertThat(entry.current()).isEqualTo(FORKS.forkId(99, FORK - 3_600));
    assertThat(entry.current().next()).isEqualTo(100);
    entry.head(new Head(100, 5));
    assertThat(entry.current().next()).isEqualTo(200);
    entry.head(new Head(300, FORK));
    assertThat(entry.current().next()).isEqualTo(FORK + 60);
    entry.head(new Head(99, 5)); // a reorganisation
    assertThat(entry.current().next()).isEqualTo(100);
  }

  @Test
  void looksEachSecondWhileAForkIsAhead() {
    assertThat(entry.deadline(7)).isEqualTo(7 + SECOND);
    wall = Instant.ofEpochSecond(FORK).minusMillis(300);
    assertThat(entry.deadline(7)).isEqualTo(7 + 3 * SECOND / 10);
    wall = Instant.ofEpochSecond(FORK + 59);
    assertThat(entry.deadline(7)).isEqualTo(7 + SECOND);
    wall = Instant.ofEpochSecond(FORK + 60);
    assertThat(entry.deadline(7)).isEqualTo(Long.MAX_VALUE);
  }
}
