package io.devp2p.lab;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Secp256k1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What all nodes of a laboratory share: one event loop group, one crypto pool, the curve, and the
 * sources of randomness.
 */
public final class Workshop implements AutoCloseable {

  /**
   * Room for a burst of packets to all nodes at once; what does not fit is dropped, as on any busy
   * node.
   */
  private static final int QUEUE = 8_192;

  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
  private final ExecutorService crypto =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofPlatform().daemon().name("lab-crypto-", 0).factory());
  private final SecureRandom secure = new SecureRandom();
  private final RandomGenerator random;
  private final Secp256k1 curve;

  Workshop(Secp256k1 curve, long seed) {
    this.curve = curve;
    random = new SplittableRandom(seed);
  }

  public EventLoopGroup loops() {
    return loops;
  }

  public ExecutorService crypto() {
    return crypto;
  }

  /** For what must not repeat: nonces, ephemeral keys. */
  public SecureRandom secure() {
    return secure;
  }

  /** The next key of the laboratory: the same one for the same seed. Not thread-safe. */
  NodeKey key() {
    return NodeKey.generate(curve, random);
  }

  /** For what must repeat: the nodes and their tables. Not thread-safe. */
  RandomGenerator random() {
    return random;
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    crypto.shutdownNow();
  }
}
