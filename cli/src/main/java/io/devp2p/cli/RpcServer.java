package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * JSON-RPC 2.0 over HTTP at an address of loopback, at any path. Nobody is asked for a password;
 * that no page in a browser of this machine can call it, the content type and the host see to.
 */
final class RpcServer implements AutoCloseable {

  /** Bytes of a request: far more than a batch of calls needs. */
  private static final int BODY = 64 * 1024;

  /** Requests served at once; one more is told to come again. */
  private static final int AT_ONCE = 16;

  private static final JsonFactory JSON = new JsonFactory();

  /** What can be called. */
  interface Methods {
    /** Writes the result of a call as one JSON value. */
    void call(RpcRequest request, JsonGenerator result) throws RpcFailure, IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Methods methods;

  private RpcServer(HttpServer server, Methods methods) {
    this.server = server;
    this.methods = methods;
  }

  /** Starts to serve. */
  static RpcServer start(InetSocketAddress address, Methods methods) {
    if (!address.getAddress().isLoopbackAddress()) {
      throw new Failure(
          Exit.USAGE, "--rpc: " + Addresses.text(address) + " is not an address of loopback");
    }
    try {
      RpcServer rpc = new RpcServer(HttpServer.create(address, AT_ONCE), methods);
      rpc.server.createContext("/", rpc::serve);
      rpc.server.setExecutor(rpc.threads);
      rpc.server.start();
      return rpc;
    } catch (IOException occupied) {
      throw new Failure(
          Exit.UNREACHABLE, "--rpc: " + Addresses.text(address) + ": " + occupied.getMessage());
    }
  }

  /** Where it is served. */
  String url() {
    return "http://" + Addresses.text(server.getAddress());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!places.tryAcquire()) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      try {
        answer(exchange);
      } finally {
        places.release();
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY + 1);
    Optional<Integer> refusal = refusal(exchange, body.length);
    if (refusal.isPresent()) {
      exchange.sendResponseHeaders(refusal.get(), -1);
      return;
    }
    byte[] answer = answer(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
  }

  private static Optional<Integer> refusal(HttpExchange exchange, int length) {
    String type = header(exchange, "Content-Type").replaceFirst("[ ;].*", "");
    String host = header(exchange, "Host").replaceFirst(":[0-9]*$", "");
    if (!host.matches("127(\\.[0-9]{1,3}){3}|\\[::1]|localhost")) {
      return Optional.of(403); // a name that somebody pointed at this machine
    }
    if (exchange.getRequestMethod().equals("GET") && length == 0) {
      return Optional.of(200); // is anybody there?
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return Optional.of(405);
    }
    if (length > BODY) {
      return Optional.of(413);
    }
    return type.equals("application/json") ? Optional.empty() : Optional.of(415);
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private String answer(byte[] body) throws IOException {
    try {
      RpcRequest.Batch batch = RpcRequest.parse(body);
      List<String> answers = new ArrayList<>();
      for (RpcRequest call : batch.calls()) {
        String answer = answer(call);
        if (call.id().isPresent()) {
          answers.add(answer);
        }
      }
      String all = String.join(",", answers);
      return batch.several() && !answers.isEmpty() ? "[" + all + "]" : all;
    } catch (RpcFailure malformed) {
      return failed("null", malformed);
    }
  }

  private String answer(RpcRequest call) throws IOException {
    String id = call.id().orElse("null");
    StringWriter result = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(result)) {
      methods.call(call, out);
    } catch (RpcFailure failure) {
      return failed(id, failure);
    }
    return JsonLine.of(o -> {
      o.writeStringField("jsonrpc", "2.0");
      o.writeFieldName("id");
      o.writeRawValue(id);
      o.writeFieldName("result");
      o.writeRawValue(result.toString());
    });
  }

  private static String failed(String id, RpcFailure failure) {
    return JsonLine.of(o -> {
      o.writeStringField("jsonrpc", "2.0");
      o.writeFieldName("id");
      o.writeRawValue(id);
      o.writeObjectFieldStart("error");
      o.writeNumberField("code", failure.code());
      o.writeStringField("message", failure.getMessage());
      o.writeEndObject();
    });
  }
}
