package io.devp2p.node.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.devp2p.wire.eth.CellMask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The methods of the Engine API that a node without an EVM can answer (execution-apis, engine). It
 * cannot validate a payload, so it says of every new one that it is syncing, which is the truth,
 * unless it is invalid on its face; valid is only a head that it holds with its state. Any thread.
 */
final class EngineCalls {

  private static final String FORKCHOICE = "engine_forkchoiceUpdatedV";
  private static final String PAYLOAD = "engine_newPayloadV";

  private static final List<String> METHODS =
      Stream.of(
              Stream.of(1, 2, 3, 4).map(v -> FORKCHOICE + v),
              Stream.of(1, 2, 3, 4, 5).map(v -> PAYLOAD + v))
          .flatMap(methods -> methods)
          .toList();

  private static final String EXCHANGE = "engine_exchangeCapabilities";
  private static final int PARSE_ERROR = -32_700;
  private static final int INVALID_REQUEST = -32_600;
  private static final int NO_METHOD = -32_601;
  private static final int INVALID_ATTRIBUTES = -38_003;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EngineChain chain;

  EngineCalls(EngineChain chain) {
    this.chain = chain;
  }

  /** The answer to a request, which may be anything. */
  String answer(byte[] body) {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (java.io.IOException malformed) {
      return error(JSON.nullNode(), PARSE_ERROR, "not JSON").toString();
    }
    if (!request.isObject() || !request.path("method").isTextual()) {
      return error(JSON.nullNode(), INVALID_REQUEST, "no request").toString();
    }
    JsonNode id = request.path("id").isMissingNode() ? JSON.nullNode() : request.path("id");
    try {
      ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
      answer.set("id", id);
      answer.set("result", call(request.path("method").asText(), request.path("params")));
      return answer.toString();
    } catch (WrongCall wrong) {
      return error(id, wrong.code(), wrong.why()).toString();
    }
  }

  private static ObjectNode error(JsonNode id, int code, String message) {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", id);
    answer.putObject("error").put("code", code).put("message", message);
    return answer;
  }

  private JsonNode call(String method, JsonNode params) throws WrongCall {
    if (method.equals(EXCHANGE)) {
      return JSON.valueToTree(METHODS);
    }
    if (!METHODS.contains(method)) {
      throw new WrongCall(NO_METHOD, "no such method");
    }
    if (!params.isArray() || !params.path(0).isObject()) {
      throw new WrongCall(WrongCall.INVALID_PARAMS, "the first parameter must be an object");
    }
    return method.startsWith(PAYLOAD) ? payload(params) : forkchoice(params);
  }

  /** Never valid: what has nothing against it may still be wrong when it is executed. */
  private static JsonNode payload(JsonNode params) throws WrongCall {
    return Payload.fault(params)
        .map(fault -> status("INVALID", Optional.empty()).put("validationError", fault))
        .orElseGet(() -> status("SYNCING", Optional.empty()));
  }

  /**
   * The version does not matter: it is about payload attributes, which ask for a block to be built.
   * The third parameter, of version 4, are columns of blobs; null leaves them as they are.
   */
  private JsonNode forkchoice(JsonNode params) throws WrongCall {
    Bytes32 head = Hex.hash(params.path(0).path("headBlockHash"));
    if (!params.path(1).isMissingNode() && !params.path(1).isNull()) {
      throw new WrongCall(INVALID_ATTRIBUTES, "a node without an EVM builds no blocks");
    }
    JsonNode custody = params.path(2);
    if (!custody.isMissingNode() && !custody.isNull()) {
      chain.custody(CellMask.of(Hex.bytes(custody, CellMask.SIZE)));
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.set(
        "payloadStatus",
        chain.head(head)
            ? status("VALID", Optional.of(head))
            : status("SYNCING", Optional.empty()));
    return answer.putNull("payloadId");
  }

  private static ObjectNode status(String status, Optional<Bytes32> latestValid) {
    ObjectNode answer = JSON.createObjectNode().put("status", status);
    latestValid.ifPresentOrElse(
        hash -> answer.put("latestValidHash", hash.toHexString()),
        () -> answer.putNull("latestValidHash"));
    return answer.putNull("validationError");
  }
}
