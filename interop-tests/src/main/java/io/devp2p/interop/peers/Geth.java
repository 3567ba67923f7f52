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
 */
public final class Geth implements RunningPeer {

  /** Chain id and network id of the test chains of all versions. */
  public static final long TEST_CHAIN = 3503995874084926L;

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final RpcProcess process;
  private final Optional<GethTool> tool;
  private final Node node;
  private final Chain chain;

  private Geth(RpcProcess process, Optional<GethTool> tool, Node node, Chain chain) {
    this.process = process;
    this.tool = tool;
    this.node = node;
    this.chain = chain;
  }

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
  public static Geth start(Installation installation, Path work, Launch launch)
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
            installation.path("chain/genesis.json").toString()));
    if (launch.role() == Role.CHAIN_SERVER) {
      RpcProcess.once(
          "import",
          work,
          with(run, "--verbosity", "2", "import", installation.path("chain/chain.rlp").toString()));
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
      NodeFacts facts = facts(process);
      Node self = at(facts, launch.family());
      Chain chain = Probe.status(Enode.of(self.key(), self.endpoint()), START_LIMIT);
      return new Geth(process, GethTool.over(installation, work, launch.family()), self, chain);
    } catch (IOException | InterruptedException failed) {
      process.close();
      throw failed;
    }
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
    return facts(process);
  }

  private static NodeFacts facts(RpcProcess process) throws IOException, InterruptedException {
    Json info = process.info();
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
    for (Json peer : process.rpc().call("admin_peers").items()) {
      ids.add(peer.text("id"));
    }
    return ids;
  }

  @Override
  public Node node() {
    return node;
  }

  /** By its tool, which shares all code of discovery with the node. */
  @Override
  public Optional<Asker> asker(Version version) {
    return tool.map(t -> new GethAsker(t, version));
  }

  @Override
  public Optional<Dialer> dialer() {
    return Optional.of(new AdminDialer(process.rpc()));
  }

  @Override
  public Optional<Chain> chain() {
    return Optional.of(chain);
  }

  @Override
  public Optional<JsonRpc> rpc() {
    return Optional.of(process.rpc());
  }

  @Override
  public Optional<EngineRpc> engine() {
    return Optional.of(process.engine());
  }

  @Override
  public Path log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
  }
}
