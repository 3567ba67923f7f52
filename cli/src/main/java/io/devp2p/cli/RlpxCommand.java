package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.crawler.Outcome;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.suite.eth.EthSuite;
import io.devp2p.interop.suite.rlpx.RlpxSuite;
import io.devp2p.interop.suite.snap.SnapSuite;
import io.devp2p.wire.Capability;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Status;
import io.devp2p.wire.p2p.Hello;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devp2p rlpx}: one node asked over TCP. */
@Command(name = "rlpx", description = "Talks to a node over RLPx.")
final class RlpxCommand {

  @Spec CommandSpec spec;

  /** What a ping showed. */
  private record Seen(
      double millis, Hello hello, Optional<Status> status, Optional<String> withoutStatus) {}

  @Command(name = "ping", description = "Connects, and shows the Hello and the Status of a node.")
  int ping(
      @Option(
              names = "--timeout",
              paramLabel = "DURATION",
              converter = DurationArgument.class,
              defaultValue = "10s",
              description = "how long to wait in total (${DEFAULT-VALUE})")
          Duration timeout,
      @Option(
              names = "--nodekey",
              paramLabel = "HEX",
              defaultValue = "",
              description = "secret key, 64 hex digits; a new one each run by default")
          String nodeKey,
      @Mixin CryptoOption crypto,
      @Option(names = "--json", description = "print one JSON object") boolean json,
      @Parameters(paramLabel = "<node>", converter = NodeArgument.Converter.class)
          NodeArgument target)
      throws Exception {
    Node node = target.node();
    if (node.endpoint().tcp() == 0) {
      throw new Failure(Exit.USAGE, target.text() + ": has no TCP port");
    }
    PrintWriter out = spec.commandLine().getOut();
    Eth eth = Eth.observing(Eth.VERSIONS);
    NodeKey key = crypto.key("--nodekey", nodeKey);
    try (Host host = Host.start(key, c -> c.offer(eth).connectTimeout(timeout))) {
      long start = System.nanoTime();
      Peer peer =
          Waiting.until(
              host.dial(node.key(), node.endpoint().tcpAddress())
                  .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS));
      Seen seen = read(peer, eth, (System.nanoTime() - start) / 1e6);
      out.println(json ? asJson(seen) : asText(seen));
      return Exit.OK;
    } catch (DialFailure failed) {
      return complain(out, json, failed, Outcome.of(failed).name());
    } catch (java.util.concurrent.TimeoutException late) {
      return complain(out, json, new NetworkException.TimedOut("a Hello"), "TIMED_OUT");
    }
  }

  @Command(
      name = "test",
      description = "Runs the suite of RLPx and p2p at a node: handshakes, frames, Hello, Snappy.")
  int test(
      @Mixin SuiteOptions options,
      @Option(
              names = "--node",
              required = true,
              paramLabel = "<node>",
              converter = NodeArgument.Converter.class,
              description = "the node")
          NodeArgument node)
      throws Exception {
    Target target = options.target(node);
    if (node.node().endpoint().tcp() == 0) {
      throw new Failure(Exit.USAGE, node.text() + ": has no TCP port");
    }
    return options.run(
        RlpxSuite.ALL,
        target,
        options.setting(target),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }

  @Command(
      name = "eth-test",
      description = "Runs the suite of eth at a node: what go-ethereum's tool tries, and more.")
  int ethTest(@Mixin SuiteOptions options, @Mixin ChainOptions chain) throws Exception {
    return chain.run(EthSuite.ALL, options, spec);
  }

  @Command(
      name = "snap-test",
      description = "Runs the suite of snap/1 at a node: what go-ethereum's tool tries, and more.")
  int snapTest(@Mixin SuiteOptions options, @Mixin ChainOptions chain) throws Exception {
    return chain.run(SnapSuite.ALL, options, spec);
  }

  @Command(
      name = "snap2-test",
      description = "Runs the suite of snap/2 at a node: what go-ethereum's tool tries, and more.")
  int snap2Test(@Mixin SuiteOptions options, @Mixin ChainOptions chain) throws Exception {
    return chain.run(SnapSuite.ALL_2, options, spec);
  }

  private static Seen read(Peer peer, Eth eth, double millis) throws Exception {
    Optional<EthSession> session = peer.session(eth);
    try {
      Optional<Status> status =
          session.isEmpty() ? Optional.empty() : Optional.of(Waiting.until(session.get().status()));
      return new Seen(millis, peer.hello(), status, Optional.empty());
    } catch (NetworkException | Violation | IOException withoutStatus) {
      return new Seen(
          millis,
          peer.hello(),
          Optional.empty(),
          Optional.of(String.valueOf(withoutStatus.getMessage())));
    } finally {
      peer.disconnect(DisconnectReason.QUITTING);
      peer.down().handle((down, failed) -> down).get(2, TimeUnit.SECONDS);
    }
  }

  private static int complain(PrintWriter out, boolean json, Exception failed, String outcome) {
    if (!json) {
      throw new Failure(Exit.FINDINGS, String.valueOf(failed.getMessage()));
    }
    out.println(
        JsonLine.of(o -> {
          o.writeBooleanField("ok", false);
          o.writeStringField("outcome", outcome);
          o.writeStringField(
              "cause",
              failed instanceof DialFailure dial ? dial.why().name() : failed.getMessage());
        }));
    return Exit.FINDINGS;
  }

  private static String asText(Seen seen) {
    Hello hello = seen.hello();
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "Hello in %.1f ms%n", seen.millis()));
    text.append("  client        ").append(hello.client()).append('\n');
    text.append("  p2p version   ").append(Long.toUnsignedString(hello.version())).append('\n');
    text.append("  capabilities  ")
        .append(String.join(" ", hello.capabilities().stream().map(Capability::toString).toList()))
        .append('\n');
    text.append("  listen port   ").append(Long.toUnsignedString(hello.listenPort()));
    seen.status().ifPresent(status -> text.append('\n').append(asText(status)));
    seen.withoutStatus().ifPresent(why -> text.append("\nno Status: ").append(why));
    return text.toString();
  }

  private static String asText(Status status) {
    String common =
        String.format(
            "Status of eth/%d%n  network id    %s%n  genesis       %s%n  fork id       %s next %s%n  head          %s",
            status.version(),
            Long.toUnsignedString(status.networkId()),
            status.genesis(),
            status.forkId().hashHex(),
            Long.toUnsignedString(status.forkId().next()),
            status.latestHash());
    return switch (status) {
      case Status.Status68 s ->
          common + String.format("%n  difficulty    %s", s.totalDifficulty().toDecimalString());
      case Status.Status69 s ->
          common
              + String.format(
                  "%n  blocks        %s to %s",
                  Long.toUnsignedString(s.earliest()), Long.toUnsignedString(s.latest()));
    };
  }

  private static String asJson(Seen seen) {
    return JsonLine.of(o -> {
      Hello hello = seen.hello();
      o.writeBooleanField("ok", true);
      o.writeNumberField("rttMillis", Math.round(seen.millis() * 1e3) / 1e3);
      o.writeStringField("clientId", hello.client().toString());
      o.writeArrayFieldStart("caps");
      for (Capability capability : hello.capabilities()) {
        o.writeString(capability.toString());
      }
      o.writeEndArray();
      unsigned(o, "p2pVersion", hello.version());
      unsigned(o, "listenPort", hello.listenPort());
      if (seen.status().isPresent()) {
        o.writeObjectFieldStart("status");
        write(o, seen.status().get());
        o.writeEndObject();
      }
      if (seen.withoutStatus().isPresent()) {
        o.writeStringField("withoutStatus", seen.withoutStatus().get());
      }
    });
  }

  private static void write(JsonGenerator o, Status status) throws IOException {
    o.writeNumberField("version", status.version());
    unsigned(o, "networkId", status.networkId());
    o.writeStringField("genesis", status.genesis().toHexString());
    o.writeStringField("forkHash", status.forkId().hashHex());
    unsigned(o, "forkNext", status.forkId().next());
    switch (status) {
      case Status.Status68 s -> {
        o.writeStringField("td", s.totalDifficulty().toDecimalString());
        o.writeStringField("head", s.latestHash().toHexString());
      }
      case Status.Status69 s -> {
        unsigned(o, "earliest", s.earliest());
        unsigned(o, "latest", s.latest());
        o.writeStringField("latestHash", s.latestHash().toHexString());
      }
    }
  }

  private static void unsigned(JsonGenerator o, String field, long value) throws IOException {
    o.writeFieldName(field);
    o.writeNumber(Long.toUnsignedString(value));
  }
}
