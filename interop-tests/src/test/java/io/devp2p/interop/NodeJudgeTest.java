package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Enode;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.judge.Judge;
import io.devp2p.interop.judge.Judge.Trial;
import io.devp2p.interop.peers.EngineRpc;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.node.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The judges: eth and snap suites of geth's tool, in four editions, each with its own chain, at a
 * node of ours that has the receipts and what states it lacks from a geth of that edition. They run
 * last and alone, and three times at most, each time at a fresh node, because their deadlines are
 * seconds on an otherwise idle machine.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(PeerExtension.class)
final class NodeJudgeTest {

  private static final int TRIES = 3;

  static List<Edition> editions() {
    return List.of(
        new Edition("geth-1.17.10", Map.of(Trial.ETH, 24, Trial.SNAP, 5, Trial.SNAP2, 3)),
        new Edition("geth-1.17.5", Map.of(Trial.ETH, 20, Trial.SNAP, 5, Trial.SNAP2, 3)),
        new Edition("geth-1.16.9", Map.of(Trial.ETH, 19, Trial.SNAP, 5)),
        new Edition("geth-1.15.11", Map.of(Trial.ETH, 15, Trial.SNAP, 5)));
  }

  /**
   * An edition of the suites.
   *
   * @param peer whose tool has them
   * @param suites and how many cases each has
   */
  record Edition(String peer, Map<Trial, Integer> suites) {
    @Override
    public String toString() {
      return peer;
    }
  }

  @TempDir Path data;

  @ParameterizedTest(name = "{0}")
  @MethodSource("editions")
  void isContent(Edition edition, PeerRun run) throws Exception {
    ReferencePeer peer = PeerCatalog.one(edition.peer);
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Installation installation = run.installation(peer);
    Judge judge = new Judge("devp2p of " + peer.name(), installation.path("bin/devp2p"));
    try (ServedChain chain = ServedChain.of(installation, run, data)) {
      for (Map.Entry<Trial, Integer> suite : edition.suites.entrySet()) {
        List<SuiteReport> reports = new ArrayList<>();
        while (reports.size() < TRIES
            && reports.stream().noneMatch(report -> isFull(report, suite.getValue()))) {
          SuiteReport report =
              judged(
                  judge,
                  suite.getKey(),
                  chain,
                  installation.path("chain"),
                  run.folder("judge-" + edition));
          reports.add(report);
          run.add(report);
        }
        assertThat(reports).anyMatch(report -> isFull(report, suite.getValue()));
      }
    }
  }

  private static boolean isFull(SuiteReport report, int cases) {
    return report.isContent() && report.cases().size() == cases;
  }

  private static SuiteReport judged(
      Judge judge, Trial trial, ServedChain chain, Path files, Path work) throws Exception {
    try (Node node = chain.start()) {
      Target target = chain.target(node, node.port());
      List<String> flags =
          List.of(
              "--chain",
              files.toString(),
              "--engineapi",
              "http://127.0.0.1:" + node.enginePort().orElseThrow(),
              "--jwtsecret",
              EngineRpc.SECRET.toHexString());
      String enode = Enode.of(node.self().publicKey(), node.self().ip4().orElseThrow()).toString();
      return judge.run(trial, target, enode, flags, ExpectedFailures.NONE, work);
    }
  }
}
