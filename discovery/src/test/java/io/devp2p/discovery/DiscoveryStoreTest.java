package io.devp2p.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.store.NodeFile;
import java.io.BufferedReader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What discovery knows after a restart: over loopback sockets, and with processes that are killed.
 */
class DiscoveryStoreTest {

  private static final NodeKey KEY = NodeKey.generate(new Random(1));

  @TempDir Path directory;

  private static Discovery start(NodeKey key, UnaryOperator<DiscoveryConfig.Builder> config)
      throws Exception {
    return Discovery.start(key, c -> config.apply(c.bind(new InetSocketAddress("127.0.0.1", 0))));
  }

  @Test
  void nodesThatAnsweredAreFoundAgain() throws Exception {
    Path file = directory.resolve("nodes");
    try (Discovery other = start(NodeKey.generate(new Random(2)), c -> c)) {
      long seq;
      try (NodeStore store = NodeFile.open(file, InstantSource.system());
          Discovery first = start(KEY, c -> c.store(store).revalidate(false))) {
        Node node = Node.of(other.self()).orElseThrow();
        first.ping(Version.V5, node).get(10, TimeUnit.SECONDS);
        seq = first.self().seq();
      }
      try (NodeStore store = NodeFile.open(file, InstantSource.system());
          Discovery second = start(KEY, c -> c.store(store))) {
        assertThat(second.self().seq()).isEqualTo(seq + 1);
        CompletableFuture<Node> alive = new CompletableFuture<>();
        second.onEvent(event -> {
          if (event instanceof DiscoveryEvent.NodeAlive answered) {
            alive.complete(answered.node());
          }
        });
        second.nodes().forEach(alive::complete);
        assertThat(alive.get(10, TimeUnit.SECONDS).id()).isEqualTo(other.self().id());
      }
    }
  }

  /** More changes than numbers are reserved at a time, each under a number of its own. */
  @Test
  void theNumberOfOurRecordNeverComesTwice() throws Exception {
    Path file = directory.resolve("nodes");
    long highest = 0;
    for (int round = 0; round < 2; round++) {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  DiscoveryStoreTest.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader output = process.inputReader(UTF_8)) {
        long first = Long.parseLong(output.readLine());
        assertThat(first).isGreaterThan(highest);
        highest = first;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          assertThat(Long.parseLong(line)).isEqualTo(highest + 1);
          highest++;
          if (highest == first + 600) {
            process.toHandle().destroyForcibly(); // which leaves what it said to be read
          }
        }
      }
      process.waitFor();
    }
  }

  /** Changes its record until it is killed, and says each number that was published. */
  public static void main(String[] args) throws Exception {
    try (NodeStore store = NodeFile.open(Path.of(args[0]), InstantSource.system());
        Discovery discovery = start(KEY, c -> c.store(store).revalidate(false))) {
      System.out.println(discovery.self().seq());
      discovery.onEvent(event -> {
        if (event instanceof DiscoveryEvent.SelfChanged changed) {
          System.out.println(changed.record().seq());
        }
      });
      for (int i = 0; ; i++) {
        int port = 1 + i % 2;
        discovery.updateSelf(r -> r.port("tcp", port)).get();
      }
    }
  }
}
