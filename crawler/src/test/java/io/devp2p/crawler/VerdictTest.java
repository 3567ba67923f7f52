package io.devp2p.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.Stage;
import io.devp2p.wire.Timings;
import io.devp2p.wire.eth.EthRule;
import io.devp2p.wire.p2p.P2pRule;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

  /** A failed dial and what it amounts to. */
  record Dial(Stage stage, Throwable cause, Outcome outcome, Optional<String> detail) {
    Dial(Stage stage, Throwable cause, Outcome outcome) {
      this(stage, cause, outcome, Optional.empty());
    }

    Dial(Stage stage, Throwable cause, Outcome outcome, String detail) {
      this(stage, cause, outcome, Optional.of(detail));
    }
  }

  /** A session that ended without Status and what it amounts to. */
  record Session(Throwable cause, Outcome outcome, Optional<String> detail) {}

  static List<Dial> dials() {
    return List.of(
        new Dial(Stage.CONNECT, new NetworkException.TimedOut("a connection"), Outcome.TCP_TIMEOUT),
        new Dial(Stage.CONNECT, new ConnectException("Connection refused"), Outcome.TCP_REFUSED),
        new Dial(Stage.CONNECT, new NoRouteToHostException("x"), Outcome.TCP_UNREACHABLE),
        new Dial(
            Stage.CONNECT, new SocketException("Network is unreachable"), Outcome.TCP_UNREACHABLE),
        new Dial(Stage.CONNECT, new SocketException("Connection reset"), Outcome.TCP_RESET),
        new Dial(
            Stage.CONNECT,
            new NetworkException.Closed("full"),
            Outcome.NOT_DIALED,
            "the crawler was full or closing"),
        new Dial(Stage.AUTH, closed(), Outcome.AUTH_FAILED),
        new Dial(Stage.AUTH, new NetworkException.TimedOut("ack"), Outcome.AUTH_FAILED),
        new Dial(Stage.HELLO, by(4), Outcome.FULL_BEFORE_HELLO, "too-many-peers"),
        new Dial(Stage.HELLO, by(5), Outcome.FULL_BEFORE_HELLO, "already-connected"),
        new Dial(Stage.HELLO, by(3), Outcome.REFUSED, "useless-peer"),
        new Dial(Stage.HELLO, by(15), Outcome.REFUSED, "reason-15"),
        new Dial(Stage.HELLO, closed(), Outcome.REFUSED, "no-reason"),
        new Dial(
            Stage.HELLO, new NetworkException.TimedOut("Hello"), Outcome.HELLO_INVALID, "timeout"),
        new Dial(
            Stage.HELLO, new Violation(P2pRule.P2P_IDENTITY_MISMATCH), Outcome.IDENTITY_MISMATCH),
        new Dial(Stage.HELLO, new Violation(P2pRule.P2P_NO_SHARED_CAPABILITY), Outcome.HELLO_ONLY),
        new Dial(
            Stage.HELLO, new Violation(EthRule.ETH_VERSION), Outcome.HELLO_INVALID, "ETH_VERSION"));
  }

  static List<Session> sessions() {
    return List.of(
        new Session(by(4), Outcome.FULL_AFTER_HELLO, Optional.of("too-many-peers")),
        new Session(by(5), Outcome.FULL_AFTER_HELLO, Optional.of("already-connected")),
        new Session(by(16), Outcome.REFUSED, Optional.of("subprotocol")),
        new Session(closed(), Outcome.REFUSED, Optional.of("no-reason")),
        new Session(
            new NetworkException.TimedOut("Status"), Outcome.STATUS_TIMEOUT, Optional.empty()),
        new Session(new TimeoutException(), Outcome.STATUS_TIMEOUT, Optional.empty()),
        new Session(
            new Violation(EthRule.ETH_ZERO_HASH),
            Outcome.STATUS_INVALID,
            Optional.of("ETH_ZERO_HASH")));
  }

  private static NetworkException by(int reason) {
    return new NetworkException.Disconnected(reason, true);
  }

  private static NetworkException closed() {
    return by(NetworkException.Disconnected.NO_REASON);
  }

  @ParameterizedTest
  @MethodSource("dials")
  void judgesAFailedDial(Dial dial) {
    DialFailure failure =
        new DialFailure(dial.stage(), dial.cause(), Optional.empty(), Timings.NONE);

    assertThat(Verdict.of(failure)).isEqualTo(new Ending(dial.outcome(), dial.detail()));
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void judgesASessionWithoutStatus(Session session) {
    assertThat(Verdict.withoutStatus(session.cause()))
        .isEqualTo(new Ending(session.outcome(), session.detail()));
  }

  @Test
  void judgesWhatWasNotDialed() {
    KnownNode nowhere =
        new KnownNode(node(0).id(), node(0).key(), Optional.empty(), List.of(), Set.of());

    assertThat(undialed(node(0), UdpContact.NONE, true)).isEqualTo(Ending.of(Outcome.SILENT));
    assertThat(undialed(node(0), answered(), true)).isEqualTo(Ending.of(Outcome.UDP_ONLY));
    assertThat(undialed(node(22), answered(), true))
        .isEqualTo(Ending.of(Outcome.NOT_DIALED, "port below 1024"));
    assertThat(undialed(node(30303), UdpContact.NONE, false))
        .isEqualTo(Ending.of(Outcome.NOT_DIALED, "address not allowed"));
    assertThat(undialed(nowhere, UdpContact.NONE, false))
        .isEqualTo(Ending.of(Outcome.NOT_DIALED, "no address"));
  }

  @Test
  void whoAnswersNeitherUdpNorTcpIsSilent() {
    for (Outcome outcome : Outcome.values()) {
      boolean noConnection =
          EnumSet.of(
                  Outcome.TCP_TIMEOUT,
                  Outcome.TCP_REFUSED,
                  Outcome.TCP_UNREACHABLE,
                  Outcome.TCP_RESET)
              .contains(outcome);
      Ending dialed = Ending.of(outcome);

      assertThat(Verdict.of(answered(), dialed)).isEqualTo(dialed);
      assertThat(Verdict.of(UdpContact.NONE, dialed))
          .isEqualTo(noConnection ? Ending.of(Outcome.SILENT, outcome.name()) : dialed);
    }
  }

  @Test
  void everyOutcomeIsTheVerdictOfSomeCase() {
    Set<Outcome> reached = EnumSet.of(Outcome.STATUS, Outcome.UDP_ONLY, Outcome.SILENT);
    Stream.concat(dials().stream().map(Dial::outcome), sessions().stream().map(Session::outcome))
        .forEach(reached::add);

    assertThat(reached).containsExactlyInAnyOrder(Outcome.values());
  }

  private static Ending undialed(KnownNode node, UdpContact udp, boolean allowed) {
    return Verdict.undialed(node, udp, Limits.DEFAULTS, allowed);
  }

  private static KnownNode node(int tcp) {
    return KnownNode.of(Samples.unsigned(1, "8.8.8.8", 30303, tcp), Source.V4);
  }

  private static UdpContact answered() {
    return new UdpContact(
        Optional.of(new UdpContact.Answer(OptionalLong.of(1), OptionalLong.empty())),
        Optional.empty(),
        0,
        0);
  }
}
