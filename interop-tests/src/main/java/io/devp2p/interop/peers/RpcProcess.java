package io.devp2p.interop.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A node as a child process with JSON-RPC and the Engine API. Blocking; thread-safe. */
final class RpcProcess implements Lifeline {

  private static final Duration ONCE_LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(100);

  private final PeerProcess process;
  private final JsonRpc rpc;
  private final EngineRpc engine;

  private RpcProcess(PeerProcess process, JsonRpc rpc, EngineRpc engine) {
    this.process = process;
    this.rpc = rpc;
    this.engine = engine;
  }

  /** Free ports for the two interfaces. */
  record ApiPorts(int rpc, int engine) {
    static ApiPorts free() throws IOException {
      return new ApiPorts(Ports.free(), Ports.free());
    }
  }

  /**
   * Starts a node and waits until it answers {@code admin_nodeInfo}.
   *
   * @param command of the ports that it is to use
   * @throws IOException with the last lines of its output if it ends or does not answer
   */
  static RpcProcess start(
      String name, Path work, Duration limit, Function<ApiPorts, List<String>> command)
      throws IOException, InterruptedException {
    ApiPorts ports = ApiPorts.free();
    PeerProcess process =
        PeerProcess.start(name, work, PeerProcess.Output.FILE, Map.of(), command.apply(ports));
    RpcProcess node =
        new RpcProcess(process, new JsonRpc(ports.rpc()), new EngineRpc(ports.engine()));
    try {
      node.awaitAnswer(name, limit);
      return node;
    } catch (IOException | InterruptedException failed) {
      node.close();
      throw failed;
    }
  }

  /** Runs a command that ends by itself, such as an import. */
  static void once(String name, Path work, List<String> command)
      throws IOException, InterruptedException {
    try (PeerProcess process =
        PeerProcess.start(name, work, PeerProcess.Output.FILE, Map.of(), command)) {
      if (!process.awaitExit(ONCE_LIMIT) || process.exitCode() != 0) {
        throw new IOException(name + " failed:\n" + process.tail());
      }
    }
  }

  private void awaitAnswer(String name, Duration limit) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        info();
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() - start > limit.toNanos()) {
          throw new IOException(name + " does not answer:\n" + process.tail(), notYet);
        }
      }
      if (process.awaitExit(POLL)) {
        throw new IOException(name + " ended:\n" + process.tail());
      }
    }
  }

  /** The answer to {@code admin_nodeInfo}. */
  Json info() throws IOException, InterruptedException {
    return rpc.call("admin_nodeInfo");
  }

  JsonRpc rpc() {
    return rpc;
  }

  EngineRpc engine() {
    return engine;
  }

  @Override
  public Path log() {
    return process.log();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
    rpc.close();
    engine.close();
  }
}
