package io.devp2p.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.interop.peers.IpFamily;
import io.devp2p.interop.peers.PeerCatalog;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class CellsTest {

  @Test
  void whatFailsIsACellWithItsReasonAndTheNextIsTried() {
    Cells cells = new Cells(PeerCatalog.one("sigp"), IpFamily.IPV6);
    cells.check(
        Direction.OURS_TO_THEIRS,
        "discv5 PING",
        () -> {
          throw new CompletionException(new IOException("no answer"));
        });
    cells.check(
        Direction.OURS_TO_THEIRS,
        "discv5 FIND",
        () -> {
          Expect.equal("the id", 1, 2);
          return "not reached";
        });
    cells.check(Direction.THEIRS_TO_OURS, "discv5 PING", () -> "seen");
    cells.notOffered(Direction.THEIRS_TO_OURS, "discv5 TALK");
    assertThat(cells.all())
        .extracting(Cell::verdict)
        .containsExactly(
            Cell.Verdict.FAILED,
            Cell.Verdict.FAILED,
            Cell.Verdict.PASSED,
            Cell.Verdict.NOT_OFFERED);
    assertThat(cells.all())
        .extracting(Cell::detail)
        .containsExactly(
            "java.io.IOException: no answer",
            "java.lang.AssertionError: the id is 1 instead of 2",
            "seen",
            "");
    assertThat(cells.all().getFirst().text()).contains("sigp-0.12.0", "IPv6", "ours -> theirs");
  }
}
