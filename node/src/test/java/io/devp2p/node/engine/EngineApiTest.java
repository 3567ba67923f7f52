package io.devp2p.node.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.devp2p.wire.eth.CellMask;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Engine API as a consensus client sees it, over HTTP. */
final class EngineApiTest {

  private static final Bytes32 SECRET = Bytes32.repeat((byte) 0x5e);
  private static final Bytes32 HEAD = Bytes32.repeat((byte) 1);
  private static final Bytes32 UNKNOWN = Bytes32.repeat((byte) 2);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Bytes32> heads = new ArrayList<>();
  private final List<CellMask> custody = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final EngineApi api;

  EngineApiTest() throws Exception {
    api =
        EngineApi.start(
            0,
            SECRET,
            new EngineChain() {
              @Override
              public boolean head(Bytes32 hash) {
                heads.add(hash);
                return hash.equals(HEAD);
              }

              @Override
              public void custody(CellMask columns) {
                custody.add(columns);
              }
            },
            () -> NOW);
  }

  @AfterEach
  void close() {
    api.close();
    client.close();
  }

  private static String token(Bytes32 secret, String header, String claims) throws Exception {
    String signed =
        base64(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.getBytes(StandardCharsets.UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.toArrayUnsafe(), "HmacSHA256"));
    return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String issuedAt(long seconds) throws Exception {
    return token(SECRET, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"iat\":" + seconds + "}");
  }

  private HttpResponse<String> send(Optional<String> token, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port()))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode call(String body) throws Exception {
    HttpResponse<String> response = send(Optional.of(issuedAt(NOW.getEpochSecond())), body);
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String forkchoice(int version, Bytes32 head, String more) {
    String state =
        "{\"headBlockHash\":\"%1$s\",\"safeBlockHash\":\"%1$s\",\"finalizedBlockHash\":\"%1$s\"}"
            .formatted(head);
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"engine_forkchoiceUpdatedV%d\",\"params\":[%s%s]}"
        .formatted(version, state, more);
  }

  @Test
  void withoutAFreshTokenNothingIsLookedAt() throws Exception {
    String body = forkchoice(3, HEAD, ",null");
    long now = NOW.getEpochSecond();
    String header = "{\"alg\":\"HS256\"}";
    List<Optional<String>> refused =
        List.of(
            Optional.empty(),
            Optional.of("a.b.c"),
            Optional.of("."),
            Optional.of(issuedAt(now - 61)),
            Optional.of(issuedAt(now + 61)),
            Optional.of(token(UNKNOWN, header, "{\"iat\":" + now + "}")),
            Optional.of(token(SECRET, "{\"alg\":\"none\"}", "{\"iat\":" + now + "}")),
            Optional.of(token(SECRET, header, "{}")),
            Optional.of(token(SECRET, header, "{\"iat\":\"" + now + "\"}")),
            Optional.of(token(SECRET, header, "{\"iat\":" + now + ",\"exp\":" + now + "}")),
            Optional.of(token(SECRET, header, "not JSON")),
            Optional.of("x".repeat(5000)));
    for (Optional<String> token : refused) {
      assertThat(send(token, body).statusCode()).as("%s", token).isEqualTo(401);
    }
    assertThat(heads).isEmpty();
    for (long issued : new long[] {now - 60, now, now + 60}) {
      assertThat(send(Optional.of(issuedAt(issued)), body).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aHeadThatIsHeldIsValid(int version) throws Exception {
    JsonNode answer = call(forkchoice(version, HEAD, ",null"));
    assertThat(answer.path("id").asInt()).isEqualTo(7);
    JsonNode status = answer.path("result").path("payloadStatus");
    assertThat(status.path("status").asText()).isEqualTo("VALID");
    assertThat(status.path("latestValidHash").asText()).isEqualTo(HEAD.toHexString());
    assertThat(answer.path("result").path("payloadId").isNull()).isTrue();
    assertThat(heads).containsExactly(HEAD);
  }

  @Test
  void aHeadThatIsNotHeldIsNot() throws Exception {
    JsonNode status = call(forkchoice(3, UNKNOWN, "")).path("result").path("payloadStatus");
    assertThat(status.path("status").asText()).isEqualTo("SYNCING");
    assertThat(status.path("latestValidHash").isNull()).isTrue();
  }

  @Test
  void theThirdParameterIsCustodyAndNullChangesNothing() throws Exception {
    call(forkchoice(4, HEAD, ",null,\"0x80000800020010001000000400800040\""));
    call(forkchoice(4, HEAD, ",null,null"));
    assertThat(custody).containsExactly(CellMask.of(7, 19, 33, 52, 68, 90, 111, 126));
    assertThat(call(forkchoice(4, HEAD, ",null,\"0x80\"")).path("error").path("code").asInt())
        .isEqualTo(-32_602);
  }

  /** Calls that go-ethereum's test chain has for its blocks, of each fork. */
  private static List<ObjectNode> payloads() throws Exception {
    List<ObjectNode> calls = new ArrayList<>();
    try (InputStream in = EngineApiTest.class.getResourceAsStream("/newpayload.json")) {
      JSON.readTree(in).forEach(call -> calls.add((ObjectNode) call));
    }
    return calls;
  }

  private String statusOf(ObjectNode call) throws Exception {
    JsonNode status = call(call.toString()).path("result");
    assertThat(status.path("latestValidHash").isNull()).isTrue();
    return status.path("status").asText();
  }

  @Test
  void aNewPayloadIsNeverValid() throws Exception {
    for (ObjectNode call : payloads()) {
      assertThat(statusOf(call)).isEqualTo("SYNCING");
    }
  }

  @Test
  void aPayloadIsInvalidWhoseHashIsNotOfItsFields() throws Exception {
    for (ObjectNode original : payloads()) {
      List<String> names = new ArrayList<>();
      original.path("params").path(0).fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        ObjectNode call = original.deepCopy();
        ObjectNode payload = (ObjectNode) call.path("params").path(0);
        JsonNode value = payload.path(name);
        if (value.isTextual()) {
          payload.put(name, other(value.asText()));
          assertThat(statusOf(call)).as("%s in %s", name, original).isEqualTo("INVALID");
        } else if (value.isArray() && !value.isEmpty()) {
          ((ArrayNode) value).removeAll();
          assertThat(statusOf(call)).as("%s in %s", name, original).isEqualTo("INVALID");
        }
      }
    }
  }

  /** The same with another last digit. */
  private static String other(String hex) {
    return hex.equals("0x")
        ? "0x01"
        : hex.substring(0, hex.length() - 1) + (hex.endsWith("1") ? "2" : "1");
  }

  @Test
  void aPayloadIsInvalidWhoseOtherParametersAreNotItsOwn() throws Exception {
    ObjectNode withBlob = payloads().getLast();
    ((ArrayNode) withBlob.path("params").path(1)).removeAll();
    assertThat(call(withBlob.toString()).path("result").path("validationError").asText())
        .startsWith("expectedBlobVersionedHashes");
    ObjectNode otherRoot = payloads().getLast();
    ((ArrayNode) otherRoot.path("params")).set(2, JSON.valueToTree(HEAD.toHexString()));
    assertThat(statusOf(otherRoot)).isEqualTo("INVALID");
    ObjectNode otherRequests = payloads().getLast();
    ((ArrayNode) otherRequests.path("params").path(3)).add("0x00aa");
    assertThat(statusOf(otherRequests)).isEqualTo("INVALID");
  }

  @Test
  void aTransactionThatIsNoneMakesAPayloadInvalid() throws Exception {
    ObjectNode call = payloads().getLast();
    ObjectNode payload = (ObjectNode) call.path("params").path(0);
    ((ArrayNode) payload.path("transactions")).removeAll().add("0x");
    assertThat(call(call.toString()).path("result").path("validationError").asText())
        .startsWith("a transaction is malformed");
  }

  @Test
  void aPayloadWithoutAFieldIsNoCall() throws Exception {
    for (String name : List.of("blockHash", "stateRoot", "gasUsed", "transactions")) {
      ObjectNode call = payloads().getLast();
      ((ObjectNode) call.path("params").path(0)).remove(name);
      assertThat(call(call.toString()).path("error").path("code").asInt()).isEqualTo(-32_602);
    }
  }

  @Test
  void tellsWhatItCan() throws Exception {
    JsonNode answer =
        call(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"engine_exchangeCapabilities\",\"params\":[[]]}");
    assertThat(answer.path("result"))
        .map(JsonNode::asText)
        .contains("engine_forkchoiceUpdatedV4", "engine_newPayloadV5")
        .doesNotContain("engine_getPayloadV5", "engine_exchangeCapabilities");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "[]",
        "{}",
        "{\"method\":5}",
        "{\"method\":\"engine_getPayloadV1\",\"params\":[{}]}",
        "{\"method\":\"engine_forkchoiceUpdatedV3\",\"params\":{}}",
        "{\"method\":\"engine_forkchoiceUpdatedV3\",\"params\":[{\"headBlockHash\":5}]}",
        "{\"method\":\"engine_forkchoiceUpdatedV3\",\"params\":[{\"headBlockHash\":\"0x01\"}]}",
      })
  void whatIsNoCallIsAnsweredByAnError(String body) throws Exception {
    assertThat(call(body).path("error").path("code").asInt()).isNegative();
    assertThat(heads).isEmpty();
  }

  @Test
  void noBlockIsBuilt() throws Exception {
    JsonNode answer = call(forkchoice(3, HEAD, ",{\"timestamp\":\"0x1\"}"));
    assertThat(answer.path("error").path("code").asInt()).isEqualTo(-38_003);
    assertThat(heads).isEmpty();
  }

  @Test
  void onlyPostIsTaken() throws Exception {
    HttpRequest get =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port()))
            .header("Authorization", "Bearer " + issuedAt(NOW.getEpochSecond()))
            .build();
    assertThat(client.send(get, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }
}
