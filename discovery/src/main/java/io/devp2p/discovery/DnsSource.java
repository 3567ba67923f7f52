package io.devp2p.discovery;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.dns.DnsEvent;
import io.devp2p.discovery.dns.TreeUrl;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Node lists in DNS as a source of candidates: one at a time, as fast as DNS may be asked. */
final class DnsSource implements NodeSource {

  private final DnsClient client;
  private final String name;

  DnsSource(DnsClient client, List<TreeUrl> trees) {
    this.client = client;
    this.name =
        trees.stream().map(TreeUrl::domain).distinct().collect(Collectors.joining(",", "dns:", ""));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletableFuture<List<Node>> next(int atMost) {
    CompletableFuture<List<Node>> nodes = new CompletableFuture<>();
    Runnable unsubscribe =
        client.onEvent(event -> {
          if (event instanceof DnsEvent.Exhausted) {
            nodes.complete(List.of());
          }
        });
    CompletableFuture<NodeRecord> record = client.next();
    record.whenComplete((found, failure) -> {
      if (failure == null) {
        nodes.complete(Node.of(found).stream().toList());
      } else {
        nodes.completeExceptionally(failure);
      }
    });
    nodes.whenComplete((given, failure) -> {
      unsubscribe.run();
      record.cancel(false);
    });
    return nodes;
  }
}
