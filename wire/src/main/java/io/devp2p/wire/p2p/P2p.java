package io.devp2p.wire.p2p;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The base protocol with one peer, from the end of the RLPx handshake on (devp2p rlpx.md): Hello
 * once, then Snappy, then messages of the shared capabilities; Ping, Pong and Disconnect at any
 * time. A machine: frame bodies and time in, effects out. {@code now} is monotonic, in nanoseconds.
 * Not thread-safe.
 */
public final class P2p {

  /** All that this machine may ask of the world. */
  public sealed interface Effect {

    /** Send a frame body. */
    record Send(Bytes body) implements Effect {}

    /** The peer's Hello is here, and not judged yet. */
    record Greeted(Hello hello) implements Effect {}

    /** Both Hellos are exchanged, and something is shared: messages may be sent. */
    record Open(CodeSpace codes) implements Effect {}

    /** A message of a shared capability, by the capability's own id, decompressed. */
    record Deliver(CodeSpace.Slot slot, int code, Bytes payload) implements Effect {}

    /** The session is over: flush what is to be sent, then close. Comes once, last. */
    record End(PeerDown down) implements Effect {}
  }

  /** What we are, and who the peer must be. */
  public record Identity(Hello ours, List<Protocol<?>> offers, PublicKey remote) {}

  /** Largest uncompressed message of the base protocol after Hello: honest ones have one byte. */
  private static final int BASE_LIMIT = 64;

  private enum State {
    HELLO,
    OPEN,
    ENDED
  }

  private final Identity identity;
  private final long helloDeadline;
  private State state = State.HELLO;
  private boolean compress;
  private CodeSpace codes = CodeSpace.negotiate(List.of(), List.of());
  private final Liveness liveness = new Liveness();
  private List<Effect> effects = new ArrayList<>();

  /**
   * A session.
   *
   * @param helloDeadline when the peer's Hello must be here
   */
  public P2p(Identity identity, long helloDeadline) {
    this.identity = identity;
    this.helloDeadline = helloDeadline;
  }

