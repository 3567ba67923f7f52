package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Enode;
import io.devp2p.interop.peers.EngineRpc;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Score;
import io.devp2p.node.Node;
import io.devp2p.node.NodeConfig;
import io.devp2p.node.Stores;
import io.devp2p.node.Sync;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
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

  static List<Judge> judges() {
    return List.of(
        new Judge("geth-1.17.10", Map.of("eth-test", 24, "snap-test", 5, "snap2-test", 3)),
        new Judge("geth-1.17.5", Map.of("eth-test", 20, "snap-test", 5, "snap2-test", 3)),
        new Judge("geth-1.16.9", Map.of("eth-test", 19, "snap-test", 5)),
        new Judge("geth-1.15.11", Map.of("eth-test", 15, "snap-test", 5)));
  }

  /**
   * An edition of the suites.
   *
   * @param peer whose tool has them
   * @param suites and how many cases each has
   */
  record Judge(String peer, Map<String, Integer> suites) {
    @Override
    public String toString() {
      return peer;
    }
  }

  @TempDir Path data;

  @ParameterizedTest(name = "{0}")
  @MethodSource("judges")
  void isContent(Judge judge, PeerRun run) throws Exception {
    ReferencePeer peer = PeerCatalog.one(judge.peer);
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Installation installation = run.installation(peer);
    Path chain = installation.path("chain");
    NodeKey key = NodeKey.generate(new SecureRandom());
    try (Stores stores = Stores.open(chain, data)) {
      assertThat(Sync.run(key, stores, List.of(run.shared(installation).node()))).isTrue();
      for (Map.Entry<String, Integer> suite : judge.suites.entrySet()) {
        List<Score> scores = new ArrayList<>();
        while (scores.size() < TRIES
            && scores.stream().noneMatch(score -> isPassed(score, suite.getValue()))) {
          Score score = judged(suite.getKey(), run.tool(installation), key, stores, chain);
          scores.add(score);
          run.note(judge + "'s " + suite.getKey() + " at our node: " + score);
          if (!isPassed(score, suite.getValue())) {
            System.out.println(score.text());
          }
        }
        assertThat(scores).anyMatch(score -> isPassed(score, suite.getValue()));
      }
    }
  }

  private static boolean isPassed(Score score, int cases) {
    return score.failed().isEmpty() && score.total() == cases;
  }

  private static Score judged(String suite, GethTool tool, NodeKey key, Stores stores, Path chain)
      throws Exception {
    NodeConfig config =
        NodeConfig.at(OurNodes.loopback()).with(new NodeConfig.Engine(0, EngineRpc.SECRET));
    try (Node node = Node.start(key, stores, config)) {
      Enode enode = Enode.of(key.publicKey(), node.self().ip4().orElseThrow());
      URI engine = URI.create("http://127.0.0.1:" + node.enginePort().orElseThrow());
      return tool.rlpxTest(suite, enode, chain, engine);
    }
  }
}
