package io.devp2p.cli;

import io.devp2p.discovery.Version;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.suite.v5.Discv5Suite;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devp2p discv5}. */
@Command(
    name = "discv5",
    description = "Asks and listens by Node Discovery v5.",
    subcommands = {PingVerb.class, ResolveVerb.class, ListenVerb.class, NodeSetCrawlVerb.class})
final class Discv5Command implements VersionCommand {

  @Spec CommandSpec spec;

  @Override
  public Version version() {
    return Version.V5;
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
    return question
        .verbs(version(), options, spec.commandLine().getOut())
        .ask(
            discovery -> discovery.talk(node.node(), protocol, Bytes.fromHexString(request)),
            response -> {
              String hex = response.toHexString();
              spec.commandLine().getOut().println(question.json ? talked(hex) : hex);
              return Exit.OK;
            });
  }

  @Command(
      name = "test",
      description = "Runs the discv5 suite at a node: what go-ethereum's tool tries, and more.")
  int test(
      @Mixin SuiteOptions options,
      @Mixin SuiteOptions.Listen listen,
      @Parameters(paramLabel = "<node>", converter = NodeArgument.Converter.class)
          NodeArgument node)
      throws Exception {
    Target target = options.target(node);
    return options.run(
        Discv5Suite.ALL,
        target,
        listen.over(options.setting(target)),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }

  private static String talked(String hex) {
    return JsonLine.of(o -> {
      o.writeBooleanField("ok", true);
      o.writeStringField("response", hex);
    });
  }
}
