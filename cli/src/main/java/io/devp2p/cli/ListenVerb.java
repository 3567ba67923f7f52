package io.devp2p.cli;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.DiscoveryEvent;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code listen}: a node that runs until it is told to stop, the same below all three commands. */
@Command(name = "listen", description = "Runs a node: discv4 and discv5 on one UDP port.")
final class ListenVerb implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin DiscoveryOptions options;

  /** Not both. */
  static final class Only {
    @Option(names = "--v4only", description = "speak discv4 only")
    boolean v4;

    @Option(names = "--v5only", description = "speak discv5 only")
    boolean v5;
  }

  @ArgGroup Only only = new Only();

  @Option(names = "--json", description = "print one JSON object per line")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (Discovery discovery = options.start(c -> c.v4(!only.v5).v5(!only.v4))) {
      discovery.onEvent(event -> tell(out, event));
      NodeRecord self = discovery.self();
      int udp = discovery.localAddress().getPort();
      out.println(json ? ready(self, udp) : self.toString());
      Interruption.closes(discovery::close);
      Interruption.await();
    }
    return Exit.OK;
  }

  private static String ready(NodeRecord self, int udp) {
    return JsonLine.of(o -> {
      o.writeStringField("event", "ready");
      o.writeStringField("enode", enode(self));
      o.writeStringField("enr", self.toString());
      o.writeNumberField("udp", udp);
      o.writeNumberField("tcp", 0);
    });
  }

  static String enode(NodeRecord record) {
    return record.endpoints().stream()
        .findFirst()
        .map(endpoint -> Enode.of(record.publicKey(), endpoint).toString())
        .orElse("enode://" + record.publicKey());
  }

  private void tell(PrintWriter out, DiscoveryEvent event) {
    if (!json) {
      return;
    }
    switch (event) {
      case DiscoveryEvent.NodeAlive alive -> out.println(node("alive", alive.node().toString()));
      case DiscoveryEvent.NodeGone gone -> out.println(node("gone", gone.node().toString()));
      case DiscoveryEvent.SelfChanged changed ->
          out.println(node("self", changed.record().toString()));
      case DiscoveryEvent.ClockDrift drift -> out.println(clock(drift.ahead().toSeconds()));
      case DiscoveryEvent.TalkRequested talk -> {}
    }
  }

  private static String clock(long othersAhead) {
    return JsonLine.of(o -> {
      o.writeStringField("event", "clock");
      o.writeNumberField("othersAheadSeconds", othersAhead);
    });
  }

  private static String node(String event, String node) {
    return JsonLine.of(o -> {
      o.writeStringField("event", event);
      o.writeStringField(node.startsWith("enr:") ? "enr" : "enode", node);
    });
  }
}
