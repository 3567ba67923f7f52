package io.devp2p.core.machine;

import io.devp2p.core.Violation;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where a machine puts its effects, in order. The port drains it when the machine has returned, so
 * that nothing is called back while the machine runs. Not thread-safe: it belongs to the loop of
 * its machine.
 *
 * @param <E> the events of the machine's module
 */
public final class Outbox<E> {

  private List<Effect<E>> effects = new ArrayList<>();

  /** An outbox without effects. */
  public Outbox() {}

  /** Asks for a datagram to be sent. */
  public void send(InetSocketAddress to, Bytes datagram) {
    effects.add(new Effect.Send<>(to, datagram));
  }

  /** Asks for listeners to be told. */
  public void emit(E event) {
    effects.add(new Effect.Emit<>(event));
  }

  /** Completes a call with a value. */
  public void done(long call, Object value) {
    effects.add(new Effect.Done<>(call, new Effect.Outcome.Value(value)));
  }

  /** Completes a call with a failure. */
  public void fail(long call, Exception cause) {
    effects.add(new Effect.Done<>(call, new Effect.Outcome.Failure(cause)));
  }

  /** Reports a packet that was refused. */
  public void refused(InetSocketAddress from, Violation why) {
    effects.add(new Effect.Refused<>(from, why));
  }

  /** Asks for a long computation, in order with the others for the same peer. */
  public void work(InetSocketAddress peer, Effect.Task<E> task) {
    effects.add(new Effect.Work<>(peer, task));
  }

  /** Takes all effects out. */
  public List<Effect<E>> drain() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect<E>> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }
}
