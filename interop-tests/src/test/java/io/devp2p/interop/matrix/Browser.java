package io.devp2p.interop.matrix;

import io.devp2p.interop.peers.Json;
import io.devp2p.interop.peers.PeerProcess;
import io.devp2p.interop.peers.Ports;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window, told what to do by W3C WebDriver over HTTP on loopback. */
final class Browser implements AutoCloseable {

  /** Keys, as WebDriver writes keys. */
  enum Key {
    ENTER('\uE007'),
    ESCAPE('\uE00C'),
    LEFT('\uE012');

    private final char code;

    Key(char code) {
      this.code = code;
    }
  }

  private static final String DRIVER = "chromedriver";

  /** A browser on a machine that builds something meanwhile. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final PeerProcess driver;
  private final HttpClient http;
  private final String root;
  private String session = "";

  private Browser(PeerProcess driver, HttpClient http, int port) {
    this.driver = driver;
    this.http = http;
    this.root = "http://127.0.0.1:" + port;
  }

  /** Whether there is one. */
  static Optional<Path> driver() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, DRIVER))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path driver, Path work) throws IOException, InterruptedException {
    int port = Ports.free();
    PeerProcess process =
        PeerProcess.start(
            DRIVER,
            work,
            PeerProcess.Output.FILE,
            Map.of("HOME", work.toString()),
            List.of(driver.toString(), "--port=" + port));
    Browser browser = new Browser(process, HttpClient.newHttpClient(), port);
    try {
      browser.open();
      return browser;
    } catch (IOException | InterruptedException failed) {
      browser.close();
      throw failed;
    }
  }

  private void open() throws IOException, InterruptedException {
    String wanted =
        """
        {"capabilities":{"alwaysMatch":{"goog:chromeOptions":{"args":
        ["--headless=new","--no-sandbox","--disable-gpu","--disable-dev-shm-usage"]}}}}\
        """;
    long start = System.nanoTime();
    while (true) {
      try {
        session = "/session/" + call("POST", "/session", wanted).text("value", "sessionId");
        return;
      } catch (ConnectException notYet) {
        if (!driver.isAlive() || System.nanoTime() - start > LIMIT.toNanos()) {
          throw new IOException(DRIVER + " does not answer:\n" + driver.tail(), notYet);
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  void load(Path page) throws IOException, InterruptedException {
    post("/url", out -> out.writeStringField("url", page.toUri().toString()));
  }

  /** The value of an expression of JavaScript, as text. */
  String value(String expression) throws IOException, InterruptedException {
    String script = "return String(" + expression + ")";
    return post(
            "/execute/sync",
            out -> {
              out.writeStringField("script", script);
              out.writeArrayFieldStart("args");
              out.writeEndArray();
            })
        .text("value");
  }

  void click(String css) throws IOException, InterruptedException {
    post("/element/" + find(css) + "/click", out -> {});
  }

  void choose(String css, String option) throws IOException, InterruptedException {
    click(css + " option[value='" + option + "']");
  }

  /** A key, for whatever has the focus. */
  void press(Key key) throws IOException, InterruptedException {
    String focused = elementId(call("GET", session + "/element/active", ""));
    post(
        "/element/" + focused + "/value",
        out -> out.writeStringField("text", String.valueOf(key.code)));
  }

  /** Lets pages believe that the user wants a dark or a light scheme. */
  void prefer(String scheme) throws IOException, InterruptedException {
    post(
        "/goog/cdp/execute",
        out -> {
          out.writeStringField("cmd", "Emulation.setEmulatedMedia");
          out.writeObjectFieldStart("params");
          out.writeArrayFieldStart("features");
          out.writeStartObject();
          out.writeStringField("name", "prefers-color-scheme");
          out.writeStringField("value", scheme);
          out.writeEndObject();
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private String find(String css) throws IOException, InterruptedException {
    return elementId(
        post(
            "/element",
            out -> {
              out.writeStringField("using", "css selector");
              out.writeStringField("value", css);
            }));
  }

  /** WebDriver section 12.2: the only field of an element has a name that is fixed. */
  private static String elementId(Json answer) throws IOException {
    return answer.text("value", "element-6066-11e4-a52e-4f735466cecf");
  }

  private Json post(String path, Json.Body body) throws IOException, InterruptedException {
    return call("POST", session + path, Json.object(false, body));
  }

  private Json call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher content =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(LIMIT)
            .header("Content-Type", "application/json; charset=utf-8")
            .method(method, content)
            .build();
    HttpResponse<String> answer =
        http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() != 200) {
      throw new IOException(method + " " + path + ": " + answer.body());
    }
    return Json.parse(answer.body());
  }

  @Override
  public void close() {
    try {
      if (!session.isEmpty()) {
        call("DELETE", session, "");
      }
    } catch (IOException gone) {
      // The driver is ended all the same.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      http.close();
      driver.close();
    }
  }
}
