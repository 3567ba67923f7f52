package io.devp2p.cli;

import io.devp2p.discovery.Version;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.suite.v4.Discv4Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devp2p discv4}. */
@Command(
    name = "discv4",
    description = "Asks and listens by Node Discovery v4.",
    subcommands = {
      PingVerb.class,
      ResolveVerb.class,
      ResolveJsonVerb.class,
      ListenVerb.class,
      NodeSetCrawlVerb.class,
    })
final class Discv4Command implements VersionCommand {

  @Spec CommandSpec spec;

  @Override
  public Version version() {
    return Version.V4;
  }

  @Command(name = "requestenr", description = "Asks a node for its record (EIP-868).")
  int requestEnr(
      @Mixin DiscoveryOptions options,
      @Mixin QuestionOptions question,
      @Parameters(paramLabel = "<node>", converter = NodeArgument.Converter.class)
          NodeArgument node)
      throws Exception {
    return question.verbs(version(), options, spec.commandLine().getOut()).requestRecord(node);
  }

  @Command(
      name = "test",
      description = "Runs the discv4 suite at a node: what go-ethereum's tool tries, and more.")
  int test(
      @Mixin SuiteOptions options,
      @Mixin SuiteOptions.Listen listen,
      @Option(
              names = "--remote",
              required = true,
              paramLabel = "<node>",
              converter = NodeArgument.Converter.class,
              description = "the node")
          NodeArgument node)
      throws Exception {
    Target target = options.target(node);
    return options.run(
        Discv4Suite.ALL,
        target,
        listen.over(options.setting(target)),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }
}
