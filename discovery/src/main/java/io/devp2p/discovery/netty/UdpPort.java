package io.devp2p.discovery.netty;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.core.NetworkException;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.machine.DiscoveryMachine;
import io.devp2p.discovery.machine.WarmUp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.tuweni.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The UDP door: owns channel, loop, clock and timer of one machine, and carries out its effects.
 * Every datagram, timer and call is guarded by itself, so that no input can end the loop.
 */
public final class UdpPort implements AutoCloseable {

  /** What comes out of the machine other than datagrams; called on the loop. */
  public interface Receiver {

    /** A call ended. */
    void done(long call, Effect.Outcome outcome);

    /** Something happened. */
    void event(DiscoveryEvent event);

    /** The machine has returned, and all its effects were carried out. */
    void drained();
  }

  /** An input to the machine; runs on the loop. */
  @FunctionalInterface
  public interface Input {
    void apply(long now, Outbox<DiscoveryEvent> out);
  }

  private static final System.Logger LOG = System.getLogger(UdpPort.class.getName());

  /** Signatures that wait to be recovered or made (security.md, 3.2). */
  private static final int CRYPTO_QUEUE = 4_096;

  /** The timer's grain: deadlines that are due together are served together. */
  private static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(1);

  private final Channel channel;
  private final EventLoop loop;
  private final Optional<EventLoopGroup> ownGroup;
  private final Optional<ExecutorService> ownPool;
  private final Lanes crypto;
  private final long origin = System.nanoTime();
  private final AtomicLong bytesIn = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong bugs = new AtomicLong();

  /** An answer that waits for its signature to be recovered came in time: for so long, at most. */
  private static final int POSTPONEMENTS = 50;

  private static final long POSTPONEMENT = TimeUnit.MILLISECONDS.toNanos(10);

  // All of these belong to the loop.
  private final Outbox<DiscoveryEvent> outbox = new Outbox<>();
  private @Nullable DiscoveryMachine machine;
  private @Nullable Receiver receiver;
  private @Nullable Future<?> timer;
  private long timerAt = Long.MAX_VALUE;
  private int postponed;

  private UdpPort(
      Channel channel,
      Optional<EventLoopGroup> ownGroup,
      Optional<ExecutorService> ownPool,
      Executor pool) {
    this.channel = channel;
    this.loop = channel.eventLoop();
    this.ownGroup = ownGroup;
    this.ownPool = ownPool;
    this.crypto = new Lanes(pool, CRYPTO_QUEUE);
  }

  /**
   * Binds the socket; nothing is read from it before {@link #start}.
   *
   * @param bind empty for all addresses of both families, or of IPv4 where there is no IPv6
   * @param group loop to use, which stays open; empty for one of its own
   * @param pool where signatures are recovered and made, which stays open; empty for one of its own
   * @throws NetworkException.Unreachable if the system refuses
   */
  public static UdpPort open(
      Optional<InetSocketAddress> bind, Optional<EventLoopGroup> group, Optional<Executor> pool)
      throws NetworkException.Unreachable {
    Optional<EventLoopGroup> ownGroup =
        group.isPresent()
            ? Optional.empty()
            : Optional.of(
                new MultiThreadIoEventLoopGroup(
                    1, daemons("devp2p-udp"), NioIoHandler.newFactory()));
    Channel channel;
    try {
      channel = UdpSocket.bind(bind, group.or(() -> ownGroup).orElseThrow());
    } catch (NetworkException.Unreachable refused) {
      ownGroup.ifPresent(UdpPort::shutDown);
      throw refused;
    }
    Optional<ExecutorService> ownPool =
        pool.isPresent()
            ? Optional.empty()
            : Optional.of(
                Executors.newFixedThreadPool(
                    Runtime.getRuntime().availableProcessors(), daemons("devp2p-crypto")));
    return new UdpPort(channel, ownGroup, ownPool, pool.or(() -> ownPool).orElseThrow());
  }

