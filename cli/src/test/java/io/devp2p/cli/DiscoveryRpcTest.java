package io.devp2p.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON-RPC of the listen verbs, over HTTP on loopback. */
final class DiscoveryRpcTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static Lab lab;
  private static Discovery discovery;
  private static RpcServer server;

  @BeforeAll
  static void start() throws Exception {
    lab = Lab.start(new LabConfig(4, 5, EnumSet.of(NodeKind.ORDINARY), List.of()));
    discovery =
        Discovery.start(
            NodeKey.generate(new Random(4)), c -> c.bind(ANY).bootnodes(lab.bootnodes()));
    server = RpcServer.start(ANY, new DiscoveryRpc(discovery, EnumSet.allOf(Version.class)));
  }

  @AfterAll
  static void stop() {
    server.close();
    discovery.close();
    lab.close();
  }

  private static HttpResponse<String> post(String type, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.url() + "/any/path"))
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static JsonNode call(String body) throws Exception {
    HttpResponse<String> response = post("application/json", body);
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String request(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"discv4", "discv5"})
  void self(String version) throws Exception {
    JsonNode answer = call(request(version + "_self", "[]"));
    assertThat(answer.toString())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":\"" + discovery.self().toString() + "\"}");
  }

  @Test
  void lookupRandomFindsTheNetworkAndNoMoreThanAskedFor() throws Exception {
    JsonNode found = call(request("discv5_lookupRandom", "[12]")).get("result");
    assertThat(found).isNotEmpty().hasSizeLessThanOrEqualTo(4);
    for (JsonNode node : found) {
      assertThat(lab.truth()).anyMatch(t -> t.record().equals(NodeRecord.parse(node.asText())));
    }
    assertThat(call(request("discv4_lookupRandom", "[1]")).get("result")).hasSize(1);
    assertThat(call(request("discv4_lookupRandom", "[0]")).get("result")).isEmpty();
  }

  @Test
  void bucketsAreThoseOfTheTable() throws Exception {
    discovery.lookup(Target.random(new Random(9))).join();
    JsonNode buckets = call(request("discv4_buckets", "[]")).get("result");
    assertThat(buckets).hasSize(17);
    List<JsonNode> entries = new ArrayList<>();
    buckets.forEach(bucket -> bucket.forEach(entries::add));
    assertThat(entries).hasSize(4);
    assertThat(entries.getFirst().fieldNames())
        .toIterable()
        .containsExactly("node", "addedToTable", "addedToBucket", "checks", "live");
    assertThat(entries.getFirst().get("addedToTable").asText()).matches("20[0-9-]{8}T[0-9:.]+Z");
  }

  @Test
  void aBatchIsAnsweredTogetherAndACallWithoutIdNotAtAll() throws Exception {
    JsonNode answers =
        call(
            "[{\"id\":\"a\\\"b\",\"method\":\"discv4_self\"},{\"method\":\"discv4_self\"},"
                + "{\"id\":null,\"method\":\"discv9_self\"}]");
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).get("id").asText()).isEqualTo("a\"b");
    assertThat(answers.get(1).get("error").get("code").asInt()).isEqualTo(-32_601);
    assertThat(post("application/json", "{\"method\":\"discv4_self\"}").body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "-32700|{",
        "-32600|[]",
        "-32600|17",
        "-32600|{} {}",
        "-32601|{\"id\":1}",
        "-32601|{\"id\":1,\"method\":\"discv4_nothing\"}",
        "-32602|{\"id\":1,\"method\":\"discv4_lookupRandom\"}",
        "-32602|{\"id\":1,\"method\":\"discv4_lookupRandom\",\"params\":[-1]}",
        "-32602|{\"id\":1,\"method\":\"discv4_lookupRandom\",\"params\":[{}]}",
      })
  void aBadCallIsAnErrorOfTheSpecification(int code, String body) throws Exception {
    assertThat(call(body).get("error").get("code").asInt()).isEqualTo(code);
  }

  @Test
  void aBatchIsBounded() throws Exception {
    assertThat(call("[" + "{},".repeat(RpcRequest.BATCH) + "{}]").get("error")).isNotNull();
  }

  @Test
  void whatABrowserCouldSendIsRefused() throws Exception {
    assertThat(post("text/plain", request("discv4_self", "[]")).statusCode()).isEqualTo(415);
    assertThat(post("application/json", " ".repeat(70_000)).statusCode()).isEqualTo(413);
    assertThat(raw("POST", "attacker.example.org")).startsWith("HTTP/1.1 403 ");
    assertThat(raw("PUT", "localhost")).startsWith("HTTP/1.1 405 ");
    assertThat(raw("GET", "localhost:80")).startsWith("HTTP/1.1 200 ");
  }

  /** The client of the JDK does not let a caller choose the host. */
  private static String raw(String method, String host) throws Exception {
    URI url = URI.create(server.url());
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      String head = method + " / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void onlyLoopbackIsServed() {
    assertThatThrownBy(() ->
            RpcServer.start(
                new InetSocketAddress("0.0.0.0", 0), new DiscoveryRpc(discovery, Set.of())))
        .hasMessage("--rpc: 0.0.0.0:0 is not an address of loopback");
  }

  @Test
  void onlyVersionsThatAreSpokenAreServed() {
    DiscoveryRpc v5 = new DiscoveryRpc(discovery, Set.of(Version.V5));
    assertThatThrownBy(() ->
            v5.call(
                RpcRequest.parse(request("discv4_self", "[]").getBytes(UTF_8)).calls().getFirst(),
                new JsonFactory().createGenerator(new StringWriter())))
        .hasMessage("the method discv4_self does not exist/is not available");
  }
}
