package io.devp2p.discovery.self;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class LocalNodeTest {

  private final LocalNode local =
      new LocalNode(NodeKey.generate(new Random(1)), NodeRecord.builder().port("udp", 1), -3);

  @Test
  void eachChangeHasTheNextNumber() {
    assertThat(local.update(r -> r.port("udp", 1))).isFalse();
    assertThat(local.record().seq()).isEqualTo(-3);
    assertThat(local.update(r -> r.port("udp", 2))).isTrue();
    assertThat(local.record().seq()).isEqualTo(-2);
    assertThat(local.record().endpoints()).isEmpty();
  }

  @Test
  void aNumberThatIsNotAllowedYetIsNotPublished() {
    assertThat(local.allow(-2)).isFalse();
    assertThat(local.update(r -> r.port("udp", 2))).isTrue();
    NodeRecord published = local.record();
    assertThat(local.update(r -> r.port("udp", 3))).isFalse();
    assertThat(local.update(r -> r.port("tcp", 4))).isFalse();
    assertThat(local.record()).isEqualTo(published);
    assertThat(local.allow(-1)).isTrue();
    assertThat(local.record().seq()).isEqualTo(-1);
    assertThat(local.record().pairs())
        .isEqualTo(
            published.toBuilder().port("udp", 3).port("tcp", 4).sign(local.key(), 1).pairs());
  }

  @Test
  void aRecordThatIsTooLongChangesNothing() {
    NodeRecord before = local.record();
    assertThatThrownBy(() ->
            local.update(r ->
                r.entry("x", Bytes.repeat((byte) 1, 1))
                    .entry(
                        "y",
                        io.devp2p.core.rlp.RlpWriter.encode(
                            w -> w.bytes(Bytes.repeat((byte) 9, 300))))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(local.record()).isEqualTo(before);
    assertThat(local.newest()).isEqualTo(before);
  }
}
