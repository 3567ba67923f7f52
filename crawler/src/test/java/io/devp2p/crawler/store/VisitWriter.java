package io.devp2p.crawler.store;

import io.devp2p.crawler.Samples;
import io.devp2p.crawler.Visit;
import java.io.IOException;
import java.nio.file.Path;

/** A program that writes visits for ever, and prints the id of each once it is committed. */
final class VisitWriter {

  private VisitWriter() {}

  public static void main(String[] arguments) throws IOException {
    SqliteStore store = SqliteStore.open(Path.of(arguments[0]));
    for (int seed = 0; ; seed++) {
      Visit visit = Samples.fullVisit(seed);
      var unused =
          store.visited(visit).thenRun(() -> System.out.println(visit.node().id().toString()));
    }
  }
}
