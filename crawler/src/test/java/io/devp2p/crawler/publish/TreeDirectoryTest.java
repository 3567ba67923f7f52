package io.devp2p.crawler.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Definition directories, byte for byte as go-ethereum's tool has them. */
final class TreeDirectoryTest {

  private static final NodeKey KEY =
      NodeKey.of(
          Bytes32.fromHexString(
              "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"));

  @TempDir Path directory;
  private TreeDirectory tree;

  @BeforeEach
  void copy() throws IOException {
    for (String name : List.of("enrtree-info.json", "nodes.json")) {
      Files.writeString(directory.resolve(name), resource("tree/" + name));
    }
    tree = new TreeDirectory(directory);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TreeDirectoryTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private String info() throws IOException {
    return Files.readString(directory.resolve("enrtree-info.json"));
  }

  @Test
  void theTxtRecordsAreThoseOfGeth() throws Exception {
    TreeDefinition definition = tree.definition();
    DnsTree signed = definition.tree(tree.records());
    assertThat(TxtJson.render(signed, definition.url().orElseThrow().domain()))
        .isEqualTo(resource("txt-by-geth.json"));
  }

  @Test
  void theSignatureIsThatOfGeth() throws Exception {
    TreeDefinition definition = tree.definition();
    DnsTree ours = DnsTree.of(tree.records(), definition.links()).sign(KEY, definition.seq());
    assertThat(ours.root().signature()).isEqualTo(definition.signature().orElseThrow());
    assertThat(definition.url()).contains(new TreeUrl(KEY.publicKey(), "nodes.example.org"));
  }

  @Test
  void aDefinitionIsWrittenAsItWasRead() throws IOException {
    String geths = info();
    tree.write(tree.definition());
    assertThat(info()).isEqualTo(geths);
    for (String time : List.of("2026-01-02T03:04:05+02:00", "2026-01-02T03:04:05.12Z")) {
      Files.writeString(
          directory.resolve("enrtree-info.json"),
          geths.replaceFirst("\"lastModified\": \"[^\"]*", "\"lastModified\": \"" + time));
      String before = info();
      tree.write(tree.definition());
      assertThat(info()).isEqualTo(before).contains(time);
    }
  }

  @Test
  void whatIsMissingIsLeftOutAsGethDoes() throws IOException {
    Path fresh = directory.resolve("new");
    new TreeDirectory(fresh).write(TreeDefinition.NEW);
    assertThat(Files.readString(fresh.resolve("enrtree-info.json")))
        .isEqualTo(
            """
            {
                "seq": 0,
                "links": [],
                "lastModified": "0001-01-01T00:00:00Z"
            }\
            """);
    assertThat(new TreeDirectory(fresh).definition()).isEqualTo(TreeDefinition.NEW);
    assertThat(new TreeDirectory(directory.resolve("none")).definition())
        .isEqualTo(TreeDefinition.NEW);
    assertThat(new TreeDirectory(Path.of("some", "..", "nodes.example.org")).name())
        .isEqualTo("nodes.example.org");
  }

  @Test
  void theOrderOfTheLinksIsKept() throws Exception {
    TreeUrl one = new TreeUrl(KEY.publicKey(), "b.example.org");
    TreeUrl two = new TreeUrl(KEY.publicKey(), "a.example.org");
    TreeUrl url = new TreeUrl(KEY.publicKey(), "n");
    DnsTree signed = DnsTree.of(List.of(), List.of(one, two)).sign(KEY, 9);
    tree.write(TreeDefinition.of(url, signed.root(), signed.links(), OffsetDateTime.MIN));
    assertThat(tree.definition().links()).containsExactly(one, two);
    assertThat(tree.definition().tree(List.of()).txt("n")).isEqualTo(signed.txt("n"));
  }

  @Test
  void aTreeThatWasNotSignedOrHasChangedIsNotExported() throws Exception {
    List<NodeRecord> records = tree.records();
    assertThatExceptionOfType(Unpublishable.class)
        .isThrownBy(() -> TreeDefinition.NEW.tree(records))
        .withMessageContaining("sign it first");
    TreeDefinition definition = tree.definition();
    assertThatExceptionOfType(Unpublishable.class)
        .isThrownBy(() -> definition.tree(records.subList(1, records.size())))
        .withMessageContaining("has changed");
  }

  @Test
  void nodesWithoutRecordOrWithAnotherSeqAreNoTree() throws IOException {
    Path nodes = directory.resolve("nodes.json");
    String text = Files.readString(nodes);
    Files.writeString(nodes, text.replace("\"seq\": 7,", "\"seq\": 8,"));
    assertThatExceptionOfType(Unpublishable.class).isThrownBy(() -> tree.records());
    String id = text.substring(2, 66);
    String enode =
        "enode://"
            + NodeRecord.parse(text.substring(text.indexOf("enr:"), text.indexOf("\"}")))
                .publicKey()
            + "@127.0.0.1:30303";
    Files.writeString(nodes, "{\"" + id + "\": {\"record\": \"" + enode + "\"}}");
    assertThatExceptionOfType(Unpublishable.class)
        .isThrownBy(() -> tree.records())
        .withMessageContaining("no record of node");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"seq\": -1}",
        "{\"seq\": 18446744073709551616}",
        "{\"seq\": 1.5}",
        "{\"url\": \"enrtree://x@y\"}",
        "{\"url\": 5}",
        "{\"links\": [\"enr:\"]}",
        "{\"links\": {}}",
        "{\"signature\": \"*\"}",
        "{\"lastModified\": \"yesterday\"}",
      })
  void otherFilesAreRefusedInOneLine(String text) throws IOException {
    Files.writeString(directory.resolve("enrtree-info.json"), text);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> tree.definition())
        .withMessageStartingWith(directory + "/enrtree-info.json: ")
        .matches(e -> String.valueOf(e.getMessage()).lines().count() == 1);
  }

  @Test
  void aZoneHasItsLeavesFirstAndItsRootLast() throws Exception {
    DnsTree signed = tree.definition().tree(tree.records());
    List<ZoneFile.Line> lines = ZoneFile.lines(signed, "Nodes.example.org");
    assertThat(lines).hasSize(signed.txt("n").size());
    assertThat(lines.getLast().toString())
        .startsWith("nodes.example.org. 1800 IN TXT \"enrtree-root:v1 e=")
        .doesNotContain("\" \"");
    Set<String> before = new HashSet<>();
    for (ZoneFile.Line line : lines) {
      String text = String.join("", line.strings());
      assertThat(line.strings()).allMatch(string -> string.length() <= 255);
      assertThat(line.name()).isLowerCase().endsWith(".");
      if (text.startsWith("enrtree-branch:") && text.length() > 15) {
        for (String child : text.substring(15).split(",", -1)) {
          assertThat(before).contains(child.toLowerCase(Locale.ROOT));
        }
      }
      before.add(line.name().split("\\.", -1)[0]);
    }
    assertThat(lines)
        .extracting(Object::toString)
        .anyMatch(line -> line.matches(".* 2419200 IN TXT \"enrtree-branch:.{240}\" \".+\""));
  }
}