  private static ThreadFactory daemons(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Address and port of the socket. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Puts the machine behind the socket, and gives it its first input. */
  public void start(DiscoveryMachine behind, Receiver effects, Input first) {
    crypto.submit(WarmUp.class, WarmUp::run);
    loop.execute(() -> {
      machine = behind;
      receiver = effects;
      channel.pipeline().addLast(new Reader());
      input(first);
      channel.config().setAutoRead(true);
    });
  }

  /**
   * Gives the machine an input on its loop.
   *
   * @return false if the loop is shut down
   */
  public boolean submit(Input input) {
    try {
      loop.execute(() -> input(input));
      return true;
    } catch (RejectedExecutionException shutDown) {
      return false;
    }
  }

  /** Gives the machine an input on its loop after a time, unless the loop is shut down. */
  public void later(long nanos, Input input) {
    try {
      loop.schedule(() -> input(input), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException shutDown) {
      LOG.log(DEBUG, "a timer came too late");
    }
  }

  /** Whether the caller is on the loop. */
  public boolean isOnLoop() {
    return loop.inEventLoop();
  }

  public long bytesIn() {
    return bytesIn.get();
  }

  public long bytesOut() {
    return bytesOut.get();
  }

  /** Packets dropped, in or out, because too many waited for the crypto pool. */
  public long dropped() {
    return dropped.get();
  }

  /** Inputs that ended in an error of ours. */
  public long bugs() {
    return bugs.get();
  }

  /** Closes the socket, and loop and pool if they are its own. Waits, unless it is on the loop. */
  @Override
  public void close() {
    ChannelFuture closed = channel.close();
    if (!loop.inEventLoop()) {
      closed.awaitUninterruptibly();
    }
    ownPool.ifPresent(ExecutorService::shutdown);
    ownGroup.ifPresent(UdpPort::shutDown);
  }

  private static void shutDown(EventLoopGroup group) {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  private void input(Input input) {
    guarded(input);
    channel.flush();
  }

  /** The one catch-all: what escapes from an input is our fault, and costs that input only. */
  private void guarded(Input input) {
    DiscoveryMachine behind = machine;
    if (behind == null || !channel.isOpen()) {
      return;
    }
    try {
      input.apply(now(), outbox);
    } catch (Throwable bug) {
      bug(bug);
    }
    drain();
    arm(behind);
  }

  private void bug(Throwable bug) {
    // The first ones tell all; a flood of them would fill the disk.
    if (bugs.incrementAndGet() <= 10) {
      LOG.log(WARNING, "an input of discovery ended in an error", bug);
    }
  }

  private void drain() {
    Receiver effects = receiver;
    if (effects == null) {
      return;
    }
    for (Effect<DiscoveryEvent> effect : outbox.drain()) {
      try {
        carryOut(effect, effects);
      } catch (Throwable bug) {
        bug(bug);
      }
    }
    effects.drained();
  }

  private void carryOut(Effect<DiscoveryEvent> effect, Receiver effects) {
    switch (effect) {
      case Effect.Send<DiscoveryEvent> send -> {
        bytesOut.addAndGet(send.datagram().size());
        ByteBuf bytes = Unpooled.wrappedBuffer(send.datagram().toArrayUnsafe());
        channel.write(new DatagramPacket(bytes, send.to()), channel.voidPromise());
      }
      case Effect.Emit<DiscoveryEvent> emit -> effects.event(emit.event());
      case Effect.Done<DiscoveryEvent> done -> effects.done(done.call(), done.outcome());
      case Effect.Work<DiscoveryEvent> work -> compute(work);
      case Effect.Refused<DiscoveryEvent> refused ->
          LOG.log(
              System.Logger.Level.TRACE,
              () -> "refused a packet of " + refused.from() + ": " + refused.why().getMessage());
    }
  }

  private void arm(DiscoveryMachine behind) {
    long at = behind.deadline();
    if (at >= timerAt) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerAt = at;
    timer = loop.schedule(this::onTimer, Math.max(GRAIN, at - now()), TimeUnit.NANOSECONDS);
  }

  private void onTimer() {
    timerAt = Long.MAX_VALUE;
    timer = null;
    DiscoveryMachine behind = machine;
    if (behind == null) {
      return;
    }
    if (crypto.isBehind() && postponed++ < POSTPONEMENTS) {
      timer = loop.schedule(this::onTimer, POSTPONEMENT, TimeUnit.NANOSECONDS);
      timerAt = Long.MIN_VALUE; // nothing is due before that
      return;
    }
    postponed = 0;
    input(behind::onTime);
  }

  private void compute(Effect.Work<DiscoveryEvent> work) {
    boolean queued =
        crypto.submit(
            work.peer(),
            () -> {
              try {
                Effect.Resumption<DiscoveryEvent> result = work.task().compute();
                submit(result::resume);
              } catch (Throwable bug) {
                bug(bug);
              }
            });
    if (!queued) {
      dropped.incrementAndGet();
    }
  }

  private final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      ByteBuf content = packet.content();
      byte[] bytes = new byte[content.readableBytes()];
      content.readBytes(bytes);
      bytesIn.addAndGet(bytes.length);
      DiscoveryMachine behind = machine;
      if (behind != null) {
        guarded((now, out) -> behind.onDatagram(now, packet.sender(), Bytes.wrap(bytes), out));
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The system reports an ICMP error of an earlier packet, or a send that has no route.
      LOG.log(DEBUG, () -> "the UDP socket reports " + cause.getMessage());
    }
  }
}
