package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.discovery.Discovery;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.Score;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The discovery suites of geth's tool at a node of ours that speaks both versions on one port.
 * Their deadlines are 300 ms, which geth itself misses on a busy machine: what fails is printed and
 * gets a second try by itself, at a fresh node.
 */
final class SuiteTest {

  /** One run of a suite, or of the cases that are named, at a fresh node. */
  @FunctionalInterface
  private interface Suite {
    Score run(Discovery ours, String... cases) throws Exception;
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void discv4(GethTool tool) throws Exception {
    passes("discv4 test", 15, (ours, cases) -> tool.discv4Test(OurNodes.enode(ours), cases));
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void discv5(GethTool tool) throws Exception {
    passes("discv5 test", 10, (ours, cases) -> tool.discv5Test(ours.self(), cases));
  }

  private static void passes(String name, int cases, Suite suite) throws Exception {
    Score score = runOnce(name, suite);
    assertThat(score.total()).isEqualTo(cases);
    if (!score.failed().isEmpty()) {
      System.out.println(score.text());
      String[] again =
          score.failed().stream().map(c -> "^" + Pattern.quote(c) + "$").toArray(String[]::new);
      Score second = runOnce(name + ", what failed", suite, again);
      assertThat(second.total()).isEqualTo(score.failed().size());
      assertThat(second.failed()).as(second.text()).isEmpty();
    }
  }

  private static Score runOnce(String name, Suite suite, String... cases) throws Exception {
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      Score score = suite.run(ours, cases);
      System.out.println("geth's " + name + " at our node: " + score);
      return score;
    }
  }
}
