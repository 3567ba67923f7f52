package io.devp2p.interop.dialogue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a suite speaks from, and the seed of all that it chooses.
 *
 * @param first its usual address
 * @param second another one, from which the target must be reachable as well
 * @param seed the same seed gives the same keys and packets but for times of day
 * @param patience how long to wait for an answer that is due; go-ethereum's suites wait 300 ms,
 *     which go-ethereum itself misses on a busy machine
 */
public record Setting(
    InetAddress first, Optional<InetAddress> second, long seed, Duration patience) {

  /** Far more than an idle node takes. */
  public static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * From loopback, in the family of the target: two addresses by IPv4, one by IPv6, which has no
   * more.
   */
  public static Setting loopback(Target target, long seed) {
    boolean six =
        target.node().filter(n -> n.endpoint().address().getAddress().length == 16).isPresent();
    return six
        ? new Setting(literal("::1"), Optional.empty(), seed, PATIENCE)
        : new Setting(literal("127.0.0.1"), Optional.of(literal("127.0.0.2")), seed, PATIENCE);
  }

  /** The same with another patience. */
  public Setting patient(Duration other) {
    return new Setting(first, second, seed, other);
  }

  static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("BUG: " + address + " is no literal address", impossible);
    }
  }
}
