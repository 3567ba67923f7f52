package io.devp2p.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodesJsonTest {

  @TempDir Path directory;

  @Test
  void writesWhatGethWritesByteForByte() throws IOException {
    NodeSet given = NodesJson.readStrict(file(resource("nodes-given.json")));

    List<NodeSetEntry> plain =
        given.entries().values().stream()
            .map(e -> new NodeSetEntry(e.known(), e.seq(), e.history(), new TreeMap<>()))
            .toList();

    assertThat(NodesJson.render(plain)).isEqualTo(resource("nodes-by-geth.json"));
  }

  @Test
  void readsWhatGethWrote() throws IOException {
    Path file = file(resource("nodes-by-geth.json"));
    NodesJson.write(file, NodesJson.readStrict(file).entries().values());

    assertThat(Files.readString(file)).isEqualTo(resource("nodes-by-geth.json"));
    assertThat(directory).isDirectoryNotContaining(p -> !p.equals(file));
  }

  @Test
  void writesAnEmptySetAsGethDoes() {
    assertThat(NodesJson.render(List.of())).isEqualTo("{}");
  }

  @Test
  void writesHistoryAndUrlsInTheFormOfGo() {
    NodeSetEntry entry =
        NodeSetEntry.of(
            new NodeSetEntry.Known.ByUrl(
                Enode.of(Samples.key(1).publicKey(), Samples.endpoint("::1", 30301, 30303))),
            new History(
                7,
                Optional.of(Instant.parse("2026-08-13T09:00:00.500Z")),
                Optional.of(Instant.parse("2026-08-20T10:58:14Z")),
                Optional.empty()));
    String id = entry.id().toString();
    String key = Samples.key(1).publicKey().toString();

    assertThat(NodesJson.render(List.of(entry)))
        .isEqualTo(
            """
            {
                "%s": {
                    "seq": 0,
                    "record": "enode://%s@[::1]:30303?discport=30301",
                    "score": 7,
                    "firstResponse": "2026-08-13T09:00:00.5Z",
                    "lastResponse": "2026-08-20T10:58:14Z",
                    "lastCheck": "0001-01-01T00:00:00Z"
                }
            }\
            """
                .formatted(id, key));
  }

  @Test
  void keepsKnownExtensionsAndEscapesAsGoDoes() throws IOException {
    Path file = file(entry("\"clientInfo\": {\"name\": \"<b>&\u2028\"}, \"other\": 1"));

    NodesJson.write(file, NodesJson.readStrict(file).entries().values());

    assertThat(Files.readString(file))
        .contains(
            """
                    "clientInfo": {
                        "name": "\\u003cb\\u003e\\u0026\\u2028"
                    }
            """
                .indent(0))
        .doesNotContain("other");
  }

  @Test
  void takesPrefixedKeysAnyCaseOffsetsAndUnsignedNumbers() throws IOException {
    String record = Samples.record(1, -1, "127.0.0.1", 1, 1).toString();
    String id = NodeId.of(Samples.key(1).publicKey()).toString();
    Path file =
        file(
            "{\"0x%s\": {\"SEQ\": 18446744073709551615, \"Record\": \"%s\", \"score\": null,"
                    .formatted(id, record)
                + " \"lastcheck\": \"2026-08-20T12:58:14.25+02:00\"}}");

    NodeSetEntry entry = NodesJson.readStrict(file).entries().values().iterator().next();

    assertThat(entry.seq()).isEqualTo(-1);
    assertThat(entry.history())
        .isEqualTo(
            new History(
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-08-20T10:58:14.25Z"))));
    assertThat(NodesJson.render(List.of(entry))).contains("\"seq\": 18446744073709551615,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"seq\": \"1\"|seq is not a whole number",
        "\"seq\": 18446744073709551616|seq is out of range",
        "\"seq\": -1|seq is out of range",
        "\"score\": -1|score is out of range",
        "\"score\": 1.5|score is not a whole number",
        "\"record\": 1|record is not a string",
        "\"record\": \"enr:AAAA\"|record: RLP",
        "\"record\": \"enode://abc@1.2.3.4:1\"|record: ENODE_URL",
        "\"lastCheck\": \"yesterday\"|lastCheck is not a time (RFC 3339)",
        "\"lastCheck\": {}|lastCheck is not a string",
      })
  void reportsABadEntryByIdAndGoesOn(String field, String why) throws IOException {
    String good = entry("\"score\": 3");
    String id = NodeId.of(Samples.key(2).publicKey()).toString();
    String record = Samples.record(2, 1, "127.0.0.1", 1, 1).toString();
    String bad = "\"%s\": {\"record\": \"%s\", %s, \"x\": []}".formatted(id, record, field);
    Path file = file("{" + bad + "," + good.substring(1));

    NodeSet set = NodesJson.read(file);

    assertThat(set.entries()).hasSize(1);
    assertThat(set.refused()).hasSize(1);
    assertThat(set.refused().getFirst().id()).isEqualTo(id);
    assertThat(set.refused().getFirst().why()).startsWith(why);
    assertThatThrownBy(() -> NodesJson.readStrict(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(id)
        .hasMessageContaining(why);
  }

  @Test
  void reportsEntriesOfAnotherShapeOrName() throws IOException {
    String id = NodeId.of(Samples.key(2).publicKey()).toString();
    String record = Samples.record(1, 1, "127.0.0.1", 1, 1).toString();
    Path file =
        file(
            "{\"%s\": {\"record\": \"%s\"}, \"zz\": {\"record\": \"%s\"}, \"a\": [1, {}], \"b\": {}}"
                .formatted(id, record, record));

    assertThat(NodesJson.read(file).refused())
        .containsExactly(
            new NodeSet.Refused(id, "the record is of another node"),
            new NodeSet.Refused("zz", "the key is not a node id (64 hex digits)"),
            new NodeSet.Refused("a", "not a JSON object"),
            new NodeSet.Refused("b", "no record"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{} {}", "{\"a\": {}", "nodes", "{\"a\": {]}"})
  void refusesWhatIsNoNodeSetInOneLine(String text) throws IOException {
    Path file = file(text);

    assertThatThrownBy(() -> NodesJson.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + ": not a node set")
        .hasMessageNotContaining("\n");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void tellsOfAFileOrDirectoryThatIsMissing() {
    Path missing = directory.resolve("missing/nodes.json");

    assertThatThrownBy(() -> NodesJson.read(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> NodesJson.write(missing, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": no such directory");
  }

  private static String entry(String fields) {
    String id = NodeId.of(Samples.key(1).publicKey()).toString();
    String record = Samples.record(1, 1, "127.0.0.1", 1, 1).toString();
    return "{\"%s\": {\"seq\": 1, \"record\": \"%s\", %s}}".formatted(id, record, fields);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("nodes.json"), text);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = NodesJsonTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }
}
