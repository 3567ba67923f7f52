package io.devp2p.interop.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.suite.eth.EthSuite;
import io.devp2p.interop.suite.rlpx.RlpxSuite;
import io.devp2p.interop.suite.snap.SnapSuite;
import io.devp2p.interop.suite.v4.Discv4Suite;
import io.devp2p.interop.suite.v5.Discv5Suite;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of failures. */
final class ExpectedFailuresTest {

  private static final Set<String> CASES =
      Stream.of(
              Discv4Suite.ALL,
              Discv5Suite.ALL,
              RlpxSuite.ALL,
              EthSuite.ALL,
              SnapSuite.ALL,
              SnapSuite.ALL_2)
          .flatMap(suite -> suite.cases().stream().map(one -> suite.name() + " " + one.id()))
          .collect(Collectors.toSet());

  static List<String> targets() {
    return Stream.concat(Stream.of("ours"), PeerCatalog.all().stream().map(ReferencePeer::name))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyFileNamesCasesThatThereAre(String target) throws Exception {
    assertThat(CASES).containsAll(ExpectedFailures.of(target).reasons().keySet());
  }

  @Test
  void reads() throws Exception {
    ExpectedFailures read = ExpectedFailures.parse("# remark\n\n discv4  A/B  because of this\n");
    assertThat(read.reason("discv4", "A/B")).contains("because of this");
    assertThat(read.reason("discv5", "A/B")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"discv4 A", "discv4 A b\ndiscv4 A c"})
  void refuses(String text) {
    assertThatThrownBy(() -> ExpectedFailures.parse(text)).isInstanceOf(IOException.class);
  }
}
