package io.devp2p.discovery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What limits are kept in has a limit itself. */
final class LruTest {

  @Test
  void aMillionKeysTakeTheRoomOfAThousand() {
    Lru<Integer, Integer> kept = new Lru<>(1_000);
    for (int i = 0; i < 1_000_000; i++) {
      kept.put(i, i);
    }
    assertThat(kept).hasSize(1_000).containsKeys(999_000, 999_999).doesNotContainKey(998_999);
  }

  @Test
  void whatIsUsedStays() {
    Lru<Integer, Integer> kept = new Lru<>(2);
    kept.put(1, 1);
    kept.put(2, 2);
    assertThat(kept.get(1)).isEqualTo(1);
    kept.put(3, 3);
    assertThat(kept).containsOnlyKeys(1, 3);
  }
}
