package io.devp2p.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A laboratory is what its truth says. */
final class LabTest {

  private static Set<NodeId> ids(Lab lab) {
    return lab.truth().stream().map(Truth::id).collect(Collectors.toSet());
  }

  @Test
  void theSeedDecidesWhoIsThere() throws Exception {
    try (Lab one = Lab.start(LabConfig.of(25, 3));
        Lab again = Lab.start(LabConfig.of(25, 3));
        Lab other = Lab.start(LabConfig.of(25, 4))) {
      assertThat(ids(one)).hasSize(25).isEqualTo(ids(again)).isNotEqualTo(ids(other));
      assertThat(one.truth().stream().map(Truth::kind))
          .containsExactlyElementsOf(again.truth().stream().map(Truth::kind).toList());
    }
  }

  @Test
  void everyKindHasItsShare() throws Exception {
    try (Lab lab = Lab.start(LabConfig.of(100, 1))) {
      for (NodeKind kind : NodeKind.values()) {
        long nodes = lab.truth().stream().filter(t -> t.kind() == kind).count();
        assertThat(Math.abs(nodes - kind.share() / 2.0)).as(kind.name()).isLessThan(1);
      }
    }
  }

  @Test
  void nodesSpeakTheVersionsOfTheirTruth() throws Exception {
    LabConfig config =
        new LabConfig(
            8, 2, EnumSet.of(NodeKind.ORDINARY, NodeKind.V4_ONLY, NodeKind.V5_ONLY), List.of());
    try (Lab lab = Lab.start(config);
        Discovery asker =
            Discovery.start(
                NodeKey.generate(new SecureRandom()),
                c -> c.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))) {
      for (Truth truth : lab.truth()) {
        Node node = Node.of(truth.record()).orElseThrow();
        assertThat(asker.ping(Version.V4, node).handle((pong, failed) -> failed == null).join())
            .isEqualTo(truth.v4());
        assertThat(asker.ping(Version.V5, node).handle((pong, failed) -> failed == null).join())
            .isEqualTo(truth.v5());
      }
    }
  }

  @Test
  void impossibleLaboratoriesAreRefused() {
    assertThatThrownBy(() -> LabConfig.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LabConfig.of(2001, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LabConfig(1, 1, Set.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
