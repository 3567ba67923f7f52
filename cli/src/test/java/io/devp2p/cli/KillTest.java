package io.devp2p.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.devp2p.core.node.Node;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crawl that is killed with -9 loses nothing that it printed, and the next one goes on from
 * there.
 */
final class KillTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NODES = 40;

  /** The kind whose visit takes seconds, so that the crawl is not over before it is killed. */
  private static final LabConfig LAB =
      new LabConfig(NODES, 11, EnumSet.of(NodeKind.ORDINARY, NodeKind.SLOW_LINE), List.of());

  @TempDir Path directory;

  private Process crawl(Lab lab) throws Exception {
    String bootnodes =
        lab.bootnodes().stream().map(Node::toString).collect(Collectors.joining(","));
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "io.devp2p.cli.Main",
            "crawl",
            "--network",
            "custom",
            "--netrestrict",
            "127.0.0.0/8",
            "--store",
            directory.resolve("crawl.db").toString(),
            "--bootnodes",
            bootnodes,
            "--json");
    child.environment().put("DEVP2P_HOME", directory.toString());
    return child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Ids of the visits that a crawl prints; it is killed after so many. */
  private static List<String> visits(Process crawl, int killAfter) throws Exception {
    List<String> ids = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(crawl.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = line.endsWith("}") ? JSON.readTree(line) : JSON.createObjectNode();
        if (event.path("event").asText().equals("visit")) {
          ids.add(event.get("id").asText());
        }
        if (ids.size() == killAfter) {
          crawl
              .toHandle()
              .destroyForcibly(); // the stream stays open, so that all it printed is read
        }
      }
    }
    crawl.waitFor();
    return ids;
  }

  @Test
  void whatWasPrintedIsStoredAndNotVisitedAgain() throws Exception {
    try (Lab lab = Lab.start(LAB)) {
      List<String> before = visits(crawl(lab), 5);
      assertThat(before).hasSizeBetween(5, NODES - 1);
      Process second = crawl(lab);
      List<String> after = visits(second, Integer.MAX_VALUE);
      assertThat(second.exitValue()).isZero();
      assertThat(after).doesNotContainAnyElementsOf(before).hasSizeLessThan(NODES);
      // A visit may have been committed and not yet printed when the kill came, so the sum may lack
      // some.
      Process third = crawl(lab);
      JsonNode done = JSON.readTree(third.inputReader(UTF_8).lines().toList().getLast());
      assertThat(done.get("visited").asInt()).as("a third crawl finds nothing due").isZero();
      assertThat(done.get("seen").asInt()).isEqualTo(NODES);
      assertThat(done.get("status").asInt()).isEqualTo(NODES);
    }
  }
}
