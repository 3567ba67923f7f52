package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.BucketEntry;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

/**
 * The methods {@code discv4_*} and {@code discv5_*} of go-ethereum's tool. Both versions share one
 * table here, and a lookup walks by both; so both names of a method say the same.
 */
final class DiscoveryRpc implements RpcServer.Methods {

  /** Nodes of one answer, as many as go-ethereum gives. */
  private static final int MOST = 256;

  /** No lookup begins for a call after this time: a client that waits longer has given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Discovery discovery;
  private final Set<Version> versions;
  private final RandomGenerator random = new SecureRandom();

  DiscoveryRpc(Discovery discovery, Set<Version> versions) {
    this.discovery = discovery;
    this.versions = Set.copyOf(versions);
  }

  @Override
  public void call(RpcRequest request, JsonGenerator result) throws RpcFailure, IOException {
    String[] name = request.method().split("_", 2);
    boolean spoken =
        versions.stream()
            .anyMatch(v -> ("disc" + v.name().toLowerCase(Locale.ROOT)).equals(name[0]));
    switch (spoken ? name[name.length - 1] : "") {
      case "self" -> result.writeString(discovery.self().toString());
      case "lookupRandom" -> write(result, found(Math.min(request.count(), MOST)));
      case "buckets" -> write(result, done(discovery.buckets()));
      default ->
          throw new RpcFailure(
              RpcFailure.METHOD_NOT_FOUND,
              "the method " + request.method() + " does not exist/is not available");
    }
  }

  /**
   * Nodes that random lookups bring. A node that comes again counts as one more, as in go-ethereum:
   * otherwise a small network would be walked for ever.
   */
  private Collection<Node> found(int count) throws RpcFailure {
    Map<NodeId, Node> found = new LinkedHashMap<>();
    long began = System.nanoTime();
    int left = count;
    while (left > 0 && System.nanoTime() - began < PATIENCE.toNanos()) {
      List<Node> nodes = done(discovery.lookup(Target.random(random)));
      nodes.stream().limit(left).forEach(node -> found.put(node.id(), node));
      left -= Math.max(1, nodes.size());
    }
    return found.values();
  }

  private static <T> T done(CompletableFuture<T> future) throws RpcFailure {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw new RpcFailure(RpcFailure.INTERNAL_ERROR, String.valueOf(failed.getMessage()));
    } catch (InterruptedException closing) {
      throw new RpcFailure(RpcFailure.INTERNAL_ERROR, "the node is closing");
    }
  }

  private static void write(JsonGenerator out, Collection<Node> nodes) throws IOException {
    out.writeStartArray();
    for (Node node : nodes) {
      out.writeString(node.toString());
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, List<List<BucketEntry>> buckets) throws IOException {
    out.writeStartArray();
    for (List<BucketEntry> bucket : buckets) {
      out.writeStartArray();
      for (BucketEntry entry : bucket) {
        write(out, entry);
      }
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, BucketEntry entry) throws IOException {
    String added = entry.added().truncatedTo(ChronoUnit.MILLIS).toString();
    out.writeStartObject();
    out.writeStringField("node", entry.node().toString());
    out.writeStringField("addedToTable", added);
    out.writeStringField("addedToBucket", added);
    out.writeNumberField("checks", entry.checks());
    out.writeBooleanField("live", entry.alive());
    out.writeEndObject();
  }
}
