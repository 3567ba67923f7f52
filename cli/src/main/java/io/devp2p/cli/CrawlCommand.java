package io.devp2p.cli;

import io.devp2p.core.crypto.KeyFile;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.crawler.CrawlConfig;
import io.devp2p.crawler.NodeSet;
import io.devp2p.crawler.NodesJson;
import io.devp2p.crawler.TruthComparison;
import io.devp2p.discovery.Networks;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import io.devp2p.lab.Truth;
import io.devp2p.wire.ClientId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devp2p crawl}: the census of a network. */
@Command(
    name = "crawl",
    description = "Finds the nodes of a network, visits each, and keeps what it saw.")
final class CrawlCommand implements Callable<Integer> {

  private static final String LAB = "lab";
  private static final String CUSTOM = "custom";

  @Spec CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "lab, mainnet, sepolia, hoodi, or custom with --bootnodes")
  Optional<String> network = Optional.empty();

  @Option(
      names = "--bootnodes",
      paramLabel = "LIST",
      defaultValue = "",
      description = "nodes to start from, instead of the network's own")
  String bootnodes = "";

  @Option(
      names = "--netrestrict",
      paramLabel = "CIDR",
      split = ",",
      description = "contact these addresses and no others")
  List<String> netrestrict = List.of();

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description =
          "where the census is kept; crawl.db in the home directory by default, a temporary file for the lab")
  Optional<Path> storeFile = Optional.empty();

  @Option(
      names = "--nodes",
      paramLabel = "FILE",
      description = "write a node set (nodes.json) at the end")
  Optional<Path> nodesFile = Optional.empty();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "read a node set (nodes.json) and visit its nodes too")
  Optional<Path> inputFile = Optional.empty();

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "compare the census with the truth that a laboratory wrote")
  Optional<Path> truthFile = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationArgument.class,
      description = "stop after this time, with exit code 4")
  Optional<Duration> timeout = Optional.empty();

  @Option(
      names = "--revisit",
      paramLabel = "DURATION",
      converter = DurationArgument.class,
      defaultValue = "30m",
      description = "do not visit a node again before this time has passed (${DEFAULT-VALUE})")
  Duration revisit = Duration.ofMinutes(30);

  @Option(
      names = "--continuous",
      description = "crawl again whenever the time of --revisit has passed, until interrupted")
  boolean continuous;

  @Option(
      names = "--contact",
      paramLabel = "URL",
      defaultValue = "",
      description = "told to every node, for whoever wants to complain")
  String contact = "";

  @Option(
      names = "--lab-nodes",
      paramLabel = "N",
      defaultValue = "200",
      description = "size of the laboratory (${DEFAULT-VALUE})")
  int labNodes;

  @Option(
      names = "--lab-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of the laboratory (${DEFAULT-VALUE})")
  long labSeed;

  @Mixin CryptoOption crypto = new CryptoOption();

  @Option(names = "--explain", description = "print method and limits, and do nothing")
  boolean explain;

  @Option(names = "--json", description = "print one JSON object per visit, and one at the end")
  boolean json;

  /** What to crawl. */
  private record Field(
      List<Node> bootnodes,
      AddressPolicy addresses,
      Optional<List<TruthComparison.Expected>> truth) {}

  @Override
  public Integer call() throws Exception {
    if (explain) {
      spec.commandLine().getOut().print(CrawlMethod.TEXT);
      return Exit.OK;
    }
    String name =
        network.orElseThrow(() ->
            new Failure(
                Exit.USAGE, "crawl needs --network: lab, mainnet, sepolia, hoodi or custom"));
    if (!name.equals(LAB)) {
      return crawl(field(name));
    }
    try (Lab lab = Lab.start(labConfig())) {
      AddressPolicy loopback = AddressPolicy.only("127.0.0.0/8", "::1/128");
      return crawl(
          new Field(
              lab.bootnodes(),
              loopback,
              Optional.of(lab.truth().stream().map(CrawlCommand::expected).toList())));
    }
  }

  private LabConfig labConfig() {
    try {
      return new LabConfig(
          labNodes, labSeed, EnumSet.allOf(NodeKind.class), List.of(), crypto.curve());
    } catch (IllegalArgumentException wrong) {
      throw new Failure(Exit.USAGE, "--lab-nodes: " + wrong.getMessage());
    }
  }

  private Field field(String name) throws IOException {
    List<Node> own =
        NodeArgument.list(bootnodes).stream().flatMap(n -> n.nodes().stream()).toList();
    if (own.isEmpty() && name.equals(CUSTOM)) {
      throw new Failure(Exit.USAGE, "--network custom needs --bootnodes");
    }
    List<Node> first =
        !own.isEmpty()
            ? own
            : Networks.byName(name)
                .orElseThrow(() ->
                    new Failure(
                        Exit.USAGE,
                        "--network: '"
                            + name
                            + "' is none of lab, mainnet, sepolia, hoodi, custom"))
                .bootnodes();
    return new Field(
        first,
        policy(),
        truthFile.isEmpty()
            ? Optional.empty()
            : Optional.of(TruthComparison.read(truthFile.get())));
  }

  private AddressPolicy policy() {
    try {
      return netrestrict.isEmpty()
          ? AddressPolicy.publicOnly()
          : AddressPolicy.only(netrestrict.toArray(String[]::new));
    } catch (IllegalArgumentException malformed) {
      throw new Failure(Exit.USAGE, "--netrestrict: " + malformed.getMessage());
    }
  }

  private static TruthComparison.Expected expected(Truth truth) {
    return new TruthComparison.Expected(
        truth.id(),
        truth.family(),
        truth.v4(),
        truth.v5(),
        truth.outcome(),
        truth.client(),
        truth.eth().map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  private int crawl(Field field) throws Exception {
    NodeSet input = input();
    Optional<Path> scratch =
        storeFile.isEmpty() && network.orElse("").equals(LAB)
            ? Optional.of(Files.createTempDirectory("devp2p-lab"))
            : Optional.empty();
    Path store =
        scratch
            .or(() -> storeFile.isEmpty() ? Optional.of(home()) : Optional.empty())
            .map(directory -> directory.resolve("crawl.db"))
            .orElseGet(() -> storeFile.orElseThrow());
    try {
      NodeKey key = key(scratch.isPresent());
      return new CrawlRun(key, store, c -> configure(c, field, input), nodesFile, field.truth())
          .run(spec.commandLine(), json, continuous ? Optional.of(revisit) : Optional.empty());
    } finally {
      if (scratch.isPresent()) {
        deleteAll(scratch.get());
      }
    }
  }

  private NodeSet input() throws IOException {
    if (inputFile.isEmpty()) {
      return new NodeSet(Map.of(), List.of());
    }
    NodeSet input = NodesJson.read(inputFile.get());
    for (NodeSet.Refused refused : input.refused()) {
      spec.commandLine()
          .getErr()
          .println("devp2p: " + inputFile.get() + ": " + refused.id() + ": " + refused.why());
    }
    return input;
  }

  private CrawlConfig.Builder configure(CrawlConfig.Builder config, Field field, NodeSet input) {
    timeout.ifPresent(config::timeout);
    if (!contact.isEmpty()) {
      config.clientId(ClientId.ofThisLibrary() + "/" + contact);
    }
    return config
        .bootnodes(field.bootnodes())
        .input(input.entries().values())
        .addresses(field.addresses())
        .revisit(revisit);
  }

  /** One identity for each vantage point; a laboratory sees a new one each time. */
  private NodeKey key(boolean laboratory) throws IOException {
    return laboratory
        ? NodeKey.generate(crypto.curve(), new SecureRandom())
        : KeyFile.readOrCreate(crypto.curve(), home().resolve("crawl.key"), new SecureRandom());
  }

  private static Path home() {
    Path home = Places.home(System.getenv());
    try {
      return Files.createDirectories(home);
    } catch (IOException refused) {
      throw new Failure(
          Exit.USAGE,
          home + ": cannot be created; set DEVP2P_HOME to a directory that can be written");
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var listed = Files.list(directory)) {
      listed.forEach(files::add);
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(directory);
  }
}
