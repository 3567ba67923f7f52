package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A reference node that runs as a child process on the loopback interface and has answered once.
 * Whatever it cannot do is empty. Thread-safe.
 */
public interface RunningPeer extends AutoCloseable {

  /** How a node is started; the one thing that every adapter has to provide. */
  @FunctionalInterface
  interface Launcher {
    /**
     * Starts a node and waits until it answers.
     *
     * @param installation what to run
     * @param work folder for its data and output; one for each node
     * @throws IOException with the last lines of its output if it does not come up
     */
    RunningPeer start(Installation installation, Path work, Launch launch)
        throws IOException, InterruptedException;
  }

  /** Its address, and its record where it has one. */
  Node node();

  /** Its enode URL. */
  default Enode enode() {
    return Enode.of(node().key(), node().endpoint());
  }

  /** Discovery of a version that can be told what to do. */
  default Optional<Asker> asker(Version version) {
    return Optional.empty();
  }

  /** RLPx that can be told what to do. */
  default Optional<Dialer> dialer() {
    return Optional.empty();
  }

  /** The chain of its Status. */
  default Optional<Chain> chain() {
    return Optional.empty();
  }

  /** Its JSON-RPC, where it has one with the methods of go-ethereum. */
  default Optional<JsonRpc> rpc() {
    return Optional.empty();
  }

  /** Its Engine API. */
  default Optional<EngineRpc> engine() {
    return Optional.empty();
  }

  /** File of its log. */
  Path log();

  /** Whether its process runs. */
  boolean isAlive();

  /** Ends the process and waits for that. */
  @Override
  void close();
}
