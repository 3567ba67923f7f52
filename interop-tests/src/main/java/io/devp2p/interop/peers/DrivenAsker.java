package io.devp2p.interop.peers;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;

/**
 * Discovery of a driver of ours. Its words are the same whatever it drives: {@code ping NODE},
 * {@code findnode NODE TARGET} and {@code talk NODE PROTOCOL HEX}. In discv4 a node is an enode URL
 * and a target a public key, in discv5 they are a record and distances with commas between them.
 */
record DrivenAsker(DrivenPeer driver, Version version, Set<Verb> verbs) implements Asker {

  @Override
  public CompletableFuture<Void> ping(Node node) {
    return driver.call("ping", url(node)).thenAccept(pong -> {});
  }

  @Override
  public CompletableFuture<NodeRecord> requestRecord(Node node) {
    return driver
        .call("findnode", url(node), "0")
        .thenApply(answer -> NodeRecord.parse(texts(answer, "enrs").getFirst()));
  }

  @Override
  public CompletableFuture<Set<NodeId>> findNode(Node node, Node target) {
    if (version == Version.V4) {
      return driver
          .call("findnode", url(node), target.key().bytes().toUnprefixedHexString())
          .thenApply(answer -> ids(texts(answer, "ids"), DrivenAsker::idOfKey));
    }
    String distance = Integer.toString(node.id().logDistance(target.id()));
    return driver
        .call("findnode", url(node), distance)
        .thenApply(answer -> ids(texts(answer, "enrs"), text -> NodeRecord.parse(text).id()));
  }

  @Override
  public CompletableFuture<Bytes> talk(Node node, String protocol, Bytes request) {
    return driver
        .call("talk", url(node), protocol, request.toUnprefixedHexString())
        .thenApply(answer -> Bytes.fromHexString(text(answer, "response")));
  }

  private String url(Node node) {
    return version == Version.V4
        ? Enode.of(node.key(), node.endpoint()).toString()
        : node.record().orElseThrow().toString();
  }

  private static NodeId idOfKey(String hex) {
    return NodeId.of(PublicKey.of(Bytes.fromHexString(hex)));
  }

  private static Set<NodeId> ids(List<String> texts, Function<String, NodeId> id) {
    return texts.stream().map(id).collect(Collectors.toSet());
  }

  static String text(Json answer, String field) {
    try {
      return answer.text(field);
    } catch (IOException unexpected) {
      throw new CompletionException(unexpected);
    }
  }

  private static List<String> texts(Json answer, String field) {
    try {
      return answer.texts(field);
    } catch (IOException unexpected) {
      throw new CompletionException(unexpected);
    }
  }
}
