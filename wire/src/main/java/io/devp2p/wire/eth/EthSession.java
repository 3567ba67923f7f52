package io.devp2p.wire.eth;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionOutbox;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;

/** eth with one peer, as far as Status. {@link #version} and {@link #status} are thread-safe. */
public final class EthSession implements Session {

  /** Message id of Status. */
  static final int STATUS = 0x00;

  /** How long the peer may take until its Status (go-ethereum handshakeTimeout). */
  static final long STATUS_TIMEOUT = Duration.ofSeconds(5).toNanos();

  private final int version;
  private final Optional<Eth.Offer> offer;
  private final CompletableFuture<Status> status = new CompletableFuture<>();
  private long deadline = Long.MAX_VALUE;
  private boolean received;

  EthSession(int version, Optional<Eth.Offer> offer) {
    this.version = version;
    this.offer = offer;
  }

  /** The eth version of the session. */
  public int version() {
    return version;
  }

  /**
   * The Status of the peer. Fails with a {@link Violation} if it is invalid, of another version or,
   * where we offer a chain, of another one; with {@link NetworkException.TimedOut} after 5 s; with
   * {@link NetworkException.Disconnected} if the connection ends before.
   */
  public CompletableFuture<Status> status() {
    return status.copy();
  }

  @Override
  public void onStart(long now, SessionOutbox out) {
    deadline = now + STATUS_TIMEOUT;
    offer.ifPresent(o -> out.send(STATUS, EthCodec.encode(o.chain().get().status(version))));
  }

  @Override
  public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
    if (code == STATUS) {
      onStatus(payload, out);
    } else {
      // A mere observer does not mind gossip that overtakes Status: it would lose the Status.
      Violation.unless(received || offer.isEmpty(), EthRule.ETH_STATUS_FIRST);
    }
  }

  private void onStatus(Bytes payload, SessionOutbox out) {
    Violation.unless(!received, EthRule.ETH_STATUS_TWICE);
    received = true;
    deadline = Long.MAX_VALUE;
    Status theirs = EthCodec.decode(version, payload);
    offer.ifPresent(o -> check(theirs, o));
    out.run(() -> status.complete(theirs));
  }

  private static void check(Status theirs, Eth.Offer offer) {
    ChainHead ours = offer.chain().get();
    Violation.unless(theirs.networkId() == ours.networkId(), EthRule.ETH_NETWORK);
    Violation.unless(theirs.genesis().equals(ours.genesis()), EthRule.ETH_GENESIS);
    Violation.unless(offer.compatible().test(theirs.forkId()), EthRule.ETH_FORK);
  }

  @Override
  public void onTime(long now, SessionOutbox out) {
    if (now < deadline) {
      return;
    }
    deadline = Long.MAX_VALUE;
    out.run(() -> status.completeExceptionally(new NetworkException.TimedOut("Status")));
    if (offer.isPresent()) {
      out.disconnect(DisconnectReason.PING_TIMEOUT);
    }
  }

  @Override
  public long deadline() {
    return deadline;
  }

  @Override
  public void onEnd(PeerDown down) {
    status.completeExceptionally(
        down.cause()
            .filter(Violation.class::isInstance)
            .orElseGet(
                () -> new NetworkException.Disconnected(down.reason().code(), down.byPeer())));
  }
}
