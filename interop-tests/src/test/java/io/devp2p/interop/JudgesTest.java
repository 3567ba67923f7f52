package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.Discovery;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.judge.Judge;
import io.devp2p.interop.judge.Judge.Trial;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.suite.ExpectedFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The judges: discovery suites of geth's tool, in three editions, at a node of ours that speaks
 * both versions on one port. Their deadlines are 300 ms, which geth itself misses on a busy
 * machine, so they run last and alone, and three times at most, each time at a fresh node. Every
 * run is in the report; a judge is content when one run was as it should be.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(PeerExtension.class)
final class JudgesTest {

  private static final int TRIES = 3;

  static List<Trying> trials() {
    return List.of(
        new Trying("geth-1.17.10", Trial.DISCV4, 15, ExpectedFailures.NONE),
        new Trying("geth-1.17.10", Trial.DISCV5, 10, ExpectedFailures.NONE),
        new Trying("geth-1.17.5", Trial.DISCV4, 15, ExpectedFailures.NONE),
        new Trying("geth-1.17.5", Trial.DISCV5, 7, ExpectedFailures.NONE),
        new Trying("geth-1.15.11", Trial.DISCV4, 14, ExpectedFailures.NONE),
        new Trying(
            "geth-1.15.11",
            Trial.DISCV5,
            7,
            new ExpectedFailures(
                Map.of(
                    "judge-discv5 PingHandshakeInterrupted",
                    "it wants a new challenge where HandshakeResend of today wants the same"))));
  }

  /**
   * A suite.
   *
   * @param peer whose tool has it
   * @param cases how many it has
   */
  record Trying(String peer, Trial trial, int cases, ExpectedFailures expected) {

    SuiteReport judge(Judge judge, PeerRun run) throws Exception {
      try (Discovery ours = OurNodes.discovery(c -> c)) {
        String node =
            trial == Trial.DISCV4 ? OurNodes.enode(ours).toString() : ours.self().toString();
        Target target = Target.at("ours", Node.of(ours.self()).orElseThrow());
        return judge.run(trial, target, node, List.of(), expected, run.folder("judge-" + peer));
      }
    }

    boolean isFull(SuiteReport report) {
      return report.isContent() && report.cases().size() == cases;
    }

    @Override
    public String toString() {
      return peer + "'s " + trial.suite() + " test";
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trials")
  void isContent(Trying trying, PeerRun run) throws Exception {
    ReferencePeer peer = PeerCatalog.one(trying.peer);
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Judge judge = new Judge("devp2p of " + peer.name(), run.installation(peer).path("bin/devp2p"));
    List<SuiteReport> reports = new ArrayList<>();
    while (reports.size() < TRIES && reports.stream().noneMatch(trying::isFull)) {
      SuiteReport report = trying.judge(judge, run);
      reports.add(report);
      run.add(report);
    }
    assertThat(reports).anyMatch(trying::isFull);
  }
}
