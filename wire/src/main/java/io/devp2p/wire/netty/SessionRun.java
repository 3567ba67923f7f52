package io.devp2p.wire.netty;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import io.devp2p.wire.p2p.CodeSpace;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2p;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Runs one session: calls it, and hands on what it asks for. Event loop only. */
final class SessionRun implements SessionContext {

  private static final Logger LOG = System.getLogger(SessionRun.class.getName());

  private final PeerHandler peer;
  private final P2p p2p;
  private final CodeSpace.Slot slot;
  private final SessionOutbox out = new SessionOutbox();
  private final Session session;
  private boolean over;

  SessionRun(PeerHandler peer, P2p p2p, CodeSpace.Slot slot) {
    this.peer = peer;
    this.p2p = p2p;
    this.slot = slot;
    this.session = slot.protocol().open(this);
  }

  CodeSpace.Slot slot() {
    return slot;
  }

  Session session() {
    return session;
  }

  void onStart(long now) {
    run(() -> session.onStart(now, out));
  }

  void onMessage(long now, int code, Bytes payload) {
    run(() -> session.onMessage(now, code, payload, out));
  }

  void onTime(long now) {
    if (now >= session.deadline()) {
      run(() -> session.onTime(now, out));
    }
  }

  void onEnd(PeerDown down) {
    if (!over) {
      run(() -> session.onEnd(down));
      over = true;
    }
  }

  /** A session that fails ends its connection and nothing else. */
  private void run(Runnable step) {
    if (over) {
      return;
    }
    try {
      step.run();
      out.drain().forEach(this::carryOut);
    } catch (Violation violation) {
      out.drain();
      p2p.fail(violation);
    } catch (RuntimeException bug) {
      out.drain();
      LOG.log(Level.WARNING, "BUG: a session of " + slot.capability() + " failed", bug);
      p2p.disconnect(Cause.LOCAL_BUG, Optional.of(bug));
    }
  }

  private void carryOut(SessionOutbox.Effect effect) {
    switch (effect) {
      case SessionOutbox.Effect.Send send -> {
        p2p.send(slot, send.code(), send.payload());
        peer.connection().traffic().messageOut(slot, send.code());
      }
      case SessionOutbox.Effect.Disconnect end ->
          p2p.disconnect(end.reason(), end.why(), Optional.empty());
      case SessionOutbox.Effect.Report report -> peer.report(report.conduct());
      case SessionOutbox.Effect.Run run -> run.action().run();
    }
  }

  // ---- what the session sees

  @Override
  public Capability capability() {
    return slot.capability();
  }

  @Override
  public PublicKey key() {
    return peer.connection().key().orElseThrow();
  }

  @Override
  public Hello hello() {
    return peer.connection().hello().orElseThrow();
  }

  @Override
  public InetSocketAddress address() {
    return peer.connection().address();
  }

  @Override
  public boolean inbound() {
    return peer.connection().inbound();
  }

  @Override
  public boolean isWritable() {
    return peer.connection().isWritable();
  }

  @Override
  public void submit(Step step, Runnable gone) {
    boolean posted =
        peer.connection()
            .submit(now -> {
              if (over) {
                gone.run();
              } else {
                run(() -> step.run(now, out));
              }
            });
    if (!posted) {
      gone.run();
    }
  }
}
