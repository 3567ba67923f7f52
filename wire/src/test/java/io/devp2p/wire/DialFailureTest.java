package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.rlpx.RlpxRule;
import io.devp2p.wire.DialFailure.Kind;
import io.devp2p.wire.p2p.P2pRule;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of failure, from what leads to it. */
final class DialFailureTest {

  private static DialFailure failure(Stage stage, Throwable cause) {
    return new DialFailure(stage, cause, Optional.empty(), Timings.NONE);
  }

  private static Violation violation(P2pRule rule) {
    return new Violation(rule);
  }

  @ParameterizedTest
  @EnumSource
  void kinds(Kind kind) {
    DialFailure[] failures =
        switch (kind) {
          case TCP_TIMEOUT ->
              new DialFailure[] {
                failure(Stage.CONNECT, new NetworkException.TimedOut("a TCP connection")),
                failure(Stage.CONNECT, new ConnectException("Connection timed out"))
              };
          case TCP_REFUSED ->
              new DialFailure[] {
                failure(Stage.CONNECT, new ConnectException("Connection refused: /192.0.2.1:1"))
              };
          case TCP_UNREACHABLE ->
              new DialFailure[] {
                failure(Stage.CONNECT, new NoRouteToHostException("No route to host")),
                failure(Stage.CONNECT, new SocketException("Network is unreachable")),
                failure(Stage.CONNECT, new NetworkException.Unreachable("a name"))
              };
          case TCP_RESET ->
              new DialFailure[] {
                failure(Stage.CONNECT, new SocketException("Connection reset by peer"))
              };
          case AUTH_FAILED ->
              new DialFailure[] {
                failure(Stage.AUTH, new Violation(RlpxRule.RLPX_ECIES_MAC)),
                failure(Stage.AUTH, new NetworkException.TimedOut("the RLPx handshake")),
                failure(Stage.AUTH, new NetworkException.Disconnected(-1, true)),
                failure(Stage.AUTH, new IOException("Connection reset by peer"))
              };
          case DISCONNECTED ->
              new DialFailure[] {
                failure(Stage.HELLO, new NetworkException.Disconnected(4, true)),
                failure(Stage.HELLO, new NetworkException.Disconnected(-2, true))
              };
          case CLOSED ->
              new DialFailure[] {
                failure(Stage.HELLO, new NetworkException.Disconnected(-1, true)),
                failure(Stage.HELLO, new IOException("Connection reset by peer"))
              };
          case HELLO_TIMEOUT ->
              new DialFailure[] {failure(Stage.HELLO, new NetworkException.TimedOut("Hello"))};
          case HELLO_INVALID ->
              new DialFailure[] {
                failure(Stage.HELLO, violation(P2pRule.P2P_HELLO_FIRST)),
                failure(Stage.HELLO, new Violation(RlpRule.RLP_TRUNCATED)),
                failure(Stage.HELLO, new Violation(RlpxRule.RLPX_FRAME_SIZE))
              };
          case IDENTITY_MISMATCH ->
              new DialFailure[] {failure(Stage.HELLO, violation(P2pRule.P2P_IDENTITY_MISMATCH))};
          case NO_SHARED_CAPABILITY ->
              new DialFailure[] {failure(Stage.HELLO, violation(P2pRule.P2P_NO_SHARED_CAPABILITY))};
          case REFUSED_BY_US ->
              new DialFailure[] {
                failure(Stage.CONNECT, new NetworkException.Closed("dials")),
                failure(Stage.AUTH, new NetworkException.Closed("pool")),
                failure(Stage.HELLO, new NetworkException.Disconnected(8, false)),
                failure(Stage.HELLO, violation(P2pRule.P2P_SELF))
              };
        };
    for (DialFailure failure : failures) {
      assertThat(failure.kind()).as(failure.toString()).isEqualTo(kind);
      assertThat(failure.reason().isPresent()).isEqualTo(kind == Kind.DISCONNECTED);
      assertThat(failure.getStackTrace()).isEmpty();
    }
  }
}
