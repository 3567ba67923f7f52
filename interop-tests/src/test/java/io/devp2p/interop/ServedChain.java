package io.devp2p.interop;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.peers.EngineRpc;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.suite.Targets;
import io.devp2p.node.Node;
import io.devp2p.node.NodeConfig;
import io.devp2p.node.Stores;
import io.devp2p.node.Sync;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * The test chain of a geth as our node has it: the receipts, which are in no file, from that geth.
 *
 * @param known what the suites know of it
 * @param key of our nodes
 */
record ServedChain(KnownChain known, Stores stores, NodeKey key) implements AutoCloseable {

  static ServedChain of(Installation installation, PeerRun run, Path data) throws Exception {
    Path chain = installation.path("chain");
    Stores stores = Stores.open(chain, data);
    NodeKey key = NodeKey.generate(new SecureRandom());
    if (!Sync.run(key, stores, List.of(run.shared(installation).node()))) {
      stores.close();
      throw new AssertionError("our node has not got the receipts");
    }
    return new ServedChain(KnownChain.read(chain), stores, key);
  }

  /** A node of ours with an empty pool. */
  Node start() throws Exception {
    NodeConfig config =
        NodeConfig.at(OurNodes.loopback()).with(new NodeConfig.Engine(0, EngineRpc.SECRET));
    return Node.start(key, stores, config);
  }

  /**
   * A node of ours to be judged.
   *
   * @param port where it, or what stands before it, can be reached
   */
  Target target(Node node, int port) throws IOException {
    Endpoint at = new Endpoint(InetAddress.getLoopbackAddress(), 0, port);
    URI engine = URI.create("http://127.0.0.1:" + node.enginePort().orElseThrow());
    return Targets.serving(
        Target.at("ours", io.devp2p.core.node.Node.of(key.publicKey(), at)),
        known,
        new EngineRpc(engine, EngineRpc.SECRET));
  }

  @Override
  public void close() throws IOException {
    stores.close();
  }
}
