package io.devp2p.crawler.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.Samples;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TreeChangeTest {

  private static NodeRecord record(int seed, long seq) {
    return Samples.record(seed, seq, "8.8.8." + seed, 30303, 30303);
  }

  private static List<NodeRecord> records(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> record(i, 1)).toList();
  }

  @Test
  void countsWhatCameWentAndIsOther() {
    List<NodeRecord> before = records(1, 10);
    List<NodeRecord> after = List.of(record(1, 2), record(2, 1), record(3, 1), record(11, 1));
    TreeChange change = TreeChange.between(before, after);
    assertThat(change.added()).containsExactly(record(11, 1).id());
    assertThat(change.changed()).containsExactly(record(1, 1).id());
    assertThat(change.removed())
        .containsExactlyInAnyOrderElementsOf(records(4, 10).stream().map(NodeRecord::id).toList());
    assertThat(change.share()).isEqualTo(0.9);
    assertThat(change.isNone()).isFalse();
  }

  @Test
  void theSameIsNoChangeAndTheFirstTreeHasNoShare() {
    assertThat(TreeChange.between(records(1, 3), records(1, 3)).isNone()).isTrue();
    TreeChange first = TreeChange.between(List.of(), records(1, 3));
    assertThat(first.added()).hasSize(3);
    assertThat(first.share()).isZero();
  }
}
