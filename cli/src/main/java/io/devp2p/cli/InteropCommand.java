package io.devp2p.cli;

import io.devp2p.interop.peers.Installer;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.PeerReport;
import io.devp2p.interop.peers.ReferencePeer;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devp2p interop}: the reference nodes that tests run against. */
@Command(
    name = "interop",
    description = "Reference nodes for interoperability tests: provides them, and lets them meet.",
    subcommands = MatrixVerb.class)
final class InteropCommand {

  @Spec CommandSpec spec;

  @Command(name = "list", description = "Shows the reference nodes and which are installed.")
  int list(@Option(names = "--json", description = "print one JSON object per peer") boolean json) {
    Installer installer = installer();
    PeerCatalog.all().forEach(peer -> print(installer.report(peer), json));
    return Exit.OK;
  }

  @Command(
      name = "install",
      description = "Installs reference nodes into the cache, by their ordinary package clients.")
  int install(
      @Parameters(
              paramLabel = "PEER",
              arity = "0..*",
              description = "names of peers, or the sets default and all")
          List<String> names,
      @Option(names = "--json", description = "print one JSON object per peer") boolean json) {
    List<ReferencePeer> wanted =
        select(names == null || names.isEmpty() ? PeerCatalog.DEFAULT : String.join(",", names));
    Installer installer = installer();
    int exit = Exit.OK;
    for (ReferencePeer peer : wanted) {
      PeerReport report = installer.provide(peer);
      print(report, json);
      if (report.state() != PeerReport.State.INSTALLED) {
        exit = Exit.FINDINGS;
      }
    }
    return exit;
  }

  private static List<ReferencePeer> select(String selection) {
    try {
      return PeerCatalog.select(selection);
    } catch (IllegalArgumentException unknown) {
      throw new Failure(Exit.USAGE, String.valueOf(unknown.getMessage()));
    }
  }

  private Installer installer() {
    return new Installer(
        Installer.usualCache(System.getenv()), spec.commandLine().getErr()::println);
  }

  private void print(PeerReport report, boolean json) {
    Function<PeerReport, String> form = json ? r -> JsonLine.of(r::writeJson) : PeerReport::text;
    spec.commandLine().getOut().println(form.apply(report));
  }
}
