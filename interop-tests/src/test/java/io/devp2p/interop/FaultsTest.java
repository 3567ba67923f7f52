package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Suite;
import io.devp2p.interop.suite.v4.Discv4Suite;
import io.devp2p.interop.suite.v5.Discv5Suite;
import io.devp2p.lab.fault.FaultyNode;
import io.devp2p.lab.fault.V4Fault;
import io.devp2p.lab.fault.V5Fault;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A suite can fail: each case of discovery catches a fault that is made for it. */
final class FaultsTest {

  private static final long SEED = 20_261_124;

  @Test
  void thereIsAFaultForEachCase() {
    assertThat(Arrays.stream(V4Fault.values()).map(V4Fault::caughtBy))
        .containsExactlyElementsOf(Discv4Suite.GETH.cases().stream().map(c -> c.id()).toList());
    assertThat(Arrays.stream(V5Fault.values()).map(V5Fault::caughtBy))
        .containsExactlyInAnyOrderElementsOf(
            Discv5Suite.GETH.cases().stream().map(c -> c.id()).toList());
  }

  @ParameterizedTest
  @EnumSource
  void discv4(V4Fault fault) throws Exception {
    try (FaultyNode node = FaultyNode.with(fault)) {
      isCaught(node, Discv4Suite.GETH, fault.caughtBy());
    }
  }

  @ParameterizedTest
  @EnumSource
  void discv5(V5Fault fault) throws Exception {
    try (FaultyNode node = FaultyNode.with(fault)) {
      isCaught(node, Discv5Suite.GETH, fault.caughtBy());
    }
  }

  /** Behind the same port, without a fault. */
  @Test
  void aSoundNodePasses() throws Exception {
    try (FaultyNode node = FaultyNode.sound()) {
      assertThat(run(node, Discv4Suite.GETH).isContent()).isTrue();
      Pattern quick = Pattern.compile("^(?!FindnodeResults)"); // which takes its time
      assertThat(run(node, Discv5Suite.GETH.select(quick)).isContent()).isTrue();
    }
  }

  private static void isCaught(FaultyNode node, Suite<?> suite, String id) throws Exception {
    Pattern one = Pattern.compile("^" + Pattern.quote(id) + "$");
    assertThat(run(node, suite.select(one)).cases())
        .singleElement()
        .satisfies(result -> assertThat(result.outcome().isBad()).isTrue());
  }

  private static SuiteReport run(FaultyNode node, Suite<?> suite) throws Exception {
    Node at =
        Node.of(node.record(), new Endpoint(InetAddress.getLoopbackAddress(), node.port(), 0));
    Target target = Target.at("faulty", at);
    return SuiteReport.run(
        suite, target, Setting.loopback(target, SEED), ExpectedFailures.NONE, one -> {});
  }
}
