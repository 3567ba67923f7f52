package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.OwnAddress;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

  @Option(
      names = "--rpc",
      paramLabel = "IP:PORT",
      description = {
        "serve JSON-RPC over HTTP at an address of loopback:",
        "discv4_self, discv4_lookupRandom(n), discv4_buckets, and the same as discv5_*"
      })
  Optional<String> rpc = Optional.empty();

  @Option(names = "--json", description = "print one JSON object per line")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Optional<InetSocketAddress> rpcAddress = rpc.map(a -> Addresses.socket("--rpc", a));
    try (NodeStore store = options.store();
        Discovery discovery = options.start(store, c -> c.v4(!only.v5).v5(!only.v4))) {
      // Before anybody is told: who reads that we are ready may end us at once.
      Interruption.closes(() -> close(discovery, store));
      discovery.onEvent(event -> tell(out, event));
      Optional<String> url = rpcAddress.map(address -> serve(discovery, address));
      out.println(json ? ready(discovery, url) : discovery.self().toString());
      Interruption.await();
    }
    return Exit.OK;
  }

  /** The number of our record is among what the store writes last. */
  private static void close(Discovery discovery, NodeStore store) {
    discovery.close();
    store.close();
  }

  private String serve(Discovery discovery, InetSocketAddress address) {
    Set<Version> versions = EnumSet.allOf(Version.class);
    versions.removeIf(v -> v == Version.V4 ? only.v5 : only.v4);
    RpcServer server = RpcServer.start(address, new DiscoveryRpc(discovery, versions));
    Interruption.closes(server::close);
    if (!json) {
      spec.commandLine().getErr().println("JSON-RPC at " + server.url());
    }
    return server.url();
  }

  private static String ready(Discovery discovery, Optional<String> rpc) {
    NodeRecord self = discovery.self();
    return JsonLine.of(o -> {
      o.writeStringField("event", "ready");
      o.writeStringField("enode", enode(self));
      o.writeStringField("enr", self.toString());
      o.writeNumberField("udp", discovery.localAddress().getPort());
      o.writeNumberField("tcp", 0);
      if (rpc.isPresent()) {
        o.writeStringField("rpc", rpc.get());
      }
      o.writeArrayFieldStart("addresses");
      for (Map.Entry<StandardProtocolFamily, OwnAddress> address :
          new TreeMap<>(discovery.stats().addresses()).entrySet()) {
        o.writeStartObject();
        write(o, address.getKey(), address.getValue());
        o.writeEndObject();
      }
      o.writeEndArray();
    });
  }

  /** An address of ours: its family, how far we trust in it, and itself. */
  private static void write(JsonGenerator out, StandardProtocolFamily family, OwnAddress address)
      throws IOException {
    out.writeStringField("family", family == StandardProtocolFamily.INET ? "ip4" : "ip6");
    out.writeStringField("state", address.state().name().toLowerCase(Locale.ROOT));
    out.writeStringField("address", Addresses.text(address.address()));
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
      case DiscoveryEvent.AddressChanged changed -> out.println(address(changed));
      case DiscoveryEvent.NodeAnswered answered -> {}
      case DiscoveryEvent.SourceEmpty source -> {}
      case DiscoveryEvent.ClockDrift drift -> out.println(clock(drift.ahead().toSeconds()));
      case DiscoveryEvent.TalkRequested talk -> {}
    }
  }

  private static String address(DiscoveryEvent.AddressChanged changed) {
    return JsonLine.of(o -> {
      o.writeStringField("event", "address");
      write(o, changed.family(), changed.address());
    });
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
