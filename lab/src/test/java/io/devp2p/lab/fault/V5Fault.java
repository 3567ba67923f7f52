package io.devp2p.lab.fault;

import io.devp2p.discovery.v5.V5Message;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Faults in discv5, one for each case of go-ethereum's suite. */
public enum V5Fault {
  PONG_WITH_ANOTHER_PORT("Ping") {
    @Override
    V5Message change(V5Message out) {
      return out instanceof V5Message.Pong pong
          ? new V5Message.Pong(pong.requestId(), pong.enrSeq(), pong.ip(), pong.port() ^ 1)
          : out;
    }
  },
  /** Takes request ids of 9 bytes. */
  TAKES_LARGE_REQUEST_IDS("PingLargeRequestID"),
  /** Reads the PINGs of a session at any address. */
  SESSION_MOVES_FOR_PINGS("PingMultiIP"),
  /** Sends a new challenge for each packet. */
  NEW_CHALLENGE_EACH_TIME("HandshakeResend"),
  TALKS_WITHOUT_BEING_ASKED("TalkRequest") {
    @Override
    V5Message change(V5Message out) {
      return out instanceof V5Message.TalkResponse talk
          ? new V5Message.TalkResponse(talk.requestId(), Bytes.of(1))
          : out;
    }
  },
  /** Reads the FINDNODEs of a session at any address. */
  SESSION_MOVES_FOR_QUESTIONS("FindnodeWrongIP"),
  /** Does not carry out what a handshake brings. */
  FORGETS_FIRST_QUESTION("FindnodeHandshake"),
  DOES_NOT_KNOW_ITSELF("FindnodeZeroDistance") {
    @Override
    V5Message change(V5Message out) {
      return nobody(out);
    }
  },
  TELLS_NOBODY("FindnodeResults") {
    @Override
    V5Message change(V5Message out) {
      return nobody(out);
    }
  },
  /** Sends something to every node that it is told of. */
  SPEAKS_TO_WHOM_NOBODY_ASKED_FOR("UnsolicitedNodes");

  private final String caught;

  V5Fault(String caught) {
    this.caught = caught;
  }

  /** The case that must catch it. */
  public String caughtBy() {
    return caught;
  }

  /** What becomes of what the node says. */
  V5Message change(V5Message out) {
    return out;
  }

  private static V5Message nobody(V5Message out) {
    return out instanceof V5Message.Nodes nodes
        ? new V5Message.Nodes(nodes.requestId(), 1, List.of())
        : out;
  }
}
