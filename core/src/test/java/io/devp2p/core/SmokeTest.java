package io.devp2p.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Signatures;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeRecord;
import java.security.SecureRandom;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

final class SmokeTest {
  @Test
  void vectors() {
    Vectors.each(Vectors.load("enr").get("valid"))
        .forEach(c -> {
          NodeRecord r = NodeRecord.decode(Vectors.hex(c, "rlp"));
          assertThat(r.toString()).isEqualTo(c.get("text").asText());
          assertThat(r.id().toString()).isEqualTo(c.get("node_id").asText().substring(2));
        });
    Vectors.each(Vectors.load("enr").get("enode_urls"))
        .forEach(c -> {
          boolean ok;
          try {
            Enode.parse(c.get("url").asText()).endpoint();
            ok = true;
          } catch (Violation v) {
            ok = false;
          }
          assertThat(ok).as(c.toString()).isEqualTo(c.get("valid").asBoolean());
        });
    NodeKey k = NodeKey.generate(new SecureRandom());
    var h = Keccak.hash(Bytes.of(1, 2));
    assertThat(Signatures.recover(h, k.sign(h))).isEqualTo(k.publicKey());
    assertThat(Signatures.verify(h, k.sign(h).slice(0, 64), k.publicKey())).isTrue();
  }
}
