package io.devp2p.interop.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** JSON-RPC 2.0 over HTTP with a child process. Blocking; thread-safe. */
public final class JsonRpc implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** An error was the answer. */
  public static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    private Refused(String message) {
      super(message);
    }
  }

  private final URI address;
  private final Supplier<Map<String, String>> headers;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * A client; connects when it is first used.
   *
   * @param port on 127.0.0.1
   */
  public JsonRpc(int port) {
    this(port, Map::of);
  }

  /** The same with headers that are made anew for each call. */
  JsonRpc(int port, Supplier<Map<String, String>> headers) {
    this(URI.create("http://127.0.0.1:" + port), headers);
  }

  JsonRpc(URI address, Supplier<Map<String, String>> headers) {
    this.address = address;
    this.headers = headers;
  }

  /** Where calls go. */
  public URI address() {
    return address;
  }

  /** Calls a method whose parameters are strings. */
  public Json call(String method, String... parameters) throws IOException, InterruptedException {
    return call(
        method,
        out -> {
          for (String parameter : parameters) {
            out.writeString(parameter);
          }
        });
  }

  /**
   * Calls a method.
   *
   * @param parameters writes the elements of the array of parameters
   * @return the result
   * @throws Refused if an error is the answer
   * @throws IOException if there is none
   */
  public Json call(String method, Json.Body parameters) throws IOException, InterruptedException {
    String body =
        Json.object(
            false,
            out -> {
              out.writeStringField("jsonrpc", "2.0");
              out.writeNumberField("id", 1);
              out.writeStringField("method", method);
              out.writeArrayFieldStart("params");
              parameters.write(out);
              out.writeEndArray();
            });
    return send(body);
  }

  /** The same with a whole call as it goes over the wire. */
  Json send(String call) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(call));
    headers.get().forEach(request::header);
    String answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    return Json.parse(answer)
        .at("result")
        .orElseThrow(() -> new Refused(call + " is answered by " + answer));
  }

  @Override
  public void close() {
    http.close();
  }
}
