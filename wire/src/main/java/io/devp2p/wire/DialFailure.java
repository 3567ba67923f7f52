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

  private final Stage stage;
  private final Cause why;
  private final Throwable cause;
  private final transient Optional<Hello> hello;
  private final transient Timings timings;

  /** A failure that is judged by its stage and its cause. */
  public DialFailure(Stage stage, Throwable cause, Optional<Hello> hello, Timings timings) {
    this(stage, word(stage, cause), cause, hello, timings);
  }

  private DialFailure(
      Stage stage, Cause why, Throwable cause, Optional<Hello> hello, Timings timings) {
    super(stage.name().toLowerCase(Locale.ROOT) + ": " + cause.getMessage(), cause, false, false);
    this.stage = stage;
    this.why = why;
    this.cause = cause;
    this.hello = hello;
    this.timings = timings;
  }

  /** A dial that was not begun. */
  public static DialFailure unsent(Cause why) {
    NetworkException cause =
        switch (why) {
          case NO_TCP_PORT, NAME_UNRESOLVED, NET_RESTRICTED ->
              new NetworkException.Unreachable(text(why));
          default -> new NetworkException.Closed(text(why));
        };
    return new DialFailure(Stage.SCHEDULE, why, cause, Optional.empty(), Timings.NONE);
  }

  private static String text(Cause why) {
    return why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A connection that ended before a session began. */
  public static DialFailure of(Stage stage, PeerDown end, Optional<Hello> hello, Timings timings) {
    Throwable cause =
        end.cause()
            .orElseGet(() -> new NetworkException.Disconnected(end.reason().code(), end.byPeer()));
    Cause why =
        switch (end.why()) {
          case REMOTE -> Cause.DISCONNECT_BEFORE_HELLO;
          case RULE, PING_TIMEOUT, SOCKET_CLOSED -> word(stage, cause);
          default -> end.why();
        };
    return new DialFailure(stage, why, cause, hello, timings);
  }

  /** The step that failed. */
  public Stage stage() {
    return stage;
  }

  /** What went wrong, as one word. */
  public Cause why() {
    return why;
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
    return why == Cause.DISCONNECT_BEFORE_HELLO
            && cause instanceof NetworkException.Disconnected disconnect
        ? Optional.of(new DisconnectReason(disconnect.reason()))
        : Optional.empty();
  }

  private static Cause word(Stage stage, Throwable cause) {
    return switch (stage) {
      case SCHEDULE -> throw new IllegalStateException("BUG: nothing was tried, so say why");
      case CONNECT -> connect(cause);
      case AUTH -> auth(cause);
      case HELLO -> hello(cause);
    };
  }

  private static Cause connect(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (cause instanceof NetworkException.TimedOut || message.contains("timed out")) {
      return Cause.CONNECT_TIMEOUT;
    } else if (cause instanceof NetworkException.Closed) {
      return Cause.LOCAL_CLOSE;
    } else if (message.contains("network is unreachable")) {
      return Cause.NET_UNREACHABLE;
    } else if (cause instanceof NoRouteToHostException
        || cause instanceof NetworkException.Unreachable
        || message.contains("unreachable")) {
      return Cause.NO_ROUTE;
    } else if (cause instanceof ConnectException && message.contains("refused")) {
      return Cause.CONNECT_REFUSED;
    }
    return message.contains("reset") ? Cause.RESET : Cause.LOCAL_SOCKET_ERROR;
  }

  private static Cause auth(Throwable cause) {
    return switch (cause) {
      case Violation garbage -> Cause.AUTH_INVALID;
      case NetworkException.TimedOut silent -> Cause.AUTH_TIMEOUT;
      case NetworkException.Closed full -> Cause.AUTH_OVERLOAD;
      default -> Cause.AUTH_CLOSED;
    };
  }

  private static Cause hello(Throwable cause) {
    return switch (cause) {
      case Violation v when v.rule() == P2pRule.P2P_IDENTITY_MISMATCH -> Cause.IDENTITY_MISMATCH;
      case Violation v when v.rule() == P2pRule.P2P_NO_SHARED_CAPABILITY ->
          Cause.NO_SHARED_CAPABILITY;
      case Violation v when v.rule() == P2pRule.P2P_SELF -> Cause.SELF;
      case Violation v -> Cause.HELLO_INVALID;
      case NetworkException.TimedOut t -> Cause.HELLO_TIMEOUT;
      case NetworkException.Closed c -> Cause.LOCAL_CLOSE;
      case NetworkException.Disconnected d when !d.byPeer() -> Cause.LOCAL_CLOSE;
      case NetworkException.Disconnected d when d.reason() != DisconnectReason.NO_REASON.code() ->
          Cause.DISCONNECT_BEFORE_HELLO;
      default -> Cause.CLOSED_BEFORE_HELLO;
    };
  }
}
