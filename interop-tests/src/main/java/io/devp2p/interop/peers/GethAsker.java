package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.tuweni.bytes.Bytes;

/** What geth's tool can be told to ask: it has no verb for a single FINDNODE or a TALKREQ. */
record GethAsker(GethTool tool, Version version) implements Asker {

  @Override
  public Set<Verb> verbs() {
    return Set.of(Verb.PING, Verb.RECORD);
  }

  @Override
  public CompletableFuture<Void> ping(Node node) {
    return Tasks.run(
            () -> version == Version.V4 ? tool.discv4Ping(url(node)) : tool.discv5Ping(url(node)))
        .thenAccept(ran -> check(ran, version == Version.V4 ? "responded to ping" : "<nil>"));
  }

  @Override
  public CompletableFuture<NodeRecord> requestRecord(Node node) {
    return Tasks.run(() ->
            version == Version.V4
                ? tool.discv4RequestEnr(url(node))
                : tool.discv5Resolve(url(node)))
        .thenApply(ran -> NodeRecord.parse(check(ran, "enr:").strip()));
  }

  @Override
  public CompletableFuture<Set<NodeId>> findNode(Node node, Node target) {
    return CompletableFuture.failedFuture(new IOException("geth's tool has no such verb"));
  }

  @Override
  public CompletableFuture<Bytes> talk(Node node, String protocol, Bytes request) {
    return CompletableFuture.failedFuture(new IOException("geth's tool has no such verb"));
  }

  private Object url(Node node) {
    return version == Version.V5
        ? node.record().orElseThrow()
        : Enode.of(node.key(), node.endpoint());
  }

  private static String check(GethTool.Ran ran, String expected) {
    if (ran.exitCode() != 0 || !ran.out().contains(expected)) {
      throw new CompletionException(new IOException(ran.out() + "\n" + ran.err()));
    }
    return ran.out();
  }
}
