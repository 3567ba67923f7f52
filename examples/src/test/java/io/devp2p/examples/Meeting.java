package io.devp2p.examples;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** A node with something to say, and one that runs an example, which has dialed it. */
record Meeting(Host node, Host example, Peer peer) implements AutoCloseable {

  static final long NETWORK = 1;
  static final Bytes32 GENESIS = Keccak.hash(Bytes.of(1));
  static final ForkSchedule FORKS = new ForkSchedule(GENESIS, 0, new long[0], new long[0]);

  static Meeting of(Protocol<?> theirs, Protocol<?> ours) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Host node = Host.start(key(), c -> c.listen(any).offer(theirs));
    Host example = Host.start(key(), c -> c.offer(ours));
    InetSocketAddress at = node.localAddress().orElseThrow();
    Enode enode = Enode.of(node.key(), new Endpoint(at.getAddress(), 0, at.getPort()));
    return new Meeting(node, example, example.addStatic(enode).get(10, TimeUnit.SECONDS));
  }

  /** eth as the examples run it. */
  static Eth following(EthListener example) {
    return Eth.following(
        NETWORK, FORKS, InstantSource.fixed(Instant.EPOCH), c -> c.listener(example));
  }

  private static NodeKey key() {
    return NodeKey.generate(new SecureRandom());
  }

  @Override
  public void close() {
    example.close();
    node.close();
  }
}
