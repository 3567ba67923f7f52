package io.devp2p.interop.peers;

import java.nio.file.Path;

/** The child process behind a node. Thread-safe. */
interface Lifeline extends AutoCloseable {

  /** File of its log. */
  Path log();

  /** Whether it runs. */
  boolean isAlive();

  /** Ends it and waits for that. */
  @Override
  void close();
}
