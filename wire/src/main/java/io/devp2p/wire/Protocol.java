package io.devp2p.wire;

import io.devp2p.core.Bounds;
import java.util.List;
import java.util.function.Function;

/**
 * A subprotocol that a host offers, in one or more versions. Thread-safe: sessions are opened on
 * the event loops of their peers.
 *
 * @param <S> its sessions
 */
public interface Protocol<S extends Session> {

  /** What is offered: one name, one entry for each version. */
  List<Capability> capabilities();

  /** Number of message ids of a version: the highest id plus 1. */
  int span(Capability capability);

  /** Largest message of an id, in bytes before compression, that is read. */
  default int limit(Capability capability, int code) {
    return Bounds.SUBPROTOCOL_MESSAGE;
  }

  /** Opens the session of a peer that shares a version. Called once, on the peer's event loop. */
  S open(SessionContext context);

  /** A protocol of one version. */
  static <S extends Session> Protocol<S> of(
      String name, int version, int span, Function<SessionContext, S> open) {
    Capability capability = new Capability(name, version);
    return new Protocol<>() {
      @Override
      public List<Capability> capabilities() {
        return List.of(capability);
      }

      @Override
      public int span(Capability ignored) {
        return span;
      }

      @Override
      public S open(SessionContext context) {
        return open.apply(context);
      }
    };
  }
}
