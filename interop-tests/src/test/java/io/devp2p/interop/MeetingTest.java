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
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every peer with ours, over each family that it can: the table is in the report of the run. */
@ExtendWith(PeerExtension.class)
final class MeetingTest {

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
    List<Cell> cells =
        Meeting.hold(run.installation(peer), family, run.folder(peer + "-" + family));
    run.add(cells);
    assertThat(cells)
        .isNotEmpty()
        .filteredOn(cell -> cell.verdict() == Cell.Verdict.FAILED)
        .extracting(Cell::text)
        .isEmpty();
  }
}
