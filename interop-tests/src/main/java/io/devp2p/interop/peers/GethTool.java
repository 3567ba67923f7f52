package io.devp2p.interop.peers;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The command {@code devp2p} of go-ethereum. Its discovery verbs would ask the public bootnodes and
 * listen on all addresses; here they never do. Blocking; thread-safe.
 */
public final class GethTool {

  private static final Duration VERB_LIMIT = Duration.ofSeconds(30);

  /** For trees of hundreds of entries, and for suites. */
  private static final Duration LONG_LIMIT = Duration.ofMinutes(4);

  private final String program;
  private final Path work;
  private final String address;

  private GethTool(Installation installation, Path work, IpFamily family) {
    this.program = installation.path("bin/devp2p").toString();
    this.work = work;
    this.address = family.authority() + ":0";
  }

  /**
   * The tool of an installation, whose discovery verbs go by IPv4.
   *
   * @param installation of {@code geth}
   * @param work folder for the output of each run
   */
  public static GethTool of(Installation installation, Path work) {
    return new GethTool(installation, work, IpFamily.IPV4);
  }

  /** The same by another family; before 1.17 there is none for IPv6. */
  static Optional<GethTool> over(Installation installation, Path work, IpFamily family) {
    boolean old = installation.peer().version().matches("1\\.1[0-6]\\..*");
    return family == IpFamily.IPV6 && old
        ? Optional.empty()
        : Optional.of(new GethTool(installation, work, family));
  }

  /**
   * How a run ended.
   *
   * @param exitCode its exit code
   * @param out its standard output
   * @param err its standard error, which has its log
   */
  public record Ran(int exitCode, String out, String err) {}

  /** {@code discv4 ping}: a node, as enode URL or record. */
  public Ran discv4Ping(Object node) throws IOException, InterruptedException {
    return discovery("discv4", "ping", List.of(), node);
  }

  /** {@code discv4 requestenr}: prints the record. */
  public Ran discv4RequestEnr(Object node) throws IOException, InterruptedException {
    return discovery("discv4", "requestenr", List.of(), node);
  }

  /** {@code discv5 ping}: prints {@code <nil>} when the node answers; the exit code is 0 anyway. */
  public Ran discv5Ping(Object record) throws IOException, InterruptedException {
    return discovery("discv5", "ping", List.of(), record);
  }

  /**
   * {@code discv5 resolve}: prints the newest record that the node itself or a lookup gives, else
   * the one that it was called with.
   */
  public Ran discv5Resolve(Object record) throws IOException, InterruptedException {
    return discovery("discv5", "resolve", List.of(), record);
  }

  /**
   * {@code discv4 crawl} from one bootnode into a file; ends at its time limit.
   *
   * @param nodes the node set that it writes
   */
  public Ran discv4Crawl(Object bootnode, Duration limit, Path nodes)
      throws IOException, InterruptedException {
    return crawl("discv4", bootnode, limit, nodes);
  }

  /** {@code discv5 crawl}, as {@link #discv4Crawl}. */
  public Ran discv5Crawl(Object bootnode, Duration limit, Path nodes)
      throws IOException, InterruptedException {
    return crawl("discv5", bootnode, limit, nodes);
  }

  /** {@code nodeset info}. */
  public Ran nodesetInfo(Path nodes) throws IOException, InterruptedException {
    return run(VERB_LIMIT, List.of("nodeset", "info", nodes.toString()));
  }

  /**
   * A verb that reads files and prints something: {@code nodeset}, {@code key}, {@code dns to-txt}.
   */
  public Ran files(Object... arguments) throws IOException, InterruptedException {
    return run(VERB_LIMIT, Stream.of(arguments).map(Object::toString).toList());
  }

  /**
   * {@code dns sign}: signs the tree of a directory.
   *
   * @param keystore an encrypted key
   * @param passphrase opens it
   */
  public Ran dnsSign(Path directory, Path keystore, String passphrase, String... flags)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("dns", "sign"));
    arguments.addAll(List.of(flags));
    arguments.addAll(List.of(directory.toString(), keystore.toString()));
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    return run(VERB_LIMIT, arguments, Map.of(), command, Optional.of(passphrase));
  }

  /**
   * {@code dns sync}: reads a tree from the DNS server of a resolver into a directory. At most
   * three entries a second after the first ten.
   */
  public Ran dnsSync(Object url, Path directory, PrivateResolver resolver)
      throws IOException, InterruptedException {
    List<String> arguments = List.of("dns", "sync", url.toString(), directory.toString());
    List<String> command = new ArrayList<>(resolver.prefix());
    command.add(program);
    command.addAll(arguments);
    return run(LONG_LIMIT, arguments, Map.of("GODEBUG", "netdns=go"), command, Optional.empty());
  }

  /** {@code rlpx ping}: prints the Hello. */
  public Ran rlpxPing(Object enode) throws IOException, InterruptedException {
    return run(VERB_LIMIT, List.of("rlpx", "ping", enode.toString()));
  }

  /** {@code enrdump}. */
  public Ran enrDump(Object record) throws IOException, InterruptedException {
    return run(VERB_LIMIT, List.of("enrdump", record.toString()));
  }

  private Ran crawl(String protocol, Object bootnode, Duration limit, Path nodes)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            protocol,
            "crawl",
            "--bootnodes",
            bootnode.toString(),
            "--addr",
            address,
            "--timeout",
            limit.toMillis() + "ms",
            nodes.toString());
    return run(limit.plus(VERB_LIMIT), arguments);
  }

  private Ran discovery(String protocol, String verb, List<String> flags, Object node)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of(protocol, verb, "--bootnodes", "", "--addr", address));
    arguments.addAll(flags);
    arguments.add(node.toString());
    return run(VERB_LIMIT, arguments);
  }

  private Ran run(Duration limit, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    return run(limit, arguments, Map.of(), command, Optional.empty());
  }

  private Ran run(
      Duration limit,
      List<String> arguments,
      Map<String, String> environment,
      List<String> command,
      Optional<String> input)
      throws IOException, InterruptedException {
    Files.createDirectories(work);
    String verb =
        arguments.stream().limit(2).filter(a -> a.matches("[a-z0-9]+")).collect(joining("-"));
    Path folder = Files.createTempDirectory(work, verb + "-");
    try (PeerProcess process =
        PeerProcess.start("devp2p", folder, PeerProcess.Output.FILE, environment, command)) {
      if (input.isPresent()) {
        process.line(input.get());
      }
      if (!process.awaitExit(limit)) {
        throw new IOException(
            String.join(" ", arguments) + " took longer than " + limit + ":\n" + process.tail());
      }
      return new Ran(process.exitCode(), process.output(), process.errors());
    }
  }
}