  /** Takes all effects out, in order. */
  public List<Effect> drain() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }

  /** Begins: sends our Hello. Who does not want the peer calls {@link #disconnect} instead. */
  public void start() {
    if (identity.remote.bytes().equals(identity.ours.nodeKey())) {
      fail(new Violation(P2pRule.P2P_SELF));
    } else if (state == State.HELLO) {
      send(identity.ours);
    }
  }

  /** Bytes have arrived, whether they complete a frame or not. */
  public void onBytes(long now) {
    liveness.onBytes(now);
  }

  /** This side does not read at present: nothing follows from the silence of the peer. */
  public void onPaused(long now) {
    liveness.onPaused(now);
  }

  /**
   * Bytes that a frame may take until its message is dealt with: its own, or those of the message
   * before compression, as far as a Snappy block of that size can have so many.
   */
  public int weight(Bytes body) {
    int size = body.size();
    if (!compress || size < 2) {
      return size;
    }
    int idSize = (body.get(0) & 0xff) == 0x81 ? 2 : 1;
    int declared = Snappy.declaredLength(body.toArrayUnsafe(), idSize, size - idSize);
    return (int) Math.max(size, Math.min(declared, (long) size * Snappy.LARGEST_RATIO));
  }

  /**
   * A frame came in. Never throws for bad input: it ends the session.
   *
   * @param now when its last byte arrived
   */
  public void onFrame(long now, Bytes body) {
    if (state == State.ENDED) {
      return;
    }
    liveness.onBytes(now);
    try {
      int code = code(body);
      byte[] data = body.toArrayUnsafe();
      int idSize = code < 0x80 ? 1 : 2;
      if (code == P2pMessage.Disconnect.CODE) {
        onDisconnect(body.slice(idSize));
      } else if (state == State.HELLO) {
        Violation.unless(code == Hello.CODE, P2pRule.P2P_HELLO_FIRST);
        onHello(now, P2pCodec.decodeHello(body.slice(idSize)));
      } else if (code < P2pMessage.SPAN) {
        onBase(now, code, data, idSize);
      } else {
        onMessage(code, data, idSize);
      }
    } catch (Violation violation) {
      fail(violation);
    }
  }

  /** The message id: an RLP integer of at most one byte. */
  private static int code(Bytes body) {
    Violation.unless(!body.isEmpty(), P2pRule.P2P_MESSAGE_ID);
    int first = body.get(0) & 0xff;
    if (first == 0x80) {
      return 0;
    }
    if (first == 0x81 && body.size() > 1) {
      int second = body.get(1) & 0xff;
      Violation.unless(second >= 0x80, P2pRule.P2P_MESSAGE_ID);
      return second;
    }
    Violation.unless(first > 0 && first < 0x80, P2pRule.P2P_MESSAGE_ID);
    return first;
  }

  private void onHello(long now, Hello hello) {
    compress = hello.compresses();
    effects.add(new Effect.Greeted(hello));
    Violation.unless(!hello.nodeKey().isZero(), P2pRule.P2P_NULL_IDENTITY);
    Violation.unless(
        hello.nodeKey().equals(identity.remote.bytes()), P2pRule.P2P_IDENTITY_MISMATCH);
    codes = CodeSpace.negotiate(identity.offers, hello.capabilities());
    Violation.unless(!codes.slots().isEmpty(), P2pRule.P2P_NO_SHARED_CAPABILITY);
    effects.add(new Effect.Open(codes));
    state = State.OPEN;
    liveness.start(now);
  }

  private void onBase(long now, int code, byte[] data, int idSize) {
    switch (code) {
      case Hello.CODE -> throw new Violation(P2pRule.P2P_HELLO_TWICE);
      case P2pMessage.Ping.CODE -> {
        uncompress(data, idSize, BASE_LIMIT);
        Violation.unless(liveness.takePing(now), P2pRule.P2P_PING_FLOOD);
        send(new P2pMessage.Pong());
      }
      case P2pMessage.Pong.CODE -> {
        uncompress(data, idSize, BASE_LIMIT);
        liveness.onPong();
      }
      default -> {
        // Ids that the base protocol keeps for itself and has not given out.
      }
    }
  }

  private void onMessage(int code, byte[] data, int idSize) {
    CodeSpace.Slot slot =
        codes.find(code).orElseThrow(() -> new Violation(P2pRule.P2P_UNKNOWN_CODE));
    int own = code - slot.first();
    int limit = slot.protocol().limit(slot.capability(), own);
    effects.add(new Effect.Deliver(slot, own, uncompress(data, idSize, limit)));
  }

  private Bytes uncompress(byte[] data, int offset, int limit) {
    int length = data.length - offset;
    if (compress) {
      return Snappy.uncompress(data, offset, length, limit);
    }
    Violation.unless(length <= limit, P2pRule.P2P_MESSAGE_SIZE);
    return Bytes.wrap(data, offset, length);
  }

  private void onDisconnect(Bytes payload) {
    DisconnectReason reason = P2pCodec.decodeDisconnect(payload).reason();
    end(new PeerDown(reason, true, Cause.REMOTE, Optional.empty()));
  }

  /** Sends a message of a shared capability; does nothing after the end. */
  public void send(CodeSpace.Slot slot, int code, Bytes payload) {
    if (code < 0 || code >= slot.span()) {
      throw new IllegalArgumentException(slot.capability() + " has no message id " + code);
    }
    if (state == State.OPEN) {
      send(slot.first() + code, payload);
    }
  }

  private void send(P2pMessage message) {
    send(message.code(), P2pCodec.encode(message));
  }

  private void send(int code, Bytes payload) {
    Bytes id = code == 0 ? Bytes.of(0x80) : code < 0x80 ? Bytes.of(code) : Bytes.of(0x81, code);
    Bytes data = compress ? Bytes.wrap(Snappy.compress(payload)) : payload;
    effects.add(new Effect.Send(Bytes.concatenate(id, data)));
  }

  /** Ends the session by a wish of the application. */
  public void disconnect(DisconnectReason reason) {
    disconnect(reason, Cause.LOCAL_CLOSE, Optional.empty());
  }

  /** Ends the session for a reason of this side. */
  public void disconnect(Cause why, Optional<Throwable> cause) {
    disconnect(Reactions.to(why), why, cause);
  }

  /** Ends the session for a reason of this side, with a Disconnect of another reason. */
  public void disconnect(DisconnectReason reason, Cause why, Optional<Throwable> cause) {
    if (state != State.ENDED) {
      send(new P2pMessage.Disconnect(reason));
      end(new PeerDown(reason, false, why, cause));
    }
  }

  /** Ends the session because the peer broke a rule of this or another layer. */
  public void fail(Violation violation) {
    disconnect(Reactions.to(violation.rule()), Cause.RULE, Optional.of(violation));
  }

  /** The connection is gone, without a Disconnect. */
  public void onConnectionLost(Optional<Throwable> cause) {
    end(new PeerDown(DisconnectReason.NO_REASON, true, cause));
  }

  private void end(PeerDown down) {
    if (state != State.ENDED) {
      state = State.ENDED;
      effects.add(new Effect.End(down));
    }
  }

  /** The time of {@link #deadline()} has come, or not: calling early does no harm. */
  public void onTime(long now) {
    if (now < deadline()) {
      return;
    }
    if (state == State.HELLO) {
      timeOut("Hello");
    } else if (liveness.isGone(now)) {
      timeOut("any sign of life");
    } else {
      liveness.onPingSent(now);
      send(new P2pMessage.Ping());
    }
  }

  private void timeOut(String what) {
    disconnect(Cause.PING_TIMEOUT, Optional.of(new NetworkException.TimedOut(what)));
  }

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  public long deadline() {
    return switch (state) {
      case HELLO -> helloDeadline;
      case OPEN -> liveness.deadline();
      case ENDED -> Long.MAX_VALUE;
    };
  }
}
