package io.devp2p.crawler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.crawler.History;
import io.devp2p.crawler.KnownNode;
import io.devp2p.crawler.Samples;
import io.devp2p.crawler.Source;
import io.devp2p.crawler.StoredNode;
import io.devp2p.crawler.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("crawl.db");
  }

  @Test
  void givesBackWhatItWasGiven() throws IOException {
    KnownNode twice =
        KnownNode.of(Samples.unsigned(5, "10.0.0.1", 30303, 30303), Source.V4)
            .with(Samples.unsigned(5, "fd00::1", 9, 0), Source.INPUT);
    Visit full = Samples.fullVisit(1);
    Visit refused = Samples.refusedVisit(2);
    Visit silent = Samples.silentVisit(3);
    try (SqliteStore store = SqliteStore.open(file)) {
      store.found(twice);
      store.visited(full);
      store.visited(refused);
      store.visited(silent);
    }
    try (SqliteStore store = SqliteStore.open(file)) {
      assertThat(store.nodes())
          .containsExactlyInAnyOrder(
              new StoredNode(twice, History.NONE, Optional.empty()),
              stored(full),
              stored(refused),
              stored(silent));
    }
  }

  private static StoredNode stored(Visit visit) {
    return new StoredNode(
        visit.node(),
        History.NONE.checked(visit.at(), visit.answered()),
        Optional.of(visit.finding()));
  }

  @Test
  void anotherVisitContinuesTheHistory() throws IOException {
    Visit first = Samples.fullVisit(1);
    Visit second =
        new Visit(
            first.node(),
            Samples.TIME.plusSeconds(60),
            Samples.silentVisit(1).udp(),
            Optional.empty(),
            Samples.silentVisit(1).ending());
    History imported =
        new History(
            8, Optional.of(Samples.TIME.minusSeconds(9)), Optional.empty(), Optional.empty());
    try (SqliteStore store = SqliteStore.open(file)) {
      store.imported(first.node(), imported);
      store.visited(first);
      store.visited(second);
      store.imported(first.node(), History.NONE); // comes too late: it has a history here
    }
    try (SqliteStore store = SqliteStore.open(file)) {
      assertThat(store.nodes())
          .containsExactly(
              new StoredNode(
                  first.node(),
                  imported.checked(first.at(), true).checked(second.at(), false),
                  Optional.of(second.finding())));
    }
  }

  @Test
  void othersReadWhileItIsOpen() throws Exception {
    try (SqliteStore store = SqliteStore.open(file)) {
      store.visited(Samples.fullVisit(1)).get();

      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
          var rows = other.createStatement().executeQuery("SELECT json FROM visit")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).startsWith("{\"event\":\"visit\",");
      }
    }
  }

  @Test
  void refusesAForeignFileAndLeavesItAlone() throws IOException, SQLException {
    Path text = Files.writeString(directory.resolve("text"), "not a database, and longer than 0");
    Path foreign = directory.resolve("foreign.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + foreign)) {
      other.createStatement().executeUpdate("CREATE TABLE theirs (a)");
    }
    byte[] before = Files.readAllBytes(foreign);

    assertRefused(text, text + ": not a crawl store");
    assertRefused(foreign, foreign + ": not a crawl store, but another SQLite database");

    assertThat(text).hasContent("not a database, and longer than 0");
    assertThat(Files.readAllBytes(foreign)).isEqualTo(before);
    assertThat(directory).isDirectoryNotContaining(p -> !p.equals(text) && !p.equals(foreign));
  }

  @Test
  void refusesAFileOfANewerProgram() throws IOException, SQLException {
    SqliteStore.open(file).close();
    try (Connection newer = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      newer.createStatement().executeUpdate("INSERT INTO schema_version VALUES (99)");
    }

    assertRefused(file, file + ": written by a newer program (schema 99, this one knows 1)");
  }

  @Test
  void refusesADamagedFileInOneLine() throws IOException {
    SqliteStore.open(file).close();
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 100, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);

    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAPlaceWhereNoFileCanBe() {
    Path missing = directory.resolve("missing/crawl.db");

    assertRefused(missing, missing + ": no such directory");
    assertRefused(directory, directory + ": is a directory");
  }

  private static void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> SqliteStore.open(path))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void afterAFailedWriteNothingIsReportedAsCommitted() throws Exception {
    SqliteStore store = SqliteStore.open(file);
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      other.createStatement().executeUpdate("DROP TABLE visit");
    }

    CompletableFuture<Void> failed = store.visited(Samples.fullVisit(1));

    assertThatThrownBy(failed::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("no such table: visit");
    assertThatThrownBy(store.visited(Samples.fullVisit(2))::get)
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(store::close).isInstanceOf(IOException.class);
  }

  @Test
  void aClosedStoreTakesNothing() throws IOException {
    SqliteStore store = SqliteStore.open(file);
    CompletableFuture<Void> before = store.visited(Samples.fullVisit(1));
    store.close();
    store.close();

    assertThat(before).isCompleted();
    assertThat(store.visited(Samples.fullVisit(2))).isCompletedExceptionally();
  }

  @Test
  void whatWasReportedAsCommittedSurvivesAKill() throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                VisitWriter.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    List<String> printed;
    try (var lines = child.inputReader()) {
      Predicate<String> isId = line -> line.length() == 64; // and no line of a log
      printed = new ArrayList<>(lines.lines().filter(isId).limit(300).toList());
      // Killed while it writes and prints; not by the process: that would close its output.
      child.toHandle().destroyForcibly();
      lines.lines().filter(isId).forEach(printed::add);
    }

    try (SqliteStore store = SqliteStore.open(file)) {
      List<String> visited =
          store.nodes().stream()
              .filter(n -> n.last().isPresent())
              .map(n -> n.node().id().toString())
              .toList();
      assertThat(printed).hasSizeGreaterThanOrEqualTo(300);
      assertThat(visited).containsAll(printed);
    }
  }
}
