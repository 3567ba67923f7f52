package io.devp2p.cli;

import io.devp2p.discovery.Version;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devp2p discv5}: one node asked by discovery v5. */
@Command(name = "discv5", description = "Asks and listens by Node Discovery v5.")
final class Discv5Command {

  @Spec CommandSpec spec;

  @Command(name = "ping", description = "Sends a ping to a node.")
  int ping(
      @Mixin DiscoveryOptions options,
      @Mixin QuestionOptions question,
      @Parameters(paramLabel = "<node>", converter = NodeArgument.Converter.class)
          NodeArgument node)
      throws Exception {
    return verbs(options, question).ping(node);
  }

  @Command(name = "resolve", description = "Finds the newest record of a node.")
  int resolve(
      @Mixin DiscoveryOptions options,
      @Mixin QuestionOptions question,
      @Parameters(paramLabel = "<node>", converter = NodeArgument.Converter.class)
          NodeArgument node)
      throws Exception {
    return verbs(options, question).resolve(node);
  }

  @Command(name = "talk", description = "Sends a TALKREQ to a node and prints the answer as hex.")
  int talk(
      @Mixin DiscoveryOptions options,
      @Mixin QuestionOptions question,
      @Parameters(paramLabel = "<node>", converter = NodeArgument.Converter.class)
          NodeArgument node,
      @Parameters(paramLabel = "PROTOCOL") String protocol,
      @Parameters(paramLabel = "HEX", description = "the request") String request)
      throws Exception {
    if (!request.matches("(0x)?([0-9a-fA-F]{2})*")) {
      throw new Failure(Exit.USAGE, "'" + request + "' is not hex");
    }
    return verbs(options, question)
        .ask(
            discovery -> discovery.talk(node.node(), protocol, Bytes.fromHexString(request)),
            response -> {
              String hex = response.toHexString();
              spec.commandLine().getOut().println(question.json ? talked(hex) : hex);
              return Exit.OK;
            });
  }

  private static String talked(String hex) {
    return JsonLine.of(o -> {
      o.writeBooleanField("ok", true);
      o.writeStringField("response", hex);
    });
  }

  @Command(name = "listen", description = "Runs a node: discv4 and discv5 on one UDP port.")
  int listen(@Mixin DiscoveryOptions options, @Mixin ListenOptions listen) throws Exception {
    return listen.run(options, spec.commandLine());
  }

  @Command(
      name = "crawl",
      description = "Collects the records of all nodes that answer discv5 into a node set.")
  int crawl(
      @Mixin DiscoveryOptions options,
      @Option(
              names = "--timeout",
              defaultValue = "30m",
              converter = DurationArgument.class,
              description = "time limit (${DEFAULT-VALUE})")
          Duration timeout,
      @Option(
              names = "--parallel",
              defaultValue = "16",
              description = "requests in flight (${DEFAULT-VALUE})")
          int parallel,
      @Option(names = "--json", description = "print one JSON object at the end") boolean json,
      @Parameters(paramLabel = "<nodes.json>") Path file)
      throws Exception {
    return new NodeSetCrawl(Version.V5, options, timeout, parallel, json)
        .run(file, spec.commandLine());
  }

  private DiscoveryVerbs verbs(DiscoveryOptions options, QuestionOptions question) {
    return question.verbs(Version.V5, options, spec.commandLine().getOut());
  }
}
