package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A call of JSON-RPC 2.0.
 *
 * @param id as JSON; a call without one is not answered
 * @param method empty where the request names none
 * @param params the elements of the array as text; what is neither string nor number is empty
 */
record RpcRequest(Optional<String> id, String method, List<String> params) {

  /** Calls in one batch. */
  static final int BATCH = 100;

  private static final JsonFactory JSON = new JsonFactory();

  /** One call, or several that are answered together. */
  record Batch(boolean several, List<RpcRequest> calls) {}

  /** Reads what a client posted. */
  static Batch parse(byte[] body) throws RpcFailure {
    try (JsonParser in = JSON.createParser(body)) {
      boolean several = in.nextToken() == JsonToken.START_ARRAY;
      List<RpcRequest> calls = new ArrayList<>();
      if (several) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          calls.add(call(in));
          if (calls.size() > BATCH) {
            throw new RpcFailure(RpcFailure.INVALID_REQUEST, "more than " + BATCH + " calls");
          }
        }
      } else {
        calls.add(call(in));
      }
      if (calls.isEmpty() || in.nextToken() != null) {
        throw new RpcFailure(RpcFailure.INVALID_REQUEST, "one call or an array of calls is wanted");
      }
      return new Batch(several, List.copyOf(calls));
    } catch (IOException malformed) {
      throw new RpcFailure(RpcFailure.PARSE_ERROR, "malformed JSON");
    }
  }

  private static RpcRequest call(JsonParser in) throws IOException, RpcFailure {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new RpcFailure(RpcFailure.INVALID_REQUEST, "a call is an object");
    }
    Optional<String> id = Optional.empty();
    String method = "";
    List<String> params = List.of();
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      JsonToken token = in.nextToken();
      if (name.equals("id") && token.isScalarValue()) {
        id = Optional.of(json(in));
      } else if (name.equals("method") && token == JsonToken.VALUE_STRING) {
        method = in.getText();
      } else if (name.equals("params") && token == JsonToken.START_ARRAY) {
        params = params(in);
      } else {
        in.skipChildren();
      }
    }
    return new RpcRequest(id, method, params);
  }

  private static String json(JsonParser in) throws IOException {
    return in.currentToken() == JsonToken.VALUE_STRING
        ? "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(in.getText())) + "\""
        : in.getText();
  }

  private static List<String> params(JsonParser in) throws IOException {
    List<String> params = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      boolean plain = in.currentToken().isNumeric() || in.currentToken() == JsonToken.VALUE_STRING;
      params.add(plain ? in.getText() : "");
      in.skipChildren();
    }
    return List.copyOf(params);
  }

  /** The only parameter, a count. */
  int count() throws RpcFailure {
    if (params.size() != 1 || !params.getFirst().matches("[0-9]{1,9}")) {
      throw new RpcFailure(RpcFailure.INVALID_PARAMS, method + " wants one number");
    }
    return Integer.parseInt(params.getFirst());
  }
}
