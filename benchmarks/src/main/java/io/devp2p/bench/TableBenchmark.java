package io.devp2p.bench;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Table;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The sixteen closest of a table whose seventeen buckets are full of live nodes: what go-ethereum's
 * {@code Table_findnodeByID/FullTable_16Results_PreferLive_AllLive} does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TableBenchmark {

  private static final int BUCKETS = 17;
  private static final int FARTHEST = 256;

  private final SplittableRandom random = new SplittableRandom(1);
  private final NodeId self = NodeId.random(random);
  private final List<Node> nodes = new ArrayList<>();
  private Table table;
  private NodeId target;

  @Setup
  public void make() {
    PublicKey key = NodeKey.generate(random).publicKey();
    for (int i = 0; i < BUCKETS * Table.BUCKET; i++) {
      InetSocketAddress at = new InetSocketAddress("127.0." + i / 250 + "." + i % 250, 30303);
      Endpoint endpoint = new Endpoint(at.getAddress(), at.getPort(), 0);
      nodes.add(new Node(at(FARTHEST - i % BUCKETS), key, endpoint, Optional.empty()));
    }
    table = filled();
    target = NodeId.random(random);
    if (table.size() != nodes.size()) {
      throw new IllegalStateException("a table of " + table.size());
    }
  }

  /** An id at a logarithmic distance from ours. */
  private NodeId at(int distance) {
    byte[] id = self.bytes().toArray();
    byte[] other = NodeId.random(random).bytes().toArray();
    for (int bit = 0; bit < FARTHEST; bit++) {
      int mask = 0x80 >>> bit % 8;
      boolean differs = bit == FARTHEST - distance;
      boolean free = bit > FARTHEST - distance;
      if (differs || (free && (other[bit / 8] & mask) != 0)) {
        id[bit / 8] ^= (byte) mask;
      }
    }
    return new NodeId(Bytes32.wrap(id));
  }

  private Table filled() {
    Table full = new Table(self, false, InstantSource.system(), new SplittableRandom(1));
    full.preload(nodes, EnumSet.allOf(Version.class));
    return full;
  }

  @Benchmark
  public List<Entry> closest16() {
    return table.closest(target, Table.BUCKET, Entry::isAlive);
  }

  /** A whole table made; its bytes are those of 272 entries, beside their nodes. */
  @Benchmark
  public Table fill272() {
    return filled();
  }
}
