package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.node.ForkId;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Conduct;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Message;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.SessionLink;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** One session of eth, in virtual time. */
final class EthLink {

  static final ForkId FORK = new ForkId(0x07c9462e, 0);
  static final ChainHead HEAD =
      new ChainHead(
          1,
          Bytes32.repeat((byte) 1),
          FORK,
          100,
          200,
          Bytes32.repeat((byte) 2),
          UInt256.valueOf(17));

  final EthSession session;
  final Queue<Message> sent;
  final List<DisconnectReason> disconnects;
  final List<Conduct> conducts;

  private final int version;
  private final SessionLink<EthSession> link;

  EthLink(int version, Eth eth) {
    this.version = version;
    Capability capability = new Capability(Eth.NAME, version);
    this.link = new SessionLink<>(eth, capability, List.of(capability));
    this.session = link.session();
    this.sent = link.sent();
    this.disconnects = link.disconnects();
    this.conducts = link.conducts();
  }

  /** A client whose answers are judged at once. */
  static EthLink client(int version) {
    return new EthLink(version, serving(EthBackend.EMPTY, EthListener.NONE, Runnable::run));
  }

  /** After both Status. */
  static EthLink open(int version, Eth eth) {
    EthLink link = new EthLink(version, eth);
    link.start();
    link.receive(HEAD.status(version));
    link.sent.clear();
    return link;
  }

  static Eth serving(EthBackend backend, EthListener listener, Executor workers) {
    return Eth.serving(
        () -> HEAD,
        FORK::equals,
        backend,
        c -> c.listener(listener).workers(workers).random(new Random(7)));
  }

  Optional<Violation> violation() {
    return link.violation();
  }

  void start() {
    link.start();
  }

  void receive(EthMessage message) {
    receive(EthCodec.code(message), EthCodec.encode(version, message));
  }

  void receive(int code, Bytes payload) {
    link.receive(code, payload);
  }

  /** Time goes on, in the steps that the session asks for. */
  void advance(long nanos) {
    link.advance(nanos);
  }

  /** The connection ends. */
  void end(PeerDown down) {
    link.end(down);
  }

  /** The messages that were sent, decoded; there are no others then. */
  List<EthMessage> takeSent() {
    List<EthMessage> messages =
        sent.stream().map(s -> EthCodec.decode(version, s.code(), s.payload())).toList();
    sent.clear();
    return messages;
  }

  /** Runs what was posted from outside, and what it leads to. */
  void run() {
    link.run();
  }

  /** Lets two sessions talk until both are quiet. */
  static void talk(EthLink a, EthLink b) {
    SessionLink.talk(a.link, b.link);
  }
}
