package io.devp2p.interop.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A child process with a driver of ours around a foreign library: one line {@code CALL VERB
 * ARGUMENT...} goes in for each call, one JSON object for each answer comes out, the first of which
 * says that it is ready. Thread-safe.
 */
final class DrivenPeer implements Lifeline {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** Longer than the limits of the drivers, which know better what they wait for. */
  private static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  private final PeerProcess process;
  private final String name;
  private final CompletableFuture<Json> ready = new CompletableFuture<>();
  private final Map<String, CompletableFuture<Json>> calls = new ConcurrentHashMap<>();
  private final AtomicLong nextCall = new AtomicLong(1);

  private DrivenPeer(PeerProcess process, String name) {
    this.process = process;
    this.name = name;
  }

  /**
   * Starts a driver and waits until it says that it is ready.
   *
   * @throws IOException with the last lines of its output if it is not
   */
  static DrivenPeer start(String name, Path folder, List<String> command)
      throws IOException, InterruptedException {
    PeerProcess process =
        PeerProcess.start(name, folder, PeerProcess.Output.LINES, Map.of(), command);
    DrivenPeer peer = new DrivenPeer(process, name);
    // Not a virtual thread: one that reads a pipe keeps its carrier, of which there may be two.
    Thread.ofPlatform().daemon().name(name).start(peer::read);
    try {
      peer.ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return peer;
    } catch (ExecutionException | TimeoutException failed) {
      process.close();
      throw new IOException(name + " did not start:\n" + process.tail(), failed);
    }
  }

  /** What it said when it was ready. */
  Json ready() {
    return ready.join();
  }

  @Override
  public Path log() {
    return process.log();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Makes a call. Fails with an {@link IOException} that carries what the driver says. */
  CompletableFuture<Json> call(String verb, String... arguments) {
    String call = Long.toString(nextCall.getAndIncrement());
    CompletableFuture<Json> answer = new CompletableFuture<>();
    calls.put(call, answer);
    try {
      send(call + " " + verb + " " + String.join(" ", arguments));
    } catch (IOException gone) {
      answer.completeExceptionally(gone);
    }
    return answer
        .orTimeout(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)
        .whenComplete((value, failed) -> calls.remove(call));
  }

  private synchronized void send(String line) throws IOException {
    process.line(line.strip());
  }

  private void read() {
    try (BufferedReader lines = process.lines()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(Json.parse(line));
      }
      fail(new IOException(name + " has ended"));
    } catch (IOException broken) {
      fail(broken);
    }
  }

  private void take(Json message) throws IOException {
    if (message.at("ready").isPresent()) {
      ready.complete(message);
      return;
    }
    CompletableFuture<Json> answer = calls.get(message.text("call"));
    if (answer == null) {
      return; // too late
    }
    if (message.text("ok").equals("true")) {
      answer.complete(message);
    } else {
      answer.completeExceptionally(new IOException(name + ": " + message.text("error")));
    }
  }

  private void fail(IOException why) {
    ready.completeExceptionally(why);
    calls.values().forEach(call -> call.completeExceptionally(why));
  }

  @Override
  public void close() {
    process.close();
  }
}
