package io.devp2p.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code devp2p discovery}: both versions at once. */
@Command(name = "discovery", description = "Listens by both versions of Node Discovery.")
final class DiscoveryCommand {

  @Spec CommandSpec spec;

  @Command(name = "listen", description = "Runs a node: discv4 and discv5 on one UDP port.")
  int listen(@Mixin DiscoveryOptions options, @Mixin ListenOptions listen) throws Exception {
    return listen.run(options, spec.commandLine());
  }
}
