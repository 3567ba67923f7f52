package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.KeyFile;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.node.Coverage;
import io.devp2p.node.Node;
import io.devp2p.node.NodeConfig;
import io.devp2p.node.Stores;
import io.devp2p.node.Sync;
import io.devp2p.wire.eth.Header;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devp2p node}: serves a chain to whoever asks. */
@Command(
    name = "node",
    description =
        "Serves a chain by eth and snap, without an EVM: only what it has verified, until it is"
            + " interrupted.")
final class NodeCommand implements Callable<Integer> {

  private static final String KEY_FILE = "nodekey";

  @Spec CommandSpec spec;

  @Option(
      names = "--chain",
      paramLabel = "DIR",
      required = true,
      description =
          "genesis.json and chain.rlp, and if there are any headstate.json and newpayload.json, as"
              + " in go-ethereum's test chains")
  Path chain = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "what was verified, and the key of the node; made where it is not")
  Path data = Path.of("");

  @Option(
      names = "--addr",
      paramLabel = "IP:PORT",
      defaultValue = "0.0.0.0:0",
      description = "address to listen at, by UDP and TCP (${DEFAULT-VALUE}: any port)")
  String address = "";

  @Option(
      names = "--nodekey",
      paramLabel = "HEX",
      description = "secret key, 64 hex digits; by default the one in the data directory")
  Optional<String> nodeKey = Optional.empty();

  @Option(
      names = "--bootnodes",
      paramLabel = "LIST",
      defaultValue = "",
      description = "nodes to start from, separated by commas; none by default")
  String bootnodes = "";

  @Option(
      names = "--eth",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "68,69,70,71,72",
      description = "versions of eth (${DEFAULT-VALUE})")
  List<Integer> eth = List.of();

  @Option(
      names = "--snap",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "1,2",
      description = "versions of snap (${DEFAULT-VALUE})")
  List<Integer> snap = List.of();

  @Option(
      names = "--sync-from",
      paramLabel = "ENODE",
      split = ",",
      converter = NodeArgument.Converter.class,
      description = "peers to fetch from what is missing, before anybody is served")
  List<NodeArgument> syncFrom = List.of();

  @Option(
      names = "--sync-only",
      description = "end when all is there, with 0, or when nothing more can be had, with 4")
  boolean syncOnly;

  @Option(
      names = "--engine-port",
      paramLabel = "N",
      description =
          "port of the Engine API on loopback, 0 = any; with it the node takes part in the gossip of"
              + " transactions once a consensus client has told it its head")
  Optional<Integer> enginePort = Optional.empty();

  @Option(
      names = "--jwt-secret",
      paramLabel = "FILE",
      description = "secret of the Engine API, 64 hex digits; needed with --engine-port")
  Optional<Path> jwtSecret = Optional.empty();

  @Mixin CryptoOption crypto = new CryptoOption();

  @Option(names = "--json", description = "print one JSON object per line")
  boolean json;

  @Override
  public Integer call() throws Exception {
    NodeConfig config = config();
    try (Stores stores = open()) {
      NodeKey key = key();
      boolean whole = syncFrom.isEmpty() ? stores.isWhole() : Sync.run(key, stores, sources());
      if (syncOnly) {
        tell(json ? JsonLine.of(o -> write(o, "synced", stores)) : text(stores));
        return whole ? Exit.OK : Exit.INCOMPLETE;
      }
      serve(key, stores, config);
    }
    return Exit.OK;
  }

  private NodeConfig config() {
    InetSocketAddress listen = Addresses.socket("--addr", address);
    return new NodeConfig(
        listen,
        eth,
        snap,
        NodeArgument.list(bootnodes).stream().flatMap(n -> n.nodes().stream()).toList(),
        engine());
  }

  private Optional<NodeConfig.Engine> engine() {
    if (enginePort.isEmpty() && jwtSecret.isEmpty()) {
      return Optional.empty();
    }
    if (enginePort.isEmpty() || jwtSecret.isEmpty()) {
      throw new Failure(Exit.USAGE, "--engine-port and --jwt-secret belong together");
    }
    return Optional.of(new NodeConfig.Engine(enginePort.get(), secret(jwtSecret.get())));
  }

  private static Bytes32 secret(Path file) {
    try {
      return Bytes32.fromHexString(Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException wrong) {
      throw new Failure(Exit.USAGE, "--jwt-secret: " + file + " has no 64 hex digits");
    }
  }

  private List<io.devp2p.core.node.Node> sources() {
    return syncFrom.stream().map(NodeArgument::node).toList();
  }

  private Stores open() throws IOException {
    try {
      return Stores.open(chain, data);
    } catch (FileSystemException unusable) {
      throw UserFiles.unusable(data, unusable);
    }
  }

  private void serve(NodeKey key, Stores stores, NodeConfig config)
      throws InterruptedException, NetworkException.Unreachable {
    try (Node node = start(key, stores, config)) {
      Interruption.closes(node::close);
      String enode = ListenVerb.enode(node.self());
      tell(json ? ready(node, enode, stores) : enode + System.lineSeparator() + text(stores));
      Interruption.await();
    }
  }

  private static Node start(NodeKey key, Stores stores, NodeConfig config)
      throws NetworkException.Unreachable {
    try {
      return Node.start(key, stores, config);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(Exit.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  private NodeKey key() throws IOException {
    return nodeKey.isPresent()
        ? crypto.key("--nodekey", nodeKey.get())
        : KeyFile.readOrCreate(crypto.curve(), data.resolve(KEY_FILE), new SecureRandom());
  }

  private void tell(String line) {
    spec.commandLine().getOut().println(line);
  }

  private static String text(Stores stores) {
    Header head = stores.chain().head();
    return String.format(
        Locale.ROOT,
        "head %d %s, receipts of %s blocks, access lists of %s, states of %s",
        head.number(),
        head.hash(),
        text(stores.receiptsHeld()),
        text(stores.accessListsHeld()),
        text(stores.statesHeld()));
  }

  private static String text(Coverage held) {
    return held.have() + "/" + held.of();
  }

  private static String ready(Node node, String enode, Stores stores) {
    return JsonLine.of(o -> {
      write(o, "ready", stores);
      o.writeStringField("enode", enode);
      o.writeStringField("enr", node.self().toString());
      o.writeNumberField("udp", node.port());
      o.writeNumberField("tcp", node.port());
      if (node.enginePort().isPresent()) {
        o.writeStringField("engine", "http://127.0.0.1:" + node.enginePort().getAsInt());
      }
    });
  }

  private static void write(JsonGenerator out, String event, Stores stores) throws IOException {
    Header head = stores.chain().head();
    out.writeStringField("event", event);
    out.writeNumberField("head", head.number());
    out.writeStringField("headHash", head.hash().toString());
    write(out, "receipts", stores.receiptsHeld());
    write(out, "accessLists", stores.accessListsHeld());
    write(out, "states", stores.statesHeld());
  }

  private static void write(JsonGenerator out, String name, Coverage held) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("have", held.have());
    out.writeNumberField("of", held.of());
    out.writeEndObject();
  }
}
