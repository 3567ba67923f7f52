package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.NodeRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A go-ethereum node with the test chain of its version, discv4 and discv5 on one port. Talks to
 * loopback addresses only. Blocking; thread-safe.
 */
public final class Geth implements AutoCloseable {

  private static final Duration IMPORT_LIMIT = Duration.ofMinutes(3);
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration RPC_LIMIT = Duration.ofSeconds(10);

  private final PeerProcess process;
  private final URI rpc;
  private final HttpClient http;

  private Geth(PeerProcess process, URI rpc, HttpClient http) {
    this.process = process;
    this.rpc = rpc;
    this.http = http;
  }

  /**
   * How a node is started.
   *
   * @param networkId network id of its Status
   * @param bootnodes enode URLs or records, for both discovery protocols
   */
  public record Options(long networkId, List<String> bootnodes) {

    /** Chain id and network id of the test chains of all versions. */
    public static final long TEST_CHAIN = 3503995874084926L;

    public Options {
      bootnodes = List.copyOf(bootnodes);
    }

    /** The network id of the test chain, no bootnodes. */
    public static Options alone() {
      return new Options(TEST_CHAIN, List.of());
    }

    /** The same with bootnodes. */
    public Options joining(List<String> nodes) {
      return new Options(networkId, nodes);
    }

    /** The same with another network id. */
    public Options network(long id) {
      return new Options(id, bootnodes);
    }
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
   * Initialises a data folder, imports the test chain and starts a node on it; takes 4 to 9
   * seconds. It answers JSON-RPC and has sent a Status when this returns.
   *
   * @param installation of {@code geth}
   * @param work folder for its data and output; one for each node
   */
  public static Geth start(Installation installation, Path work, Options options)
      throws IOException, InterruptedException {
    String program = installation.path("bin/geth").toString();
    String data = work.resolve("data").toString();
    String genesis = installation.path("chain/genesis.json").toString();
    String chain = installation.path("chain/chain.rlp").toString();
    once(
        work,
        "init",
        List.of(
            program,
            "--datadir",
            data,
            "--state.scheme",
            "path",
            "--verbosity",
            "1",
            "init",
            genesis));
    once(work, "import", List.of(program, "--datadir", data, "--verbosity", "2", "import", chain));
    int httpPort = Ports.free();
    PeerProcess process =
        PeerProcess.start(
            "geth",
            work,
            PeerProcess.Output.FILE,
            Map.of(),
            command(installation, program, work, options, httpPort));
    HttpClient http = HttpClient.newBuilder().connectTimeout(RPC_LIMIT).build();
    Geth geth = new Geth(process, URI.create("http://127.0.0.1:" + httpPort), http);
    try {
      geth.awaitReady();
      StatusProbe.await(geth.facts().enode(), START_LIMIT);
      return geth;
    } catch (IOException | InterruptedException failed) {
      geth.close();
      throw failed;
    }
  }

  private static void once(Path work, String name, List<String> command)
      throws IOException, InterruptedException {
    try (PeerProcess process =
        PeerProcess.start(name, work, PeerProcess.Output.FILE, Map.of(), command)) {
      if (!process.awaitExit(IMPORT_LIMIT) || process.exitCode() != 0) {
        throw new IOException("geth " + name + " failed:\n" + process.tail());
      }
    }
  }

  private static List<String> command(
      Installation installation, String program, Path work, Options options, int httpPort)
      throws IOException {
    String port = Integer.toString(Ports.free());
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--datadir",
                work.resolve("data").toString(),
                "--nat",
                "none",
                "--bootnodes",
                String.join(",", options.bootnodes()),
                "--networkid",
                Long.toString(options.networkId()),
                "--netrestrict",
                "127.0.0.0/8",
                "--port",
                port,
                "--discovery.port",
                port,
                "--discovery.v4",
                "--discovery.v5",
                "--authrpc.port",
                Integer.toString(Ports.free()),
                "--authrpc.jwtsecret",
                work.resolve("jwt").toString(),
                "--http",
                "--http.port",
                Integer.toString(httpPort),
                "--http.api",
                "admin,eth,debug,net,txpool",
                "--ipcdisable"));
    if (installation.peer().recipe() instanceof Recipe.GoModule go) {
      command.addAll(go.flags());
    }
    Files.writeString(work.resolve("jwt"), "0x" + "5e".repeat(32));
    return command;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        if (facts().record().eth().isPresent()) {
          return;
        }
      } catch (IOException notYet) {
        if (System.nanoTime() - start > START_LIMIT.toNanos()) {
          throw new IOException("geth does not answer:\n" + process.tail(), notYet);
        }
      }
      if (process.awaitExit(POLL)) {
        throw new IOException("geth ended:\n" + process.tail());
      }
    }
  }

  /** What it says of itself now. */
  public NodeFacts facts() throws IOException, InterruptedException {
    Json info = call("admin_nodeInfo");
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
    if (call("admin_peers") instanceof Json.Items peers) {
      for (Json peer : peers.values()) {
        ids.add(peer.text("id"));
      }
    }
    return ids;
  }

  /** Address of its JSON-RPC. */
  public URI rpc() {
    return rpc;
  }

  /** File of its log. */
  public Path log() {
    return process.log();
  }

  private Json call(String method, String... parameters) throws IOException, InterruptedException {
    String body =
        Json.object(
            false,
            out -> {
              out.writeStringField("jsonrpc", "2.0");
              out.writeNumberField("id", 1);
              out.writeStringField("method", method);
              out.writeArrayFieldStart("params");
              for (String parameter : parameters) {
                out.writeString(parameter);
              }
              out.writeEndArray();
            });
    HttpRequest request =
        HttpRequest.newBuilder(rpc)
            .timeout(RPC_LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return Json.parse(answer)
        .at("result")
        .orElseThrow(() -> new IOException("geth answers " + method + " by " + answer));
  }

  @Override
  public void close() {
    process.close();
    http.close();
  }
}
