package io.devp2p.interop.peers;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A go-ethereum node with the test chain of its version, or only the genesis block of that, discv4
 * and discv5 on one port. Listens on all addresses, as it cannot be told otherwise, but talks to
 * loopback addresses only. Blocking; thread-safe.
 *
 * @param peer what every node can do
 */
public record Geth(RunningPeer peer) implements AutoCloseable {

  /** Chain id and network id of the test chains of all versions. */
  public static final long TEST_CHAIN = 3503995874084926L;

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  /**
   * What a node says of itself ({@code admin_nodeInfo}).
   *
   * @param clientId as in its Hello
   * @param enode its URL
   * @param record its record
   * @param networkId network id of its Status
   * @param genesis genesis hash
   * @param head hash of its newest block
   */
  public record NodeFacts(
      String clientId,
      Enode enode,
      NodeRecord record,
      long networkId,
      Bytes32 genesis,
      Bytes32 head) {

    /**
     * The fork id it announces.
     *
     * @throws IllegalStateException if its record has none
     */
    public ForkId forkId() {
      return record.eth().orElseThrow(() -> new IllegalStateException("a record without eth"));
    }
  }

  /**
   * Initialises a data folder, imports the test chain if it is to serve it, and starts a node;
   * takes 2 to 9 seconds. It answers JSON-RPC and has sent a Status when this returns.
   *
   * @param installation of {@code geth}
   */
  public static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    String program = installation.path("bin/geth").toString();
    String data = work.resolve("data").toString();
    List<String> run = List.of(program, "--datadir", data);
    RpcProcess.once(
        "init",
        work,
        with(
            run,
            "--state.scheme",
            "path",
            "--verbosity",
            "1",
            "init",
            launch.chainFile(installation, "genesis.json")));
    if (launch.role() == Role.CHAIN_SERVER) {
      RpcProcess.once(
          "import",
          work,
          with(run, "--verbosity", "2", "import", launch.chainFile(installation, "chain.rlp")));
    }
    Path secret = work.resolve("jwt");
    Files.writeString(secret, EngineRpc.SECRET.toHexString());
    List<String> node = with(run, flags(launch, secret));
    if (installation.peer().recipe() instanceof Recipe.GoModule go) {
      node.addAll(go.flags());
    }
    RpcProcess process =
        RpcProcess.start(
            "geth",
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
      Node self = at(facts(process.rpc()), launch.family());
      Chain chain = Probe.status(Enode.of(self.key(), self.endpoint()), START_LIMIT);
      StartedPeer started = StartedPeer.of(process, self, chain);
      Optional<GethTool> tool = GethTool.over(installation, work, launch.family());
      return tool.map(t -> withTool(started, t)).orElse(started);
    } catch (IOException | InterruptedException failed) {
      process.close();
      throw failed;
    }
  }

  /** The tool shares all code of discovery with the node. */
  private static StartedPeer withTool(StartedPeer started, GethTool tool) {
    return started
        .with(Version.V4, new GethAsker(tool, Version.V4))
        .with(Version.V5, new GethAsker(tool, Version.V5));
  }

  private static String[] flags(Launch launch, Path secret) throws IOException {
    String port = Integer.toString(Ports.free());
    String known =
        launch.records().isEmpty() ? launch.enodes() : launch.enodes() + "," + launch.records();
    return new String[] {
      "--nat",
      launch.family() == IpFamily.IPV4 ? "none" : "extip:" + launch.family().host(),
      "--bootnodes",
      known,
      "--networkid",
      Long.toString(launch.networkId().orElse(TEST_CHAIN)),
      "--syncmode",
      launch.full() ? "full" : "snap",
      "--netrestrict",
      "127.0.0.0/8,::1/128",
      "--port",
      port,
      "--discovery.port",
      port,
      "--discovery.v4",
      "--discovery.v5",
      "--authrpc.jwtsecret",
      secret.toString(),
      "--http",
      "--http.api",
      "admin,eth,debug,net,txpool",
      "--ipcdisable"
    };
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  /** A record can have addresses of both families: 127.0.0.1 is there unless another is given. */
  private static Node at(NodeFacts facts, IpFamily family) {
    Endpoint said = facts.enode().endpoint().orElseThrow();
    return Node.of(facts.record(), new Endpoint(family.loopback(), said.udp(), said.tcp()));
  }

  /** What it says of itself now. */
  public NodeFacts facts() throws IOException, InterruptedException {
    return facts(rpc());
  }

  private static NodeFacts facts(JsonRpc rpc) throws IOException, InterruptedException {
    Json info = rpc.call("admin_nodeInfo");
    return new NodeFacts(
        info.text("name"),
        Enode.parse(info.text("enode")),
        NodeRecord.parse(info.text("enr")),
        Long.parseLong(info.text("protocols", "eth", "network")),
        Bytes32.fromHexString(info.text("protocols", "eth", "genesis")),
        Bytes32.fromHexString(info.text("protocols", "eth", "head")));
  }

  /** Node ids of the peers it has RLPx sessions with, 64 hex digits each. */
  public List<String> peerIds() throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (Json peer : rpc().call("admin_peers").items()) {
      ids.add(peer.text("id"));
    }
    return ids;
  }

  private JsonRpc rpc() {
    return peer.rpc().orElseThrow();
  }

  @Override
  public void close() {
    peer.close();
  }
}
