package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.devp2p.interop.matrix.Cell;
import io.devp2p.interop.matrix.Meeting;
import io.devp2p.interop.peers.IpFamily;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every peer with ours, over each family that it can: the table is in the report of the run. */
@ExtendWith(PeerExtension.class)
final class MeetingTest {

  /** They mix discv5 packets up that come close together (docs/decisions.md 67). */
  private static final Set<String> MIXING = Set.of("geth-1.15.11", "geth-1.16.9");

  /** One meeting of ten fails for that; what failed is in the report as well. */
  private static final int MEETINGS_OF_MIXING = 3;

  static Stream<Arguments> rows() {
    return PeerCatalog.all().stream()
        .flatMap(peer -> peer.claims().families().stream().map(family -> arguments(peer, family)));
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("rows")
  void allThatAPeerClaimsWorksBothWays(ReferencePeer peer, IpFamily family, PeerRun run)
      throws Exception {
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    List<String> failed = List.of("no meeting");
    int most = MIXING.contains(peer.name()) ? MEETINGS_OF_MIXING : 1;
    for (int i = 1; i <= most && !failed.isEmpty(); i++) {
      List<Cell> cells =
          Meeting.hold(run.installation(peer), family, run.folder(peer + "-" + family + "-" + i));
      run.add(cells);
      assertThat(cells).isNotEmpty();
      failed =
          cells.stream()
              .filter(cell -> cell.verdict() == Cell.Verdict.FAILED)
              .map(Cell::text)
              .toList();
    }
    assertThat(failed).isEmpty();
  }
}
