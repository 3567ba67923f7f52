package io.devp2p.discovery.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.guard.Place;
import io.devp2p.discovery.guard.Traffic;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.table.Observation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** A key of AES-GCM never sees a nonce twice, even where the source of randomness is broken. */
final class NonceTest {

  private static final int MESSAGES = 20_000;

  @Test
  void noncesOfASessionDifferAlsoWithoutRandomness() {
    RandomGenerator broken = () -> 0L;
    NodeKey key = NodeKey.of(Bytes32.leftPad(Bytes.of(7)));
    LocalNode local = new LocalNode(key, NodeRecord.builder(), 1);
    NodeId peer = new NodeId(Bytes32.leftPad(Bytes.of(9)));
    V5Sender sender =
        new V5Sender(
            local,
            new V5Codec(local.id()),
            new V5Crypto(Curves.bouncyCastle()),
            broken,
            new Traffic());
    V5Sessions.Session session =
        new V5Sessions.Session(V5Crypto.key(new byte[16], 0), V5Crypto.key(new byte[16], 0), 0);
    Place to = new Place(peer, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    Set<Bytes> nonces = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      Outbox<Observation> out = new Outbox<>();
      nonces.add(sender.message(to, session, new V5Message.Ping(Bytes.of(1), 1), out));
    }
    assertThat(nonces).hasSize(MESSAGES);
  }
}
