package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Suite;
import io.devp2p.interop.suite.Targets;
import io.devp2p.interop.suite.eth.EthSuite;
import io.devp2p.interop.suite.snap.SnapSuite;
import io.devp2p.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suites of eth and snap at nodes that serve the test chain of geth 1.17.10. */
@ExtendWith(PeerExtension.class)
final class ChainSuitesTest {

  private static final String OURS = "ours";
  private static final String GETH = "geth-1.17.10";

  /**
   * Who serves the chain of geth 1.17.10, or one of its own. Those that leave a session open after
   * nonsense cost 15 s for each case of it.
   */
  private static final List<String> PEERS =
      Boolean.getBoolean("interop.slow")
          ? List.of(GETH, "ethrex-24.0.0", "ethereumjs-client-0.10.5")
          : List.of(GETH);

  private static final long SEED = 20_261_124;

  /** This machine may compile something meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Those that compute and wait for seconds, blobs and long quiet: at ours the judge tries them, at
   * others whoever sets {@code interop.slow}. Each is tried by its fault in every build.
   */
  private static final Pattern QUICK =
      Pattern.compile(
          Boolean.getBoolean("interop.slow")
              ? ""
              : "^(?!Blob|TestBlob|GetCells$|BlockRangeUpdate(Expired|Future)$)");

  private static final List<Suite<EthDialogue>> SUITES =
      List.of(EthSuite.ALL.select(QUICK), SnapSuite.ALL, SnapSuite.ALL_2);

  /** Suites mostly wait: two targets are judged beside each other. */
  private static final int AT_ONCE = 2;

  private static final ExecutorService POOL = Executors.newFixedThreadPool(AT_ONCE);

  private static final Map<String, Future<List<SuiteReport>>> RUNS = new HashMap<>();

  @TempDir static Path data;

  /** Begins all that the tests then wait for. */
  @BeforeAll
  static void begin(PeerRun run) {
    ReferencePeer geth = PeerCatalog.one(GETH);
    if (run.missing(geth).isEmpty()) {
      RUNS.put(OURS, POOL.submit(() -> judgeOurs(run, run.installation(geth))));
    }
    for (String name : PEERS) {
      ReferencePeer peer = PeerCatalog.one(name);
      if (run.missing(peer).isEmpty()) {
        RUNS.put(name, POOL.submit(() -> judge(run, peer)));
      }
    }
  }

  @AfterAll
  static void end() {
    POOL.shutdownNow();
  }

  static List<String> targets() {
    return Stream.concat(Stream.of(OURS), PEERS.stream()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void allIsAsExpected(String name, PeerRun run) throws Exception {
    Optional<String> missing = run.missing(PeerCatalog.one(name.equals(OURS) ? GETH : name));
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    for (SuiteReport report : Optional.ofNullable(RUNS.get(name)).orElseThrow().get()) {
      run.add(report);
      assertThat(report.cases())
          .as(report.suite() + " at " + name + ", seed " + SEED)
          .filteredOn(one -> one.outcome().isBad())
          .extracting(one -> one.result().id() + ": " + one.text())
          .isEmpty();
    }
  }

  private static List<SuiteReport> judgeOurs(PeerRun run, Installation geth) throws Exception {
    try (ServedChain chain = ServedChain.of(geth, run, data);
        Node ours = chain.start()) {
      return judge(chain.target(ours, ours.port()));
    }
  }

  private static List<SuiteReport> judge(PeerRun run, ReferencePeer peer) throws Exception {
    Installation installation = run.installation(peer);
    KnownChain chain = KnownChain.read(installation.path("chain"));
    Path folder = run.folder("chain-suites-" + peer.name());
    try (RunningPeer running = peer.start(installation, folder, Launch.as(Role.CHAIN_SERVER))) {
      Target target = Targets.of(peer, running);
      return judge(
          running
              .engine()
              .map(engine -> Targets.serving(target, chain, engine))
              .orElse(target.serving(chain)));
    }
  }

  private static List<SuiteReport> judge(Target target) throws Exception {
    List<SuiteReport> reports = new ArrayList<>();
    for (Suite<EthDialogue> suite : SUITES) {
      Setting setting = Setting.loopback(target, SEED).patient(PATIENCE);
      reports.add(
          SuiteReport.run(suite, target, setting, ExpectedFailures.of(target.name()), one -> {}));
    }
    return reports;
  }
}
