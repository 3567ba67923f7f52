package io.devp2p.testkit;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;

/** The newest datagrams of a run, and a digest of all of them. Not thread-safe. */
final class SimTrace {

  /** Newest datagrams that are kept for assertions: enough for every test, and bounded. */
  static final int KEPT = 100_000;

  private final List<SimNet.Traced> newest = new ArrayList<>();
  private final CRC32C crc = new CRC32C();
  private long hash;
  private long sent;
  private boolean keeps = true;

  void keepNothing() {
    keeps = false;
    newest.clear();
  }

  void add(SimNet.Traced traced) {
    if (keeps) {
      if (newest.size() == KEPT) {
        newest.subList(0, KEPT / 2).clear();
      }
      newest.add(traced);
    }
    sent++;
    crc.reset();
    crc.update(traced.datagram().toArrayUnsafe());
    long parts = crc.getValue() << 1 | (traced.delivered() ? 1 : 0);
    hash = mix(hash ^ traced.at());
    hash = mix(hash ^ parts);
    hash = mix(hash ^ ((long) code(traced.from()) << 32 | (code(traced.to()) & 0xffffffffL)));
  }

  private static int code(InetSocketAddress address) {
    return 31 * address.getAddress().hashCode() + address.getPort();
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 32)) * 0xd6e8feb86659fd93L;
    return z ^ (z >>> 29);
  }

  List<SimNet.Traced> newest() {
    return Collections.unmodifiableList(newest);
  }

  long sent() {
    return sent;
  }

  long hash() {
    return hash;
  }
}
