package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Discovery;
import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Suite;
import io.devp2p.interop.suite.Targets;
import io.devp2p.interop.suite.rlpx.RlpxSuite;
import io.devp2p.interop.suite.v4.Discv4Suite;
import io.devp2p.interop.suite.v5.Discv5Suite;
import io.devp2p.wire.Host;
import io.devp2p.wire.eth.Eth;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our suites at our nodes and at the reference peers: what is not as expected fails. */
@ExtendWith(PeerExtension.class)
final class SuitesTest {

  private static final String OURS = "ours";

  private static final long SEED = 20_261_124;

  /** This machine may compile something meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** But the case that lasts a minute: that one is tried by the judge, and by its fault. */
  private static final Pattern QUICK = Pattern.compile("^(?!FindnodeResults$)");

  /** Suites of discovery by what a target must speak. */
  private static final List<Suite<?>> DISCOVERY =
      List.of(Discv4Suite.ALL, Discv5Suite.ALL.select(QUICK));

  /**
   * Others leave open what should end, and each such case waits: they are for {@code rlpx test}.
   */
  private static final String RLPX_FAMILY = "geth";

  /** Suites mostly wait for silence: peers are judged beside each other. */
  private static final int AT_ONCE = 2;

  private static final ExecutorService POOL = Executors.newFixedThreadPool(AT_ONCE);

  private static final Map<String, List<Future<SuiteReport>>> RUNS = new HashMap<>();

  /** Begins all that the tests then wait for. */
  @BeforeAll
  static void begin(PeerRun run) {
    begin(OURS, SuitesTest::judgeOurHost);
    for (ReferencePeer peer : PeerCatalog.all()) {
      if (peer.family().equals(RLPX_FAMILY) && run.missing(peer).isEmpty()) {
        begin(peer.name(), () -> judge(run, RlpxSuite.ALL, peer));
      }
    }
    for (Suite<?> suite : DISCOVERY) {
      begin(OURS, () -> judgeOurs(suite));
      for (ReferencePeer peer : PeerCatalog.all()) {
        if (speaks(peer, suite) && run.missing(peer).isEmpty()) {
          begin(peer.name(), () -> judge(run, suite, peer));
        }
      }
    }
  }

  private static void begin(String target, Callable<SuiteReport> judgement) {
    RUNS.computeIfAbsent(target, key -> new ArrayList<>()).add(POOL.submit(judgement));
  }

  @AfterAll
  static void end() {
    POOL.shutdownNow();
  }

  static List<String> targets() {
    return Stream.concat(Stream.of(OURS), PeerCatalog.all().stream().map(ReferencePeer::name))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void allIsAsExpected(String target, PeerRun run) throws Exception {
    if (!target.equals(OURS)) {
      Optional<String> missing = run.missing(PeerCatalog.one(target));
      Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }
    for (Future<SuiteReport> judgement : RUNS.getOrDefault(target, List.of())) {
      SuiteReport report = judgement.get();
      run.add(report);
      assertThat(report.cases())
          .as(report.suite() + " at " + target + ", seed " + SEED)
          .filteredOn(one -> one.outcome().isBad())
          .extracting(one -> one.result().id() + ": " + one.text())
          .isEmpty();
    }
  }

  private static boolean speaks(ReferencePeer peer, Suite<?> suite) {
    return peer.claims().answers().keySet().stream()
        .anyMatch(version -> suite.name().endsWith(version.name().toLowerCase(Locale.ROOT)));
  }

  private static SuiteReport judgeOurs(Suite<?> suite) throws Exception {
    try (Discovery ours = OurNodes.discovery(c -> c)) {
      return judge(suite, Targets.of(OURS, ours));
    }
  }

  private static SuiteReport judgeOurHost() throws Exception {
    NodeKey key = NodeKey.generate(new SecureRandom());
    Eth eth = Eth.observing(Eth.VERSIONS);
    try (Host ours = Host.start(key, c -> c.listen(OurNodes.loopback()).offer(eth))) {
      InetSocketAddress at = ours.localAddress().orElseThrow();
      Node node = Node.of(key.publicKey(), new Endpoint(at.getAddress(), 0, at.getPort()));
      return judge(RlpxSuite.ALL, Target.at(OURS, node));
    }
  }

  private static SuiteReport judge(PeerRun run, Suite<?> suite, ReferencePeer peer)
      throws Exception {
    Path folder = run.folder(suite.name() + "-" + peer.name());
    try (RunningPeer running =
        peer.start(run.installation(peer), folder, Launch.as(Role.LISTENER))) {
      return judge(suite, Targets.of(peer, running));
    }
  }

  private static SuiteReport judge(Suite<?> suite, Target target) throws Exception {
    Setting setting = Setting.loopback(target, SEED).patient(PATIENCE);
    return SuiteReport.run(suite, target, setting, ExpectedFailures.of(target.name()), one -> {});
  }
}
