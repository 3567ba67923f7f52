package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.devp2p.interop.suite.v4.Discv4Suite;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our suites at our nodes and at the reference peers: what is not as expected fails. */
@ExtendWith(PeerExtension.class)
final class SuitesTest {

  private static final long SEED = 20_261_124;

  /** This machine may compile something meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Suites of discovery by what a target must speak. */
  private static final List<Suite<?>> DISCOVERY = List.of(Discv4Suite.ALL);

  @Test
  void ourDiscovery(PeerRun run) throws Exception {
    for (Suite<?> suite : DISCOVERY) {
      try (Discovery ours = OurNodes.discovery(c -> c)) {
        isContent(run, suite, Targets.of("ours", ours));
      }
    }
  }

  static Stream<ReferencePeer> peers() {
    return PeerCatalog.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("peers")
  void peer(ReferencePeer peer, PeerRun run) throws Exception {
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    for (Suite<?> suite : DISCOVERY) {
      if (speaks(peer, suite)) {
        try (RunningPeer running =
            peer.start(
                run.installation(peer),
                run.folder(suite.name() + "-" + peer.name()),
                Launch.as(Role.LISTENER))) {
          isContent(run, suite, Targets.of(peer, running));
        }
      }
    }
  }

  private static boolean speaks(ReferencePeer peer, Suite<?> suite) {
    return peer.claims().answers().keySet().stream()
        .anyMatch(version -> suite.name().endsWith(version.name().toLowerCase(Locale.ROOT)));
  }

  private static void isContent(PeerRun run, Suite<?> suite, Target target) throws Exception {
    SuiteReport report =
        SuiteReport.run(
            suite,
            target,
            Setting.loopback(target, SEED).patient(PATIENCE),
            ExpectedFailures.of(target.name()),
            one -> {});
    run.add(report);
    assertThat(report.cases())
        .as(report.suite() + " at " + report.target() + ", seed " + SEED)
        .filteredOn(one -> one.outcome().isBad())
        .extracting(one -> one.result().id() + ": " + one.text())
        .isEmpty();
  }
}
