package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.ForkId;
import io.devp2p.wire.Capability;
import io.devp2p.wire.ClientId;
import io.devp2p.wire.Conduct;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import io.devp2p.wire.p2p.Hello;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** One session of eth, run as a port runs it, in virtual time; what it sends is kept. */
final class EthLink implements SessionContext {

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

  private static final PublicKey KEY = NodeKey.generate(new Random(5)).publicKey();

  /** A message on its way. */
  record Sent(int code, Bytes payload) {}

  final EthSession session;
  final Queue<Sent> sent = new ArrayDeque<>();
  final List<DisconnectReason> disconnects = new ArrayList<>();
  final List<Conduct> conducts = new ArrayList<>();
  long now;
  Optional<Violation> violation = Optional.empty();

  private final int version;
  private final Queue<Runnable> posted = new ArrayDeque<>();
  private final SessionOutbox out = new SessionOutbox();
  private boolean over;

  EthLink(int version, Eth eth) {
    this.version = version;
    this.session = eth.open(this);
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

  void start() {
    step(() -> session.onStart(now, out));
  }

  void receive(EthMessage message) {
    receive(EthCodec.code(message), EthCodec.encode(version, message));
  }

  void receive(int code, Bytes payload) {
    step(() -> session.onMessage(now, code, payload, out));
  }

  /** Time goes on, in the steps that the session asks for. */
  void advance(long nanos) {
    long until = now + nanos;
    while (session.deadline() <= until) {
      now = session.deadline();
      step(() -> session.onTime(now, out));
    }
    now = until;
  }

  /** The connection ends. */
  void end(PeerDown down) {
    over = true;
    session.onEnd(down);
    run();
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
    while (!posted.isEmpty()) {
      step(posted.remove());
    }
  }

  private void step(Runnable step) {
    try {
      step.run();
      for (SessionOutbox.Effect effect : out.drain()) {
        switch (effect) {
          case SessionOutbox.Effect.Send s -> sent.add(new Sent(s.code(), s.payload()));
          case SessionOutbox.Effect.Disconnect d -> disconnects.add(d.reason());
          case SessionOutbox.Effect.Report r -> conducts.add(r.conduct());
          case SessionOutbox.Effect.Run r -> r.action().run();
        }
      }
    } catch (Violation broken) {
      violation = Optional.of(broken);
      out.drain();
      end(new PeerDown(DisconnectReason.BREACH_OF_PROTOCOL, false, violation.map(v -> v)));
    }
    if (!posted.isEmpty()) {
      run();
    }
  }

  // ---- what the session sees

  @Override
  public Capability capability() {
    return new Capability(Eth.NAME, version);
  }

  @Override
  public PublicKey key() {
    return KEY;
  }

  @Override
  public Hello hello() {
    return new Hello(Hello.VERSION, ClientId.of("test"), List.of(capability()), 0, KEY.bytes());
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  public boolean inbound() {
    return false;
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void submit(Step step, Runnable gone) {
    posted.add(() -> {
      if (over) {
        gone.run();
      } else {
        step.run(now, out);
      }
    });
  }

  /** Lets two sessions talk until both are quiet. */
  static void talk(EthLink a, EthLink b) {
    a.run();
    b.run();
    while (!a.sent.isEmpty() || !b.sent.isEmpty()) {
      while (!a.sent.isEmpty()) {
        Sent message = a.sent.remove();
        b.receive(message.code(), message.payload());
      }
      while (!b.sent.isEmpty()) {
        Sent message = b.sent.remove();
        a.receive(message.code(), message.payload());
      }
    }
  }
}
