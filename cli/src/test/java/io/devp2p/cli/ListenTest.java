package io.devp2p.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.devp2p.core.node.NodeRecord;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code discovery listen} as a script drives it. */
final class ListenTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  /** The line of a listener that is up; it is told to end then. */
  private JsonNode ready(String address) throws Exception {
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.devp2p.cli.Main",
            "discovery",
            "listen",
            "--json",
            "--addr",
            address,
            "--nodekey",
            "11".repeat(32),
            "--nodedb",
            directory.resolve("nodes").toString());
    child.environment().put("DEVP2P_HOME", directory.toString());
    Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      JsonNode ready = JSON.readTree(lines.readLine());
      process.toHandle().destroy();
      process.waitFor();
      return ready;
    }
  }

  @Test
  void tellsItsAddressesAndGoesOnWithItsNumbers() throws Exception {
    JsonNode bound = ready("127.0.0.1:0");
    assertThat(bound.get("event").asText()).isEqualTo("ready");
    String address = "127.0.0.1:" + bound.get("udp").asInt();
    assertThat(bound.get("addresses"))
        .isEqualTo(
            JSON.readTree(
                "[{\"family\":\"ip4\",\"state\":\"configured\",\"address\":\"" + address + "\"}]"));
    JsonNode everywhere = ready("0.0.0.0:0");
    assertThat(everywhere.get("addresses").get(0).get("state").asText()).isEqualTo("listen");
    assertThat(seq(everywhere)).isEqualTo(seq(bound) + 1);
  }

  private static long seq(JsonNode ready) {
    return NodeRecord.parse(ready.get("enr").asText()).seq();
  }
}
