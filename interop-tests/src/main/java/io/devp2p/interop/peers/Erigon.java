package io.devp2p.interop.peers;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An Erigon node, whose discovery and RLPx come from go-ethereum while its eth layer is its own:
 * eth/68, discv4, discv5. Listens on all addresses, but talks to loopback addresses only.
 */
final class Erigon {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private Erigon() {}

  /** Starts a node; takes about 3 s. */
  static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    String program = installation.path("bin/erigon").toString();
    List<String> run = List.of(program, "--datadir", work.resolve("data").toString());
    RpcProcess.once(
        "init", work, with(run, "init", launch.chainFile(installation, "genesis.json")));
    List<String> alone = with(run, alone(launch)); // else it takes an import for mainnet's
    if (launch.role() == Role.CHAIN_SERVER) {
      String chain = launch.chainFile(installation, "chain.rlp");
      RpcProcess.once("import", work, with(alone, "--http=false", "import", chain));
    }
    Path secret = work.resolve("jwt");
    Files.writeString(secret, EngineRpc.SECRET.toHexString());
    List<String> node = with(alone, flags(secret));
    RpcProcess process =
        RpcProcess.start(
            "erigon",
            work,
            START_LIMIT,
            ports ->
                with(
                    node,
                    "--http.port",
                    Integer.toString(ports.rpc()),
                    "--authrpc.port",
                    Integer.toString(ports.engine())));
    try {
      Json info = process.info();
      NodeRecord record = NodeRecord.parse(info.text("enr"));
      Endpoint said = Enode.parse(info.text("enode")).endpoint().orElseThrow();
      Endpoint endpoint = new Endpoint(launch.family().loopback(), said.udp(), said.tcp());
      return StartedPeer.of(
          process,
          Node.of(record, endpoint),
          Probe.status(Enode.of(record.publicKey(), endpoint), START_LIMIT));
    } catch (IOException | InterruptedException failed) {
      process.close();
      throw failed;
    }
  }

  /** Of a network of its own, that loads nothing from elsewhere. */
  private static String[] alone(Launch launch) {
    return new String[] {
      "--networkid",
      Long.toString(launch.networkId().orElse(Geth.TEST_CHAIN)),
      "--fakepow",
      "--no-downloader",
      "--torrent.port",
      "0",
      "--nat",
      "none",
      "--netrestrict",
      "127.0.0.0/8,::1/128",
      "--bootnodes",
      launch.enodes(),
      "--private.api.addr",
      "127.0.0.1:0"
    };
  }

  private static String[] flags(Path secret) throws IOException {
    String port = Integer.toString(Ports.free());
    return new String[] {
      "--port",
      port,
      "--p2p.allowed-ports",
      port + "," + Ports.free(),
      "--v5disc",
      "--externalcl",
      "--authrpc.jwtsecret",
      secret.toString(),
      "--http",
      "--http.api",
      "admin,eth,debug,net,txpool"
    };
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }
}
