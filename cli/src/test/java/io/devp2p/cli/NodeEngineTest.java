package io.devp2p.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.devp2p.interop.peers.EngineRpc;
import io.devp2p.interop.peers.Json;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code node} in a process of its own, led by a consensus client. */
final class NodeEngineTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ACCOUNT =
      "\"0x%s\": {\"nonce\": 1, \"balance\": \"7\"}".formatted("01".repeat(20));

  private static final String GENESIS =
      """
      {"config": {"chainId": 1337, "londonBlock": 0, "shanghaiTime": 0, "cancunTime": 0,
        "terminalTotalDifficulty": 0},
       "gasLimit": "0x1c9c380", "difficulty": "0x1", "baseFeePerGas": "0x7", "alloc": {%s}}
      """
          .formatted(ACCOUNT);

  private static final String UPDATE =
      """
      {"jsonrpc": "2.0", "id": 1, "method": "engine_forkchoiceUpdatedV3", "params": [
        {"headBlockHash": "%1$s", "safeBlockHash": "%1$s", "finalizedBlockHash": "%1$s"}, null]}
      """;

  @TempDir Path directory;

  private Process node() throws Exception {
    Files.writeString(directory.resolve("genesis.json"), GENESIS);
    Files.write(directory.resolve("chain.rlp"), new byte[0]);
    Files.writeString(directory.resolve("headstate.json"), "{\"accounts\": {" + ACCOUNT + "}}");
    Path secret =
        Files.writeString(directory.resolve("jwt"), EngineRpc.SECRET.toUnprefixedHexString());
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "io.devp2p.cli.Main",
            "node",
            "--chain",
            directory.toString(),
            "--data",
            directory.resolve("data").toString(),
            "--addr",
            "127.0.0.1:0",
            "--engine-port",
            "0",
            "--jwt-secret",
            secret.toString(),
            "--json");
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static HttpResponse<String> sendWithoutToken(URI engine, String call) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(engine).POST(HttpRequest.BodyPublishers.ofString(call)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void answersOnlyWhoeverHasTheSecret() throws Exception {
    Process node = node();
    try (BufferedReader lines = node.inputReader(UTF_8)) {
      JsonNode ready = JSON.readTree(lines.readLine());
      assertThat(ready.path("event").asText()).isEqualTo("ready");
      URI engine = URI.create(ready.path("engine").asText());
      String head = ready.path("headHash").asText();

      HttpResponse<String> refused = sendWithoutToken(engine, UPDATE.formatted(head));
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).isEmpty();

      try (EngineRpc consensus = new EngineRpc(engine.getPort())) {
        consensus.forkchoice(Bytes32.fromHexString(head));
        Json other = consensus.send(UPDATE.formatted(Bytes32.repeat((byte) 1)));
        assertThat(other.text("payloadStatus", "status")).isEqualTo("SYNCING");
      }
    } finally {
      node.destroy();
      node.waitFor();
    }
  }
}
