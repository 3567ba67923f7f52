package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.interop.matrix.Encounter;
import io.devp2p.interop.matrix.Entrant;
import io.devp2p.interop.matrix.Group;
import io.devp2p.interop.matrix.Matrix;
import io.devp2p.interop.matrix.MatrixReport;
import io.devp2p.interop.report.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meetings that need no peer of others; those of peers are {@link MeetingTest}'s. */
final class MatrixTest {

  @TempDir Path work;

  private MatrixReport run(Entrant... entrants) throws Exception {
    return new Matrix(EnumSet.allOf(Group.class), 1, 2, work)
        .run(List.of(entrants), List.of(), progress -> {});
  }

  @Test
  void twoOfOursMeet() throws Exception {
    MatrixReport report = run(Entrant.ours());
    assertThat(report.encounters()).hasSize(1);
    assertThat(report.encounters().getFirst().cells())
        .allSatisfy(cell -> assertThat(cell.text()).isEmpty())
        .extracting(cell -> cell.result().id())
        .contains("discv4/PING", "discv5/TALK");
  }

  @Test
  void aPeerThatDoesNotStartIsAFindingAndTheRunGoesOn() throws Exception {
    Entrant broken =
        new Entrant(
            "broken-1",
            "nowhere",
            Map.of(),
            Entrant.ours().claims(),
            Optional.empty(),
            (folder, launch, key, chain) -> {
              throw new IOException("it ended: panic");
            });
    MatrixReport report = run(Entrant.ours(), broken);
    assertThat(report.encounters()).hasSize(4);
    for (Encounter encounter : report.encounters()) {
      boolean ours = encounter.from().equals(encounter.to()) && encounter.from().equals("ours");
      assertThat(encounter.isContent()).isEqualTo(ours);
      if (!ours) {
        assertThat(encounter.cells())
            .allSatisfy(cell -> assertThat(cell.outcome()).isEqualTo(Outcome.FAILED))
            .allSatisfy(cell -> assertThat(cell.text()).contains("broken-1", "panic"));
      }
    }
  }
}
