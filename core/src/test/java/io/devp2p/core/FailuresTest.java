package io.devp2p.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.rlp.RlpRule;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  @Test
  void aViolationNamesItsRuleAndHasNoStack() {
    Violation violation = new Violation(RlpRule.RLP_TRUNCATED);
    assertThat(violation).hasMessage("RLP_TRUNCATED (Yellow Paper, appendix B)");
    assertThat(violation.getStackTrace()).isEmpty();
    assertThat(violation.rule()).isEqualTo(RlpRule.RLP_TRUNCATED);
    violation.addSuppressed(new IllegalStateException());
    assertThat(violation.getSuppressed()).as("it is shared and grows by nothing").isEmpty();
  }

  @Test
  void failuresOfTheWorldAreOneLine() {
    assertThat(new NetworkException.TimedOut("a pong")).hasMessage("timed out waiting for a pong");
    assertThat(new NetworkException.Unreachable("no route")).hasMessage("unreachable: no route");
    assertThat(new NetworkException.Closed("the port is closed")).hasMessage("the port is closed");
    NetworkException.Disconnected byPeer = new NetworkException.Disconnected(4, true);
    assertThat(byPeer).hasMessage("disconnected by peer, reason 0x4");
    assertThat(byPeer.reason()).isEqualTo(4);
    assertThat(byPeer.byPeer()).isTrue();
    assertThat(new NetworkException.Disconnected(NetworkException.Disconnected.NO_REASON, false))
        .hasMessage("disconnected");
  }
}
