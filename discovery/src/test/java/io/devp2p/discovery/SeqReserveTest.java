package io.devp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.NodeId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SeqReserveTest {

  private static final NodeId ID = NodeId.random(new Random(1));
  private static final long MILLIS = 1_800_000_000_000L;

  private final NodeStore store = NodeStore.inMemory(InstantSource.system());

  private SeqReserve open(Optional<Long> wanted) {
    return SeqReserve.open(store, ID, wanted, MILLIS);
  }

  @Test
  void theWallClockGivesTheFirstNumberOfAll() {
    assertThat(open(Optional.empty()).first()).isEqualTo(MILLIS);
  }

  @Test
  void aNumberThatWasWantedIsNotBelowOneThatWasUsed() {
    SeqReserve first = open(Optional.of(5L));
    assertThat(first.first()).isEqualTo(5);
    first.release(90);
    assertThat(open(Optional.of(5L)).first()).isEqualTo(91);
    assertThat(open(Optional.of(-2L)).first()).isEqualTo(-2);
  }

  @Test
  void whoEndsInOrderGoesOnWithTheNextNumber() {
    open(Optional.of(5L)).release(7);
    assertThat(open(Optional.empty()).first()).isEqualTo(8);
  }

  @Test
  void whoWasKilledGoesOnAboveAllThatMayHaveBeenUsed() {
    SeqReserve killed = open(Optional.of(5L));
    assertThat(killed.reserved()).isGreaterThan(5);
    assertThat(open(Optional.empty()).first()).isEqualTo(killed.reserved() + 1);
  }

  @Test
  void eachKeyHasItsOwnNumbers() {
    open(Optional.of(5L));
    NodeId other = NodeId.random(new Random(2));
    assertThat(SeqReserve.open(store, other, Optional.empty(), MILLIS).first()).isEqualTo(MILLIS);
  }

  /** What the store remembers is above every number that may be used, at every moment. */
  @Test
  void moreIsReservedBeforeItIsUsed() {
    SlowStore slow = new SlowStore();
    slow.answers.add(CompletableFuture.completedFuture(null));
    SeqReserve reserve = SeqReserve.open(slow, ID, Optional.of(1L), MILLIS);
    List<Long> granted = new ArrayList<>();
    CompletableFuture<Void> written = new CompletableFuture<>();
    slow.answers.add(written);
    for (long seq = 2; seq <= reserve.reserved(); seq++) {
      reserve.used(seq, granted::add);
    }
    assertThat(slow.remembered).hasSize(2);
    assertThat(granted).isEmpty();
    written.complete(null);
    assertThat(granted).containsExactly(slow.remembered.getLast());
    reserve.granted(granted.getFirst());
    assertThat(reserve.reserved()).isEqualTo(slow.remembered.getLast());
  }

  @Test
  void whereNothingCanBeKeptTheWallClockIsTheLeast() {
    SlowStore broken = new SlowStore();
    broken.answers.add(CompletableFuture.failedFuture(new IOException("disk full")));
    SeqReserve reserve = SeqReserve.open(broken, ID, Optional.of(1L), MILLIS);
    assertThat(reserve.first()).isEqualTo(MILLIS);
    assertThat(reserve.reserved()).isEqualTo(-1);
  }

  /** A store whose disk answers when the test says so. */
  private static final class SlowStore implements NodeStore {

    final Deque<CompletableFuture<Void>> answers = new ArrayDeque<>();
    final List<Long> remembered = new ArrayList<>();

    @Override
    public void saw(Sighting sighting) {}

    @Override
    public List<Sighting> draw(Secp256k1 curve, int atMost, RandomGenerator random) {
      return List.of();
    }

    @Override
    public CompletableFuture<Void> remember(String name, long value) {
      remembered.add(value);
      return answers.remove();
    }

    @Override
    public OptionalLong recall(String name) {
      return OptionalLong.empty();
    }

    @Override
    public void close() {}
  }
}
