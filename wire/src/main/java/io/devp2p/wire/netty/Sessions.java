package io.devp2p.wire.netty;

import io.devp2p.wire.Capability;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Session;
import io.devp2p.wire.p2p.P2p;
import java.util.List;
import java.util.Optional;

/** The sessions of one connection, none before Hello. Immutable as a list; event loop only. */
final class Sessions {

  static final Sessions NONE = new Sessions(List.of());

  private final List<SessionRun> runs;

  /** Sessions in the order of their message ids. */
  Sessions(List<SessionRun> runs) {
    this.runs = List.copyOf(runs);
  }

  /** What is shared. Any thread. */
  List<Capability> shared() {
    return runs.stream().map(SessionRun::capability).toList();
  }

  /** The session of a protocol. Any thread. */
  Optional<Session> of(Protocol<?> protocol) {
    return runs.stream()
        .filter(run -> run.slot().protocol().equals(protocol))
        .map(SessionRun::session)
        .findFirst();
  }

  boolean isBusy() {
    for (SessionRun run : runs) {
      if (run.session().isBusy()) {
        return true;
      }
    }
    return false;
  }

  void onStart(long now) {
    runs.forEach(run -> run.onStart(now));
  }

  void onMessage(long now, P2p.Effect.Deliver message) {
    for (SessionRun run : runs) {
      if (run.slot().equals(message.slot())) {
        run.onMessage(now, message.code(), message.payload());
      }
    }
  }

  void onTime(long now, Reading reading) {
    for (SessionRun run : runs) {
      if (reading.fair(run.session().deadline()) <= now) {
        run.onTime(now);
      }
    }
  }

  long deadline(Reading reading) {
    long next = Long.MAX_VALUE;
    for (SessionRun run : runs) {
      next = Math.min(next, reading.fair(run.session().deadline()));
    }
    return next;
  }

  void onEnd(PeerDown down) {
    runs.forEach(run -> run.onEnd(down));
  }
}
