package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Dials by {@code admin_addPeer}, and sees in {@code admin_peers} what became of it. */
final class AdminDialer implements Dialer {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(100);

  private final JsonRpc rpc;
  private final Adding adding;

  AdminDialer(JsonRpc rpc) {
    this(rpc, enode -> out -> out.writeString(enode.toString()));
  }

  /** For a node whose {@code admin_addPeer} wants something else than an enode URL. */
  AdminDialer(JsonRpc rpc, Adding adding) {
    this.rpc = rpc;
    this.adding = adding;
  }

  /** The parameter of {@code admin_addPeer}. */
  @FunctionalInterface
  interface Adding {
    Json.Body parameter(Enode enode);
  }

  @Override
  public CompletableFuture<Void> dial(Enode node) {
    return Tasks.run(
            () -> {
              Json added = rpc.call("admin_addPeer", adding.parameter(node));
              if (!added.text().equals("true")) {
                throw new IOException("admin_addPeer: " + added);
              }
              return added;
            })
        .thenAccept(added -> {});
  }

  @Override
  public CompletableFuture<Met> met(Enode node) {
    return Tasks.run(() -> {
      long start = System.nanoTime();
      while (true) {
        Optional<Json> peer = find(node);
        if (peer.isPresent()) {
          return new Met(peer.get().text("name"), Optional.empty(), version(peer.get()));
        }
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          throw new IOException("admin_peers does not show " + node);
        }
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      }
    });
  }

  private static OptionalInt version(Json peer) throws IOException {
    return peer.at("protocols", "eth", "version").isPresent()
        ? OptionalInt.of(Integer.parseInt(peer.text("protocols", "eth", "version")))
        : OptionalInt.empty();
  }

  private Optional<Json> find(Enode node) throws IOException, InterruptedException {
    String key = node.key().bytes().toUnprefixedHexString();
    for (Json peer : rpc.call("admin_peers").items()) {
      // ethereumjs has no enode here, but the whole key as id.
      String identity = peer.text(peer.at("enode").isPresent() ? "enode" : "id");
      if (identity.contains(key) && hasStatus(peer)) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether an entry is of a node whose Status has been taken: before that its protocol has no
   * version. Erigon lists no other nodes, and no protocols; ethereumjs has entries without a name
   * for those that it has not even greeted.
   */
  private static boolean hasStatus(Json peer) throws IOException {
    boolean listsProtocols = peer.at("protocols").orElse(peer) instanceof Json.Fields;
    boolean greeted = !peer.text("name").equals("null");
    return greeted && (!listsProtocols || peer.at("protocols", "eth", "version").isPresent());
  }
}
