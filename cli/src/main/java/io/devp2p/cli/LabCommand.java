package io.devp2p.cli;

import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import io.devp2p.lab.Truth;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devp2p lab}: a network to point tools at. */
@Command(
    name = "lab",
    description =
        "Runs a laboratory network on loopback whose truth is known, until it is interrupted.")
final class LabCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  @Spec CommandSpec spec;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "200",
      description = "number of nodes (${DEFAULT-VALUE})")
  int nodes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "decides keys, kinds and tables (${DEFAULT-VALUE})")
  long seed;

  @Option(
      names = "--kinds",
      paramLabel = "LIST",
      split = ",",
      description = "kinds of node, all by default: ${COMPLETION-CANDIDATES}")
  List<NodeKind> kinds = List.of();

  @Option(
      names = "--bootnodes",
      paramLabel = "LIST",
      defaultValue = "",
      description = "nodes outside to join; then tables start empty and are kept fresh")
  String bootnodes = "";

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "write what a perfect crawler would see")
  Optional<Path> truthFile = Optional.empty();

  @Mixin CryptoOption crypto = new CryptoOption();

  @Option(names = "--json", description = "print one JSON object per line")
  boolean json;

  @Override
  public Integer call() throws Exception {
    try (Lab lab = Lab.start(config())) {
      Interruption.closes(lab::close);
      if (truthFile.isPresent()) {
        UserFiles.write(truthFile.get(), TruthFile.render(lab.truth()));
      }
      tell(spec.commandLine().getOut(), lab);
      Interruption.await();
    }
    return Exit.OK;
  }

  private LabConfig config() {
    Set<NodeKind> chosen = kinds.isEmpty() ? chosenByDefault() : EnumSet.copyOf(kinds);
    try {
      return new LabConfig(
          nodes,
          seed,
          chosen,
          NodeArgument.list(bootnodes).stream().flatMap(n -> n.nodes().stream()).toList(),
          crypto.curve());
    } catch (IllegalArgumentException wrong) {
      throw new Failure(Exit.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  /** A handful of nodes is there to be talked to, so all of them are ordinary. */
  private Set<NodeKind> chosenByDefault() {
    return nodes < NodeKind.values().length
        ? EnumSet.of(NodeKind.ORDINARY)
        : EnumSet.allOf(NodeKind.class);
  }

  private void tell(PrintWriter out, Lab lab) {
    if (json) {
      out.println(ready(lab));
      return;
    }
    long alive = lab.truth().stream().filter(Truth::isAlive).count();
    out.println(
        String.format(
            Locale.ROOT,
            "%d nodes on loopback, %d of them alive. Start from:",
            lab.truth().size(),
            alive));
    lab.bootnodes().forEach(out::println);
  }

  private static String ready(Lab lab) {
    List<Truth> first = lab.truth().stream().filter(Truth::isAlive).limit(SHOWN).toList();
    return JsonLine.of(o -> {
      o.writeStringField("event", "ready");
      o.writeStringField("enode", first.getFirst().enode().toString());
      o.writeStringField("enr", first.getFirst().record().toString());
      o.writeNumberField("udp", first.getFirst().record().endpoints().getFirst().udp());
      o.writeNumberField("tcp", first.getFirst().record().endpoints().getFirst().tcp());
      o.writeArrayFieldStart("bootnodes");
      for (var node : lab.bootnodes()) {
        o.writeString(node.toString());
      }
      o.writeEndArray();
      o.writeArrayFieldStart("nodes");
      for (Truth truth : first) {
        o.writeStartObject();
        o.writeStringField("id", truth.id().toString());
        o.writeStringField("enr", truth.record().toString());
        o.writeStringField("enode", truth.enode().toString());
        o.writeEndObject();
      }
      o.writeEndArray();
    });
  }
}
