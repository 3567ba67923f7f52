package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** RLPx of a driver of ours, whose words are {@code dial ENODE} and {@code status PUBLICKEY}. */
record DrivenDialer(DrivenPeer driver) implements Dialer {

  @Override
  public CompletableFuture<Void> dial(Enode node) {
    return driver.call("dial", node.toString()).thenAccept(dialed -> {});
  }

  @Override
  public CompletableFuture<Met> met(Enode node) {
    return driver
        .call("status", node.key().bytes().toUnprefixedHexString())
        .thenApply(DrivenDialer::read);
  }

  /** What our Status said. */
  private static Met read(Json status) {
    try {
      ForkId forkId =
          new ForkId(
              Bytes.fromHexString(status.text("forkHash")).toInt(),
              Long.parseUnsignedLong(status.text("forkNext")));
      Chain chain =
          new Chain(
              Long.parseLong(status.text("networkId")),
              Bytes32.fromHexString(status.text("genesis")),
              forkId,
              Bytes32.fromHexString(status.text("head")));
      return new Met(status.text("clientId"), Optional.of(chain), OptionalInt.empty());
    } catch (IOException unexpected) {
      throw new CompletionException(unexpected);
    }
  }
}
