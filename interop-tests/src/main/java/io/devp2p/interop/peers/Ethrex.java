package io.devp2p.interop.peers;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An ethrex node with its store in memory: discv4 and discv5 on one port, eth and snap, JSON-RPC.
 * It answers FINDNODE of discv5 only after it has pinged the asker, every TALKREQ by nothing, and
 * receipts of blocks with several transactions incompletely.
 */
final class Ethrex {

  /** It executes the chain that it is to serve, up to 21 s on a busy machine. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private Ethrex() {}

  /** Starts a node; takes a second, or 6 to 21 as a server of the chain. */
  static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    boolean serves = launch.role() == Role.CHAIN_SERVER;
    String chain = serves ? launch.chainFile(installation, "chain.rlp") : "";
    String port = Integer.toString(Ports.free(launch.family()));
    RpcProcess process =
        RpcProcess.start(
            "ethrex",
            work,
            START_LIMIT,
            ports ->
                List.of(
                    installation.path("bin/ethrex-peer").toString(),
                    launch.family().host(),
                    port,
                    Integer.toString(ports.rpc()),
                    Integer.toString(ports.engine()),
                    EngineRpc.SECRET.toUnprefixedHexString(),
                    launch.chainFile(installation, "genesis.json"),
                    chain,
                    launch.enodes()));
    try {
      // As text its records have padding, which no record has.
      NodeRecord record = NodeRecord.parse(process.info().text("enr").replaceFirst("=+$", ""));
      Endpoint endpoint =
          new Endpoint(launch.family().loopback(), Integer.parseInt(port), Integer.parseInt(port));
      Node node = Node.of(record, endpoint);
      return StartedPeer.of(
          process, node, Probe.status(Enode.of(node.key(), endpoint), START_LIMIT));
    } catch (IOException | InterruptedException failed) {
      process.close();
      throw failed;
    }
  }
}
