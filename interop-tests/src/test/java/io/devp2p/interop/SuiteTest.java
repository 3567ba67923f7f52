package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.discovery.Discovery;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
final class SuiteTest {

  private static final int TRIES = 3;

  static List<Judge> judges() {
    return List.of(
        new Judge("geth-1.17.10", 4, 15, Set.of()),
        new Judge("geth-1.17.10", 5, 10, Set.of()),
        new Judge("geth-1.17.5", 4, 15, Set.of()),
        new Judge("geth-1.17.5", 5, 7, Set.of()),
        new Judge("geth-1.15.11", 4, 14, Set.of()),
        // It wants a new challenge where HandshakeResend of today wants the same one again.
        new Judge("geth-1.15.11", 5, 7, Set.of("PingHandshakeInterrupted")));
  }

  /**
   * A suite.
   *
   * @param peer whose tool has it
   * @param version of discovery
   * @param cases how many it has
   * @param contradicting cases that ask for the opposite of what later editions do
   */
  record Judge(String peer, int version, int cases, Set<String> contradicting) {

    Score judge(GethTool tool) throws Exception {
      try (Discovery ours = OurNodes.discovery(c -> c)) {
        return version == 4 ? tool.discv4Test(OurNodes.enode(ours)) : tool.discv5Test(ours.self());
      }
    }

    boolean isContent(Score score) {
      return score.total() == cases && Set.copyOf(score.failed()).equals(contradicting);
    }

    @Override
    public String toString() {
      return peer + "'s discv" + version + " test";
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("judges")
  void isContent(Judge judge, PeerRun run) throws Exception {
    ReferencePeer peer = PeerCatalog.one(judge.peer);
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    GethTool tool = run.tool(run.installation(peer));
    List<Score> scores = new ArrayList<>();
    while (scores.size() < TRIES && scores.stream().noneMatch(judge::isContent)) {
      Score score = judge.judge(tool);
      scores.add(score);
      run.note(judge + " at our node, run " + scores.size() + ": " + score);
      if (!judge.isContent(score)) {
        System.out.println(score.text());
      }
    }
    assertThat(scores).anyMatch(judge::isContent);
  }
}
