package io.devp2p.wire.netty;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.devp2p.wire.Admission;
import io.devp2p.wire.Capability;
import io.devp2p.wire.ClientId;
import io.devp2p.wire.Conduct;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.dial.Verdict;
import io.devp2p.wire.p2p.Hello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** Connections that are put back to back, in virtual time, without sockets. */
final class Ends {

  static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private static final Duration HELLO = Duration.ofSeconds(5);

  private Ends() {}

  /** Writes down what its connection tells. */
  static final class Log implements PeerOwner {
    final List<Object> told = new ArrayList<>();
    Verdict entry = Verdict.GO;

    @Override
    public Verdict judge(Connection peer, Admission.Candidate candidate) {
      return candidate.phase() == Admission.Phase.BEFORE_HELLO ? entry : Verdict.GO;
    }

    @Override
    public void onOpen(Connection peer) {
      told.add("open");
    }

    @Override
    public void onFailed(Connection peer, DialFailure failure) {
      told.add(failure.why());
    }

    @Override
    public void onDown(Connection peer, PeerDown down) {
      told.add(down);
    }

    @Override
    public void onViolation(Connection peer, Violation violation) {
      told.add(violation.rule());
    }

    @Override
    public void onConduct(Connection peer, Conduct conduct) {
      told.add(conduct);
    }

    @Override
    public void onDisconnect(Connection peer, PeerDown how) {
      told.add(how.reason());
    }

    @Override
    public void onClosed(Connection peer) {
      told.add("closed");
    }
  }

  /** A channel whose far end can stop to read. */
  static final class Pipe extends EmbeddedChannel {
    boolean stalled;

    Pipe() {
      config().setWriteBufferWaterMark(TcpPort.WATER_MARK);
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
      if (!stalled) {
        super.doWrite(in);
      }
    }
  }

  /** One end: a channel in frozen time, its connection, what the owner heard, and its session. */
  record End<S extends Session>(Pipe channel, PeerHandler handler, Log log, Protocol<S> offer) {

    Connection connection() {
      return handler.connection();
    }

    S session() {
      @SuppressWarnings("unchecked") // the protocol opened it
      S session = (S) connection().session(offer).orElseThrow();
      return session;
    }

    Bytes sent() {
      List<Bytes> parts = new ArrayList<>();
      for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
        parts.add(Bytes.wrap(ByteBufUtil.getBytes(out)));
        out.release();
      }
      return Bytes.wrap(Bytes.concatenate(parts.toArray(Bytes[]::new)).toArray());
    }

    void receive(Bytes bytes) {
      if (channel.isOpen()) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes.toArray()));
        channel.runPendingTasks();
      }
    }

    void advance(Duration time) {
      channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
      channel.runScheduledPendingTasks();
      channel.runPendingTasks();
    }
  }

  /**
   * One end of a connection.
   *
   * @param to the other node, for the side that dials
   */
  static <S extends Session> End<S> end(
      NodeKey key, Optional<NodeKey> to, InboundBytes bytes, Function<SessionContext, S> session) {
    return end(key, to, bytes, session, connection -> {});
  }

  /**
   * One end of a connection.
   *
   * @param before what is done to the connection before it has a channel
   */
  static <S extends Session> End<S> end(
      NodeKey key,
      Optional<NodeKey> to,
      InboundBytes bytes,
      Function<SessionContext, S> session,
      Consumer<Connection> before) {
    Log log = new Log();
    Protocol<S> offer = Protocol.of("test", 1, 16, session);
    Hello hello =
        new Hello(
            5, ClientId.of("t"), List.of(new Capability("test", 1)), 0, key.publicKey().bytes());
    RlpxHandler.Config config =
        new RlpxHandler.Config(key, Runnable::run, new Random(1), HELLO, 2048);
    RlpxHandler rlpx =
        to.isPresent()
            ? RlpxHandler.initiator(config, to.get().publicKey())
            : RlpxHandler.recipient(config);
    PeerHandler peer =
        new PeerHandler(
            new PeerHandler.Shared(log, hello, List.of(offer), HELLO, bytes),
            rlpx,
            NOWHERE,
            to.isEmpty());
    before.accept(peer.connection());
    Pipe channel = new Pipe();
    channel.freezeTime();
    channel.pipeline().addLast(rlpx, peer);
    channel.runPendingTasks();
    return new End<>(channel, peer, log, offer);
  }

  /** Carries what was sent to the other side, and back, until Hellos and first messages are. */
  static void pump(End<?> a, End<?> b) {
    for (int i = 0; i < 6; i++) {
      b.receive(a.sent());
      a.receive(b.sent());
    }
  }
}
