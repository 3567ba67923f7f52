package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An ethereumjs client, which executes blocks: eth/66 to eth/68, discv4 without records, JSON-RPC
 * and the Engine API. Listens on all IPv4 addresses, as it cannot be told otherwise; it knows
 * nobody but us. It never answers GetReceipts, advertises snap/1 without answering it, and asks
 * every new peer for headers every 2 s.
 */
final class EthereumJsClient {

  /** It executes the chain that it is to serve: 40 s on an idle machine. */
  private static final Duration START_LIMIT = Duration.ofMinutes(4);

  /** An empty list of bootnodes ends it, so without any it gets one where nobody listens. */
  private static final String NOBODY =
      "enode://8b3f9981c9695b5e56935cd4bdc041863ae26411b4601eb87bcb21ef3d856afcc7b57a9e01835d3dd0c"
          + "e0eef4d946f4b15bf088bb90e3ec11c717e99dff1911e@127.0.0.1:9";

  private EthereumJsClient() {}

  /** Starts a node; takes 5 s, or 40 as a server of the chain. */
  static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    Files.createDirectories(work);
    Path secret = work.resolve("jwt");
    Files.writeString(secret, EngineRpc.SECRET.toHexString());
    String port = Integer.toString(Ports.free());
    RpcProcess process =
        RpcProcess.start(
            "ethereumjs-client",
            work,
            START_LIMIT,
            ports -> command(installation, work, launch, ports, port, secret));
    try {
      // What its RPC calls head is none, and it has no record: so its Status is all there is.
      Enode enode = Enode.parse(process.info().text("enode"));
      return StartedPeer.of(
          process,
          Node.of(enode.key(), enode.endpoint().orElseThrow()),
          Probe.status(enode, START_LIMIT),
          new AdminDialer(process.rpc(), EthereumJsClient::address));
    } catch (IOException | InterruptedException failed) {
      process.close();
      throw failed;
    }
  }

  private static List<String> command(
      Installation installation,
      Path work,
      Launch launch,
      RpcProcess.ApiPorts ports,
      String port,
      Path secret) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                installation.path("node_modules/@ethereumjs/client/dist/esm/bin/cli.js").toString(),
                "--dataDir=" + work.resolve("data"),
                "--gethGenesis=" + launch.chainFile(installation, "genesis.json"),
                "--sync=full", // without which it does not listen for RLPx
                "--isSingleNode=true",
                "--discDns=false",
                "--bootnodes=" + (launch.bootnodes().isEmpty() ? NOBODY : launch.enodes()),
                "--port=" + port,
                "--extIP=" + IpFamily.IPV4.host(),
                "--rpc",
                "--rpcPort=" + ports.rpc(),
                "--rpcEngine",
                "--rpcEnginePort=" + ports.engine(),
                "--jwtSecret=" + secret,
                "--useJsCrypto"));
    if (launch.role() == Role.CHAIN_SERVER) {
      command.add("--loadBlocksFromRlp=" + launch.chainFile(installation, "chain.rlp"));
    }
    return command;
  }

  /** It is told where to ping, and dials whoever answers. */
  private static Json.Body address(Enode enode) {
    return out -> {
      out.writeStartObject();
      out.writeStringField("address", enode.host().orElseThrow());
      out.writeNumberField("udpPort", enode.udp());
      out.writeNumberField("tcpPort", enode.tcp());
      out.writeEndObject();
    };
  }
}
