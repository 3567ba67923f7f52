package io.devp2p.cli;

import io.devp2p.discovery.Version;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devp2p discv4}: one node asked by discovery v4. */
@Command(name = "discv4", description = "Asks and listens by Node Discovery v4.")
final class Discv4Command {

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

  @Command(name = "requestenr", description = "Asks a node for its record (EIP-868).")
  int requestEnr(
      @Mixin DiscoveryOptions options,
      @Mixin QuestionOptions question,
      @Parameters(paramLabel = "<node>", converter = NodeArgument.Converter.class)
          NodeArgument node)
      throws Exception {
    return verbs(options, question).requestRecord(node);
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

  @Command(name = "listen", description = "Runs a node: discv4 and discv5 on one UDP port.")
  int listen(@Mixin DiscoveryOptions options, @Mixin ListenOptions listen) throws Exception {
    return listen.run(options, spec.commandLine());
  }

  @Command(
      name = "crawl",
      description = "Collects the records of all nodes that answer discv4 into a node set.")
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
    return new NodeSetCrawl(Version.V4, options, timeout, parallel, json)
        .run(file, spec.commandLine());
  }

  private DiscoveryVerbs verbs(DiscoveryOptions options, QuestionOptions question) {
    return question.verbs(Version.V4, options, spec.commandLine().getOut());
  }
}
