package io.devp2p.wire;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2pRule;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import java.util.Optional;

/** A session could not be begun. Carries no stack trace. */
public final class DialFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** What went wrong, as one word. */
  public enum Kind {
    /** No TCP connection in time. */
    TCP_TIMEOUT,
    /** The address refused the connection. */
    TCP_REFUSED,
    /** No route to the address, or a local policy or bound forbids to dial. */
    TCP_UNREACHABLE,
    /** The connection was reset before RLPx began, or failed in another way. */
    TCP_RESET,
    /** Closed, silent or garbage before the ack: wrong key, throttle, not an RLPx node. */
    AUTH_FAILED,
    /** A Disconnect came instead of Hello; {@link DialFailure#reason()} tells which. */
    DISCONNECTED,
    /** The connection was closed instead of a Hello, without a Disconnect. */
    CLOSED,
    /** RLPx is up, and neither Hello nor Disconnect came in time. */
    HELLO_TIMEOUT,
    /** What came instead of Hello is none, or breaks a rule of it. */
    HELLO_INVALID,
    /** The Hello names another key than the one the handshake proved. */
    IDENTITY_MISMATCH,
    /** Hellos are exchanged, and no capability is shared. */
    NO_SHARED_CAPABILITY,
    /** Our own admission refused the peer, or the host was closed. */
    REFUSED_BY_US
  }

  private final Stage stage;
  private final Throwable cause;
  private final transient Optional<Hello> hello;
  private final transient Timings timings;

  public DialFailure(Stage stage, Throwable cause, Optional<Hello> hello, Timings timings) {
    super(stage.name().toLowerCase(Locale.ROOT) + ": " + cause.getMessage(), cause, false, false);
    this.stage = stage;
    this.cause = cause;
    this.hello = hello;
    this.timings = timings;
  }

  /** The step that failed. */
  public Stage stage() {
    return stage;
  }

  /** The peer's Hello, if it came to one. */
  public Optional<Hello> hello() {
    return hello;
  }

  public Timings timings() {
    return timings;
  }

  /** The reason of the Disconnect that the peer sent, if it sent one. */
  public Optional<DisconnectReason> reason() {
    return cause instanceof NetworkException.Disconnected d && d.byPeer()
        ? Optional.of(new DisconnectReason(d.reason())).filter(r -> isDisconnect(d))
        : Optional.empty();
  }

  private static boolean isDisconnect(NetworkException.Disconnected cause) {
    return !(cause.reason() == DisconnectReason.NO_REASON.code());
  }

  /** What went wrong, judged by stage and cause. */
  public Kind kind() {
    return switch (stage) {
      case CONNECT -> connectKind();
      case AUTH -> cause instanceof NetworkException.Closed ? Kind.REFUSED_BY_US : Kind.AUTH_FAILED;
      case HELLO -> helloKind();
    };
  }

  private Kind connectKind() {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (cause instanceof NetworkException.TimedOut || message.contains("timed out")) {
      return Kind.TCP_TIMEOUT;
    } else if (cause instanceof NetworkException.Closed) {
      return Kind.REFUSED_BY_US;
    } else if (cause instanceof NoRouteToHostException
        || cause instanceof NetworkException.Unreachable
        || message.contains("unreachable")) {
      return Kind.TCP_UNREACHABLE;
    }
    return cause instanceof ConnectException && message.contains("refused")
        ? Kind.TCP_REFUSED
        : Kind.TCP_RESET;
  }

  private Kind helloKind() {
    return switch (cause) {
      case Violation v when v.rule() == P2pRule.P2P_IDENTITY_MISMATCH -> Kind.IDENTITY_MISMATCH;
      case Violation v when v.rule() == P2pRule.P2P_NO_SHARED_CAPABILITY ->
          Kind.NO_SHARED_CAPABILITY;
      case Violation v when v.rule() == P2pRule.P2P_SELF -> Kind.REFUSED_BY_US;
      case Violation v -> Kind.HELLO_INVALID;
      case NetworkException.TimedOut t -> Kind.HELLO_TIMEOUT;
      case NetworkException.Closed c -> Kind.REFUSED_BY_US;
      case NetworkException.Disconnected d ->
          !d.byPeer() ? Kind.REFUSED_BY_US : isDisconnect(d) ? Kind.DISCONNECTED : Kind.CLOSED;
      default -> Kind.CLOSED;
    };
  }
}
