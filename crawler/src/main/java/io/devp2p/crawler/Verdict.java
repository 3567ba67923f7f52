package io.devp2p.crawler;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import java.util.concurrent.TimeoutException;

/** Which outcome the facts of a visit amount to. Pure. */
final class Verdict {

  private Verdict() {}

  /** A node that nobody dialed, because it has no TCP port that may be dialed. */
  static Ending undialed(KnownNode node, UdpContact udp, Limits limits, boolean addressAllowed) {
    if (node.endpoints().isEmpty()) {
      return udp.answered()
          ? Ending.of(Outcome.UDP_ONLY)
          : Ending.of(Outcome.NOT_DIALED, "no address");
    } else if (!addressAllowed) {
      return Ending.of(Outcome.NOT_DIALED, "address not allowed");
    } else if (node.endpoints().stream().allMatch(e -> e.tcp() == 0)) {
      return Ending.of(udp.answered() ? Outcome.UDP_ONLY : Outcome.SILENT);
    }
    return Ending.of(Outcome.NOT_DIALED, "port below " + limits.lowestPort());
  }

  /** A dial that did not lead to a session. */
  static Ending of(DialFailure failure) {
    return switch (failure.why()) {
      case CONNECT_TIMEOUT -> Ending.of(Outcome.TCP_TIMEOUT);
      case CONNECT_REFUSED -> Ending.of(Outcome.TCP_REFUSED);
      case NO_ROUTE, NET_UNREACHABLE, NET_RESTRICTED, NAME_UNRESOLVED, NO_TCP_PORT ->
          Ending.of(Outcome.TCP_UNREACHABLE);
      case RESET -> Ending.of(Outcome.TCP_RESET);
      case AUTH_CLOSED, AUTH_TIMEOUT, AUTH_INVALID -> Ending.of(Outcome.AUTH_FAILED);
      case DISCONNECT_BEFORE_HELLO ->
          failure
              .reason()
              .map(reason -> disconnected(reason, Outcome.FULL_BEFORE_HELLO))
              .orElseGet(() -> Ending.of(Outcome.REFUSED, DisconnectReason.UNKNOWN.toString()));
      case CLOSED_BEFORE_HELLO -> Ending.of(Outcome.REFUSED, DisconnectReason.NO_REASON.toString());
      case HELLO_TIMEOUT -> Ending.of(Outcome.HELLO_INVALID, "timeout");
      case HELLO_INVALID -> Ending.of(Outcome.HELLO_INVALID, violated(failure));
      case IDENTITY_MISMATCH -> Ending.of(Outcome.IDENTITY_MISMATCH);
      case NO_SHARED_CAPABILITY -> Ending.of(Outcome.HELLO_ONLY);
      default -> Ending.of(Outcome.NOT_DIALED, "the crawler was full or closing");
    };
  }

  /** A session that ended before its Status was read. */
  static Ending withoutStatus(Throwable cause) {
    return switch (cause) {
      case Violation violation -> Ending.of(Outcome.STATUS_INVALID, violation.rule().name());
      case NetworkException.TimedOut late -> Ending.of(Outcome.STATUS_TIMEOUT);
      case TimeoutException late -> Ending.of(Outcome.STATUS_TIMEOUT);
      case NetworkException.Disconnected d ->
          disconnected(new DisconnectReason(d.reason()), Outcome.FULL_AFTER_HELLO);
      default -> Ending.of(Outcome.REFUSED, DisconnectReason.NO_REASON.toString());
    };
  }

  private static Ending disconnected(DisconnectReason reason, Outcome whenFull) {
    boolean full =
        reason.equals(DisconnectReason.TOO_MANY_PEERS)
            || reason.equals(DisconnectReason.ALREADY_CONNECTED);
    return Ending.of(full ? whenFull : Outcome.REFUSED, reason.toString());
  }

  private static String violated(DialFailure failure) {
    return failure.getCause() instanceof Violation violation
        ? violation.rule().name()
        : "unreadable";
  }

  /** Both sides together: a node that answers nowhere is silent, whatever its host says of TCP. */
  static Ending of(UdpContact udp, Ending dialed) {
    boolean noConnection =
        switch (dialed.outcome()) {
          case TCP_TIMEOUT, TCP_REFUSED, TCP_UNREACHABLE, TCP_RESET -> true;
          default -> false;
        };
    return noConnection && !udp.answered()
        ? Ending.of(Outcome.SILENT, dialed.outcome().name())
        : dialed;
  }
}
