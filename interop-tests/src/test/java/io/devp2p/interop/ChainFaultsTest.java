package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Suite;
import io.devp2p.interop.suite.eth.EthSuite;
import io.devp2p.interop.suite.snap.SnapSuite;
import io.devp2p.lab.fault.EthFault;
import io.devp2p.lab.fault.FaultyServer;
import io.devp2p.lab.fault.SnapFault;
import io.devp2p.node.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suites of eth and snap can fail: each case catches a fault that is made for it. */
@ExtendWith(PeerExtension.class)
@RequiresPeer("geth-1.17.10")
final class ChainFaultsTest {

  private static final long SEED = 20_261_124;

  /** This machine may compile something meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Cases mostly wait for what a fault keeps from them. */
  private static final int AT_ONCE = 4;

  /** Cases that ask only, which take moments. */
  private static final Pattern QUICK = Pattern.compile("^(Status|Malicious|Get[^C]|Zero|S[ai]m)");

  private static final ExecutorService POOL = Executors.newFixedThreadPool(AT_ONCE);
  private static final Map<EthFault, Future<SuiteReport>> ETH = new EnumMap<>(EthFault.class);
  private static final Map<SnapFault, Future<SuiteReport>> SNAP = new EnumMap<>(SnapFault.class);

  @TempDir static Path data;
  private static ServedChain chain;
  private static Node node;

  @BeforeAll
  static void begin(PeerRun run) throws Exception {
    chain = ServedChain.of(run.installation(PeerCatalog.one("geth-1.17.10")), run, data);
    node = chain.start();
    for (EthFault fault : EthFault.values()) {
      ETH.put(
          fault,
          POOL.submit(() -> {
            try (FaultyServer faulty = FaultyServer.with(fault, chain.key(), behind())) {
              return run(faulty, one(EthSuite.GETH, fault.caughtBy()));
            }
          }));
    }
    for (SnapFault fault : SnapFault.values()) {
      SNAP.put(
          fault,
          POOL.submit(() -> {
            try (FaultyServer faulty = FaultyServer.with(fault, chain.key(), behind())) {
              return run(faulty, one(suite(fault.version()), fault.caughtBy()));
            }
          }));
    }
  }

  @AfterAll
  static void end() throws Exception {
    POOL.shutdownNow();
    node.close();
    chain.close();
  }

  @Test
  void thereIsAFaultForEachCase() {
    assertThat(Arrays.stream(EthFault.values()).map(EthFault::caughtBy))
        .containsExactlyElementsOf(ids(EthSuite.GETH));
    for (int version : List.of(1, 2)) {
      assertThat(
              Arrays.stream(SnapFault.values())
                  .filter(fault -> fault.version() == version)
                  .map(SnapFault::caughtBy))
          .containsExactlyElementsOf(ids(suite(version)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eth(EthFault fault) throws Exception {
    isCaught(Optional.ofNullable(ETH.get(fault)).orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void snap(SnapFault fault) throws Exception {
    isCaught(Optional.ofNullable(SNAP.get(fault)).orElseThrow());
  }

  /** Behind the same port, without a fault. */
  @Test
  void aSoundNodePasses() throws Exception {
    try (FaultyServer sound = FaultyServer.sound(chain.key(), behind())) {
      for (Suite<EthDialogue> suite :
          List.of(EthSuite.GETH.select(QUICK), SnapSuite.GETH, SnapSuite.GETH_2)) {
        assertThat(run(sound, suite).cases())
            .filteredOn(one -> one.outcome().isBad())
            .extracting(one -> one.result().id() + ": " + one.text())
            .isEmpty();
      }
    }
  }

  private static void isCaught(Future<SuiteReport> judged) throws Exception {
    assertThat(judged.get().cases())
        .singleElement()
        .satisfies(result -> assertThat(result.result().hasFailed()).isTrue());
  }

  private static Suite<EthDialogue> suite(int snap) {
    return snap == 1 ? SnapSuite.GETH : SnapSuite.GETH_2;
  }

  private static List<String> ids(Suite<EthDialogue> suite) {
    return suite.cases().stream().map(Case::id).toList();
  }

  private static Suite<EthDialogue> one(Suite<EthDialogue> suite, String id) {
    return suite.select(Pattern.compile("^" + Pattern.quote(id) + "$"));
  }

  private static InetSocketAddress behind() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
  }

  private static SuiteReport run(FaultyServer faulty, Suite<EthDialogue> suite) throws Exception {
    Target target = chain.target(node, faulty.port());
    Setting setting = Setting.loopback(target, SEED).patient(PATIENCE);
    return SuiteReport.run(suite, target, setting, ExpectedFailures.NONE, one -> {});
  }
}
