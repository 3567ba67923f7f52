package io.devp2p.interop.matrix;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The log of a node in this process: a line for each event. Thread-safe.
 *
 * @param file where it is
 * @param out what writes it
 * @param start when it began, by the monotonic clock
 */
record EventLog(Path file, PrintWriter out, long start) implements AutoCloseable {

  static EventLog to(Path file) throws IOException {
    return new EventLog(
        file, new PrintWriter(file.toFile(), StandardCharsets.UTF_8), System.nanoTime());
  }

  void add(Object event) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    synchronized (out) {
      out.printf("%6d ms  %s%n", millis, event);
      out.flush();
    }
  }

  @Override
  public void close() {
    out.close();
  }
}
