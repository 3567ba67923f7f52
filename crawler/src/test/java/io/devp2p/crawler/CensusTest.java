package io.devp2p.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CensusTest {

  private static final Visit FULL = Samples.fullVisit(1);
  private static final Visit REFUSED = Samples.refusedVisit(2);
  private static final Visit SILENT = Samples.silentVisit(3);

  @TempDir Path directory;

  private final Census census =
      Census.of(
          Stream.concat(
                  Stream.of(FULL, REFUSED, SILENT)
                      .map(v -> new StoredNode(v.node(), History.NONE, Optional.of(v.finding()))),
                  Stream.of(
                      new StoredNode(
                          KnownNode.of(Samples.unsigned(4, "::1", 1, 1), Source.V4),
                          History.NONE,
                          Optional.empty())))
              .toList());

  @Test
  void countsTheLatestVisitOfEachNode() {
    assertThat(census.text())
        .isEqualToNormalizingNewlines(
            """
            seen 4  answered 2  dialed 2  Hello 1  Status 1

            outcome
                   1  STATUS
                   1  FULL_BEFORE_HELLO
                   1  SILENT

            client
                   1  geth

            eth version
                   1  eth/70

            network, fork
                   1  18446744073709551615 0x07c9462e

            discovery
                   1  v4
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "Geth/v1.17.10-stable/linux-amd64/go1.26, geth",
    "nimbus-eth1 v0.1.0 [linux: amd64], nimbus-eth1",
    "server, server",
    "/linux-amd64, (none)",
    "'', (none)",
    "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd/1, aaaaaaaaaabbbbbbbbbbccccccccccdd"
  })
  void namesAClientByTheFirstPartOfItsId(String clientId, String name) {
    assertThat(Census.clientName(clientId)).isEqualTo(name);
  }

  @Test
  void findsEachDifferenceToTheTruth() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("truth.json"),
            """
            {"%s": {"enr": "x", "family": 4, "v4": true, "v5": false, "outcome": "STATUS",
               "client": "Geth/v1.17.10-stable/linux-amd64/go1.26", "eth": 70, "more": [{}]},
             "%s": {"family": 4, "v4": true, "v5": true, "outcome": "STATUS", "client": "x", "eth": 68},
             "%s": {"family": 6, "v4": true, "v5": true, "outcome": "UDP_ONLY", "client": null,
               "eth": null}}
            """
                .formatted(
                    FULL.node().id(), SILENT.node().id(), Samples.node(9, "::1", 1, 1).id()));

    TruthComparison comparison = TruthComparison.of(TruthComparison.read(file), census);

    assertThat(comparison.recall()).isEqualTo(2.0 / 3);
    assertThat(comparison.differences())
        .extracting(TruthComparison.Difference::field)
        .containsExactly("outcome", "v4", "v5", "client", "eth", "node");
    assertThat(comparison.differences().getFirst())
        .hasToString(SILENT.node().id() + ": outcome is STATUS, seen was SILENT");
  }

  @Test
  void readsATruth() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("truth.json"),
            "{\"%s\": {\"family\": 6, \"v5\": true, \"outcome\": \"SILENT\"}}"
                .formatted(SILENT.node().id()));

    assertThat(TruthComparison.read(file))
        .isEqualTo(
            List.of(
                new TruthComparison.Expected(
                    SILENT.node().id(),
                    6,
                    false,
                    true,
                    "SILENT",
                    Optional.empty(),
                    OptionalInt.empty())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"[]", "{\"zz\": {}}", "{", "{\"a\": 1}"})
  void refusesWhatIsNoTruthInOneLine(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("truth.json"), text);

    assertThatThrownBy(() -> TruthComparison.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": not the truth of a laboratory");
  }
}
