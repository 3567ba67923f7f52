package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.rlpx.RlpxRule;
import io.devp2p.wire.p2p.P2pRule;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of failure, from what leads to it. */
final class DialFailureTest {

  private static DialFailure failure(Stage stage, Throwable cause) {
    return new DialFailure(stage, cause, Optional.empty(), Timings.NONE);
  }

  private static Violation violation(P2pRule rule) {
    return new Violation(rule);
  }

  /** Every cause that a failure is given by its stage and what happened. */
  static Stream<Arguments> judged() {
    return Stream.of(
        arguments(Stage.CONNECT, new NetworkException.TimedOut("TCP"), Cause.CONNECT_TIMEOUT),
        arguments(
            Stage.CONNECT, new ConnectException("Connection timed out"), Cause.CONNECT_TIMEOUT),
        arguments(
            Stage.CONNECT,
            new ConnectException("Connection refused: /192.0.2.1:1"),
            Cause.CONNECT_REFUSED),
        arguments(Stage.CONNECT, new NoRouteToHostException("No route to host"), Cause.NO_ROUTE),
        arguments(Stage.CONNECT, new NetworkException.Unreachable("a policy"), Cause.NO_ROUTE),
        arguments(
            Stage.CONNECT, new SocketException("Network is unreachable"), Cause.NET_UNREACHABLE),
        arguments(Stage.CONNECT, new SocketException("Connection reset by peer"), Cause.RESET),
        arguments(
            Stage.CONNECT, new SocketException("Too many open files"), Cause.LOCAL_SOCKET_ERROR),
        arguments(Stage.CONNECT, new NetworkException.Closed("by us"), Cause.LOCAL_CLOSE),
        arguments(Stage.AUTH, new Violation(RlpxRule.RLPX_ECIES_MAC), Cause.AUTH_INVALID),
        arguments(Stage.AUTH, new NetworkException.TimedOut("the handshake"), Cause.AUTH_TIMEOUT),
        arguments(Stage.AUTH, new NetworkException.Disconnected(-1, true), Cause.AUTH_CLOSED),
        arguments(Stage.AUTH, new IOException("Connection reset by peer"), Cause.AUTH_CLOSED),
        arguments(Stage.AUTH, new NetworkException.Closed("the pool is full"), Cause.AUTH_OVERLOAD),
        arguments(
            Stage.HELLO, new NetworkException.Disconnected(4, true), Cause.DISCONNECT_BEFORE_HELLO),
        arguments(
            Stage.HELLO,
            new NetworkException.Disconnected(-2, true),
            Cause.DISCONNECT_BEFORE_HELLO),
        arguments(
            Stage.HELLO, new NetworkException.Disconnected(-1, true), Cause.CLOSED_BEFORE_HELLO),
        arguments(Stage.HELLO, new IOException("reset"), Cause.CLOSED_BEFORE_HELLO),
        arguments(Stage.HELLO, new NetworkException.TimedOut("Hello"), Cause.HELLO_TIMEOUT),
        arguments(Stage.HELLO, violation(P2pRule.P2P_HELLO_FIRST), Cause.HELLO_INVALID),
        arguments(Stage.HELLO, new Violation(RlpRule.RLP_TRUNCATED), Cause.HELLO_INVALID),
        arguments(Stage.HELLO, new Violation(RlpxRule.RLPX_FRAME_SIZE), Cause.HELLO_INVALID),
        arguments(Stage.HELLO, violation(P2pRule.P2P_IDENTITY_MISMATCH), Cause.IDENTITY_MISMATCH),
        arguments(
            Stage.HELLO, violation(P2pRule.P2P_NO_SHARED_CAPABILITY), Cause.NO_SHARED_CAPABILITY),
        arguments(Stage.HELLO, violation(P2pRule.P2P_SELF), Cause.SELF),
        arguments(Stage.HELLO, new NetworkException.Disconnected(8, false), Cause.LOCAL_CLOSE));
  }

  @ParameterizedTest
  @MethodSource("judged")
  void causesFollowFromStageAndEvent(Stage stage, Throwable event, Cause why) {
    DialFailure failure = failure(stage, event);
    assertThat(failure.why()).isEqualTo(why);
    assertThat(failure.reason().isPresent()).isEqualTo(why == Cause.DISCONNECT_BEFORE_HELLO);
    assertThat(failure.getStackTrace()).isEmpty();
  }

  @Test
  void whoEndedItForAReasonOfItsOwnSaysSo() {
    PeerDown full =
        new PeerDown(DisconnectReason.TOO_MANY_PEERS, false, Cause.NO_FREE_SLOT, Optional.empty());
    DialFailure failure = DialFailure.of(Stage.HELLO, full, Optional.empty(), Timings.NONE);
    assertThat(failure.why()).isEqualTo(Cause.NO_FREE_SLOT);
    assertThat(failure.reason()).as("no reason of the peer").isEmpty();
  }

  /** A Disconnect without a reason is one, unlike a connection that just ends. */
  @Test
  void aDisconnectWithoutReason() {
    PeerDown empty = new PeerDown(DisconnectReason.NO_REASON, true, Cause.REMOTE, Optional.empty());
    DialFailure failure = DialFailure.of(Stage.HELLO, empty, Optional.empty(), Timings.NONE);
    assertThat(failure.why()).isEqualTo(Cause.DISCONNECT_BEFORE_HELLO);
    assertThat(failure.reason()).contains(DisconnectReason.NO_REASON);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"NO_TCP_PORT", "NAME_UNRESOLVED", "NET_RESTRICTED", "BANNED", "NO_FREE_SLOT"})
  void whatWasNotTried(Cause why) {
    DialFailure failure = DialFailure.unsent(why);
    assertThat(failure.stage()).isEqualTo(Stage.SCHEDULE);
    assertThat(failure.why()).isEqualTo(why);
    assertThat(failure.getCause()).isInstanceOf(NetworkException.class);
  }
}
