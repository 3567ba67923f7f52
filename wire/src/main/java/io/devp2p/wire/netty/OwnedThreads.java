package io.devp2p.wire.netty;

import io.devp2p.wire.HostConfig;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of a host: those it was given, and own ones where it was given none. */
public final class OwnedThreads implements AutoCloseable {

  /** Handshake steps that may wait; beyond, connections fail instead of piling up. */
  private static final int QUEUE = 4096;

  private final EventLoopGroup group;
  private final Executor pool;
  private final Optional<EventLoopGroup> ownGroup;
  private final Optional<ThreadPoolExecutor> ownPool;

  private OwnedThreads(
      Optional<EventLoopGroup> givenGroup,
      Optional<Executor> givenPool,
      Optional<EventLoopGroup> ownGroup,
      Optional<ThreadPoolExecutor> ownPool) {
    this.ownGroup = ownGroup;
    this.ownPool = ownPool;
    this.group = givenGroup.or(() -> ownGroup).orElseThrow();
    this.pool = givenPool.or(() -> ownPool).orElseThrow();
  }

  /** What the config gives, and own threads for what it does not. */
  public static OwnedThreads whereMissing(HostConfig config) {
    int threads = Runtime.getRuntime().availableProcessors();
    return new OwnedThreads(
        config.eventLoopGroup(),
        config.cryptoPool(),
        config.eventLoopGroup().isPresent() ? Optional.empty() : Optional.of(newGroup(threads)),
        config.cryptoPool().isPresent() ? Optional.empty() : Optional.of(newPool(threads)));
  }

  private static EventLoopGroup newGroup(int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("devp2p-tcp", true), NioIoHandler.newFactory());
  }

  private static ThreadPoolExecutor newPool(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            new DefaultThreadFactory("devp2p-tcp-crypto", true));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The event loops. */
  public EventLoopGroup group() {
    return group;
  }

  /** Where handshakes are computed. */
  public Executor pool() {
    return pool;
  }

  /** Whether the calling thread is one of the event loops, which must not be blocked. */
  public boolean isOwnThread() {
    for (EventExecutor loop : group) {
      if (loop.inEventLoop()) {
        return true;
      }
    }
    return false;
  }

  /** Ends the own threads, and leaves those that were given. */
  @Override
  public void close() {
    ownGroup.ifPresent(g -> g.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    ownPool.ifPresent(ThreadPoolExecutor::shutdown);
  }
}
