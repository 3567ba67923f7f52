package io.devp2p.discovery.table;

import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Origin;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many places the nodes of one network and of one address have: few, because whoever has one
 * address there has many. Loopback and local networks are exempt, unless it is said otherwise.
 * Bounded by the table. Not thread-safe.
 */
final class Quota {

  private static final int IN_BUCKET = 2;

  /** Places of a network in a table that is full, and the least it may have in any. */
  private static final int IN_TABLE = 10;

  private static final int IN_SMALL_TABLE = 3;

  /** In between, a network has one place in so many: two of them a tenth of the table. */
  private static final int ONE_IN = 20;

  private static final int OF_ADDRESS = 4;

  private record Place(int bucket, Prefix prefix) {}

  private final boolean limitLocal;
  private final Map<Place, Integer> inBucket = new HashMap<>();
  private final Map<Prefix, Integer> inTable = new HashMap<>();
  private final Map<Origin, Integer> ofAddress = new HashMap<>();

  Quota(boolean limitLocal) {
    this.limitLocal = limitLocal;
  }

  /** Whether an address may have one more place in a bucket of a table of that size. */
  boolean hasRoom(int bucket, InetAddress address, int tableSize) {
    if (isExempt(address)) {
      return true;
    }
    Prefix prefix = Prefix.of(address);
    int most = Math.clamp(tableSize / ONE_IN, IN_SMALL_TABLE, IN_TABLE);
    return inBucket.getOrDefault(new Place(bucket, prefix), 0) < IN_BUCKET
        && inTable.getOrDefault(prefix, 0) < most
        && ofAddress.getOrDefault(Origin.of(address), 0) < OF_ADDRESS;
  }

  void taken(int bucket, InetAddress address) {
    count(bucket, address, 1);
  }

  void left(int bucket, InetAddress address) {
    count(bucket, address, -1);
  }

  /** Whether both addresses are of one network that is limited. */
  boolean areOfOneNetwork(InetAddress a, InetAddress b) {
    return !isExempt(a) && !isExempt(b) && Prefix.of(a).equals(Prefix.of(b));
  }

  private void count(int bucket, InetAddress address, int by) {
    if (!isExempt(address)) {
      Prefix prefix = Prefix.of(address);
      add(inBucket, new Place(bucket, prefix), by);
      add(inTable, prefix, by);
      add(ofAddress, Origin.of(address), by);
    }
  }

  private static <K> void add(Map<K, Integer> counts, K key, int by) {
    if (counts.merge(key, by, Integer::sum) == 0) {
      counts.remove(key);
    }
  }

  private boolean isExempt(InetAddress address) {
    return !limitLocal && AddressPolicy.isLocal(address);
  }
}
