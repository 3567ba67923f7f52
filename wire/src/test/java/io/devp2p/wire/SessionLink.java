package io.devp2p.wire;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.p2p.Hello;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/** One session, run as a port runs it, in virtual time; what it sends is kept. */
public final class SessionLink<S extends Session> implements SessionContext {

  private static final PublicKey KEY = NodeKey.generate(new Random(5)).publicKey();

  private final Capability capability;
  private final List<Capability> offered;
  private final S session;
  private final Queue<Message> sent = new ArrayDeque<>();
  private final List<DisconnectReason> disconnects = new ArrayList<>();
  private final List<Conduct> conducts = new ArrayList<>();
  private final Queue<Runnable> posted = new ArrayDeque<>();
  private final SessionOutbox out = new SessionOutbox();
  private long now;
  private Optional<Violation> violation = Optional.empty();
  private boolean over;

  /** A session of a protocol with a peer that offers so much. */
  public SessionLink(Protocol<S> protocol, Capability capability, List<Capability> offered) {
    this.capability = capability;
    this.offered = offered;
    this.session = protocol.open(this);
  }

  public S session() {
    return session;
  }

  /** Messages on their way. */
  public Queue<Message> sent() {
    return sent;
  }

  public List<DisconnectReason> disconnects() {
    return disconnects;
  }

  public List<Conduct> conducts() {
    return conducts;
  }

  /** What the peer broke, which ended the session. */
  public Optional<Violation> violation() {
    return violation;
  }

  public void start() {
    step(() -> session.onStart(now, out));
  }

  public void receive(int code, Bytes payload) {
    step(() -> session.onMessage(now, code, payload, out));
  }

  /** Time goes on, in the steps that the session asks for. */
  public void advance(long nanos) {
    long until = now + nanos;
    while (session.deadline() <= until) {
      now = session.deadline();
      step(() -> session.onTime(now, out));
    }
    now = until;
  }

  /** The connection ends. */
  public void end(PeerDown down) {
    over = true;
    session.onEnd(down);
    run();
  }

  /** Runs what was posted from outside, and what it leads to. */
  public void run() {
    while (!posted.isEmpty()) {
      step(posted.remove());
    }
  }

  private void step(Runnable step) {
    try {
      step.run();
      for (SessionOutbox.Effect effect : out.drain()) {
        switch (effect) {
          case SessionOutbox.Effect.Send s -> sent.add(new Message(s.code(), s.payload()));
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
    return capability;
  }

  @Override
  public PublicKey key() {
    return KEY;
  }

  @Override
  public Hello hello() {
    return new Hello(Hello.VERSION, ClientId.of("test"), offered, 0, KEY.bytes());
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
  public static void talk(SessionLink<?> a, SessionLink<?> b) {
    a.run();
    b.run();
    while (!a.sent.isEmpty() || !b.sent.isEmpty()) {
      while (!a.sent.isEmpty()) {
        Message message = a.sent.remove();
        b.receive(message.code(), message.payload());
      }
      while (!b.sent.isEmpty()) {
        Message message = b.sent.remove();
        a.receive(message.code(), message.payload());
      }
    }
  }
}
