package io.devp2p.cli;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Version;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What {@code discv4} and {@code discv5} have in common: one question to one node, and its answer
 * as a line.
 */
final class DiscoveryVerbs {

  private final Version version;
  private final DiscoveryOptions options;
  private final Optional<Duration> timeout;
  private final boolean json;
  private final PrintWriter out;

  DiscoveryVerbs(
      Version version,
      DiscoveryOptions options,
      Optional<Duration> timeout,
      boolean json,
      PrintWriter out) {
    this.version = version;
    this.options = options;
    this.timeout = timeout;
    this.json = json;
    this.out = out;
  }

  int ping(NodeArgument node) throws Exception {
    return ask(
        discovery -> discovery.ping(version, node.node()),
        pinged -> {
          out.println(
              json
                  ? pinged(pinged)
                  : String.format(
                      Locale.ROOT, "node responded to ping (RTT %.3fms).", millis(pinged)));
          return Exit.OK;
        });
  }

  private static String pinged(Pinged pinged) {
    return JsonLine.of(o -> {
      o.writeBooleanField("ok", true);
      o.writeNumberField("rttMillis", millis(pinged));
      o.writeFieldName("seq");
      o.writeNumber(Long.toUnsignedString(pinged.seq()));
      o.writeStringField("observed", Addresses.text(pinged.observed()));
    });
  }

  private static double millis(Pinged pinged) {
    return Math.round(pinged.rttNanos() / 1e3) / 1e3;
  }

  int requestRecord(NodeArgument node) throws Exception {
    return ask(discovery -> discovery.requestRecord(version, node.node()), this::print);
  }

  int resolve(NodeArgument node) throws Exception {
    return ask(discovery -> discovery.resolve(node.node()), this::print);
  }

  /** Asks one question, and tells a failure as every verb does. */
  <T> int ask(Function<Discovery, CompletableFuture<T>> question, Function<T, Integer> answer)
      throws Exception {
    try (NodeStore store = options.store();
        Discovery discovery = options.start(store, this::ofThisVersion)) {
      return answer.apply(Waiting.until(question.apply(discovery)));
    } catch (NetworkException.TimedOut | Violation failed) {
      if (json) {
        out.println(failed(failed));
        return Exit.FINDINGS;
      }
      throw new Failure(Exit.FINDINGS, String.valueOf(failed.getMessage()));
    }
  }

  private DiscoveryConfig.Builder ofThisVersion(DiscoveryConfig.Builder config) {
    timeout.ifPresent(config::requestTimeout);
    return config
        .v4(version == Version.V4)
        .v5(version == Version.V5)
        .revalidate(!options.bootnodes().isEmpty());
  }

  private int print(Node node) {
    return print(node.toString());
  }

  private int print(NodeRecord record) {
    return print(record.toString());
  }

  private int print(String node) {
    out.println(
        json
            ? JsonLine.of(o -> {
              o.writeBooleanField("ok", true);
              o.writeStringField(node.startsWith("enr:") ? "enr" : "enode", node);
            })
            : node);
    return Exit.OK;
  }

  private static String failed(Exception cause) {
    return JsonLine.of(o -> {
      o.writeBooleanField("ok", false);
      o.writeStringField(
          "outcome", cause instanceof Violation violation ? violation.rule().name() : "TIMED_OUT");
      o.writeStringField("cause", cause.getMessage());
    });
  }
}
