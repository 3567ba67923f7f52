package io.devp2p.node.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The Engine API over HTTP, on loopback only: whoever has no fresh token of the secret gets 401,
 * and nothing that he sent is looked at. Thread-safe.
 */
public final class EngineApi implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EngineApi.class.getName());

  /** Bytes of a request: a payload of 128 blobs' hashes and 10 MiB of transactions, in hex. */
  static final int MAX_BODY = 32 << 20;

  private static final int UNAUTHORIZED = 401;
  private static final int WRONG_METHOD = 405;
  private static final int TOO_LARGE = 413;
  private static final int OK = 200;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final EngineCalls calls;
  private final Bytes32 secret;
  private final InstantSource clock;

  private EngineApi(HttpServer server, Bytes32 secret, EngineChain chain, InstantSource clock) {
    this.server = server;
    this.secret = secret;
    this.calls = new EngineCalls(chain);
    this.clock = clock;
  }

  /**
   * Starts to listen on the loopback address.
   *
   * @param port 0 = any
   * @param secret what the consensus client has too
   * @param clock wall time
   * @throws IOException if the port is taken
   */
  public static EngineApi start(int port, Bytes32 secret, EngineChain chain, InstantSource clock)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    EngineApi api = new EngineApi(server, secret, chain, clock);
    server.setExecutor(api.threads);
    server.createContext("/", api::handle);
    server.start();
    return api;
  }

  /** The port that it listens at. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<String> token =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!Jwt.isValid(token, secret, clock.instant())) {
        exchange.sendResponseHeaders(UNAUTHORIZED, -1);
        return;
      }
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(WRONG_METHOD, -1);
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        exchange.sendResponseHeaders(TOO_LARGE, -1);
        return;
      }
      byte[] answer = calls.answer(body).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(OK, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (RuntimeException bug) {
      // That request is lost; the server goes on.
      LOG.log(Level.ERROR, "a call of the Engine API failed", bug);
    }
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
