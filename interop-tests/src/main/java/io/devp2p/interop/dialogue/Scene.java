package io.devp2p.interop.dialogue;

import io.devp2p.core.crypto.NodeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a case plays in: target, addresses, randomness and transcript. It owns what the case opens,
 * and closes it when the case is over or its time is up, which ends whatever blocks there. One
 * thread plays; any thread may close.
 */
public final class Scene implements AutoCloseable {

  private final Target target;
  private final Setting setting;
  private final RandomGenerator random;
  private final Transcript transcript = new Transcript();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  /**
   * A scene.
   *
   * @param seed of this case
   */
  public Scene(Target target, Setting setting, long seed) {
    this.target = target;
    this.setting = setting;
    this.random = new SplittableRandom(seed);
  }

  /** Who is judged. */
  public Target target() {
    return target;
  }

  /** Where the suite speaks from. */
  public Setting setting() {
    return setting;
  }

  /** All randomness of the case. */
  public RandomGenerator random() {
    return random;
  }

  /** What was said. */
  public Transcript transcript() {
    return transcript;
  }

  /** Random bytes. */
  public Bytes bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  /** A new key. */
  public NodeKey key() {
    return NodeKey.generate(random);
  }

  /** A UDP socket on any port of an address. */
  public UdpLine udp(InetAddress address) throws IOException {
    return own(UdpLine.open(address));
  }

  /**
   * Closes something with the scene.
   *
   * @throws IOException if that is closed already
   */
  public <C extends AutoCloseable> C own(C resource) throws IOException {
    synchronized (this) {
      if (!closed) {
        opened.push(resource);
        return resource;
      }
    }
    close(resource);
    throw new IOException("the time of the case is up");
  }

  @Override
  public void close() {
    Deque<AutoCloseable> all;
    synchronized (this) {
      closed = true;
      all = new ArrayDeque<>(opened);
      opened.clear();
    }
    all.forEach(this::close);
  }

  private void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception failed) {
      transcript.note("closing " + resource + " failed: " + failed);
    }
  }
}
