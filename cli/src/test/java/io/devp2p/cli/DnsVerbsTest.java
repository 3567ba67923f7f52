package io.devp2p.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.devp2p.core.crypto.KeyFile;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.History;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.NodesJson;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeUrl;
import io.devp2p.testkit.netty.DnsReply;
import io.devp2p.testkit.netty.DnsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code devp2p dns}, with a DNS server on loopback. */
final class DnsVerbsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final NodeKey KEY = key(77);
  private static final TreeUrl URL = new TreeUrl(KEY.publicKey(), "nodes.example.org");
  private static final Instant NOW = Instant.parse("2026-08-20T10:58:14Z");

  @TempDir Path directory;
  private DnsServer server;

  @BeforeEach
  void start() throws Exception {
    server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    KeyFile.write(path("key"), KEY, false);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static NodeKey key(int number) {
    return NodeKey.of(Bytes32.leftPad(Bytes.ofUnsignedInt(number)));
  }

  private Path path(String name) {
    return directory.resolve(name);
  }

  private static NodeRecord record(int number, String address) {
    try {
      return NodeRecord.builder()
          .address(InetAddress.getByName(address))
          .port("tcp", 30303)
          .port("udp", 30303)
          .sign(key(number), 1);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static List<NodeRecord> records(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> record(i, "8." + i + ".0.1")).toList();
  }

  private static DnsTree tree(long seq, List<NodeRecord> records) {
    return DnsTree.of(records, List.of()).sign(KEY, seq);
  }

  /** A directory with these nodes, each seen often and for long. */
  private Path nodes(String name, List<NodeRecord> records) throws IOException {
    Path tree = path(name);
    Files.createDirectories(tree);
    History history =
        new History(
            9, Optional.of(NOW), Optional.of(NOW.plus(Duration.ofDays(9))), Optional.of(NOW));
    NodesJson.write(
        tree.resolve("nodes.json"),
        records.stream()
            .map(r -> NodeSetEntry.of(new NodeSetEntry.Known.Signed(r), history))
            .toList());
    return tree;
  }

  private Ran dns(String verb, Object... arguments) {
    Stream<String> given = Stream.of(arguments).map(Object::toString);
    return Ran.devp2p(Stream.concat(Stream.of("dns", verb), given).toArray(String[]::new));
  }

  /** A verb that asks DNS, at our server and without its usual pace. */
  private Ran asking(String verb, Object... arguments) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "--rate",
                "1000",
                "--timeout",
                "300ms",
                "--dns-server",
                "127.0.0.1:" + server.address().getPort()));
    all.addAll(List.of(arguments));
    return dns(verb, all.toArray());
  }

  private static JsonNode json(Ran ran) throws IOException {
    assertThat(ran.err()).isEmpty();
    return JSON.readTree(ran.out());
  }

  @Test
  void aTreeIsSignedPublishedAndReadBack() throws IOException {
    Path tree = nodes("nodes.example.org", records(1, 40));
    Ran signed = dns("sign", tree, path("key"), "--json");
    assertThat(signed.exit()).as(signed.toString()).isZero();
    assertThat(json(signed).get("url").asText()).isEqualTo(URL.toString());
    assertThat(json(signed).get("seq").asInt()).isEqualTo(1);
    JsonNode txt = json(dns("to-txt", tree));
    txt.properties().forEach(e -> server.put(e.getKey(), DnsReply.Txt.of(e.getValue().asText())));

    Ran synced = asking("sync", URL, path("copy"));
    assertThat(synced).isEqualTo(new Ran(0, "", ""));
    assertThat(dns("to-txt", path("copy")).out()).isEqualTo(dns("to-txt", tree).out());
    assertThat(json(asking("sync", "--json", URL, path("copy"))).get("nodes").asInt())
        .isEqualTo(40);
    Ran same = asking("diff", tree);
    assertThat(same.exit()).isZero();
    assertThat(same.out())
        .isEqualTo("40 nodes before, 40 after: 0 added, 0 removed, 0 changed (0.0 %)\n");
  }

  @Test
  void signingGoesOnFromWhatIsThere() throws IOException {
    Path tree = nodes("somewhere", records(1, 3));
    assertThat(dns("sign", "-domain", "a.example.org", "-seq", "41", tree, path("key")).exit())
        .isZero();
    JsonNode next = json(dns("sign", tree, path("key"), "--json"));
    assertThat(next.get("seq").asInt()).isEqualTo(42);
    assertThat(next.get("url").asText()).endsWith("@a.example.org");
  }

  @Test
  void aFileOrStandardOutputTakesTheRecords() throws IOException {
    Path tree = nodes("nodes.example.org", records(1, 3));
    assertThat(dns("sign", tree, path("key")).exit()).isZero();
    assertThat(dns("to-txt", tree, path("txt.json"))).isEqualTo(new Ran(0, "", ""));
    assertThat(Files.readString(path("txt.json")) + "\n").isEqualTo(dns("to-txt", tree).out());
    assertThat(dns("to-txt", "--json", tree, "-").out().lines()).hasSize(1);
    List<String> zone = dns("to-zone", tree).out().lines().toList();
    assertThat(zone).hasSize(6).last().asString().startsWith("nodes.example.org. 1800 IN TXT \"");
    Ran lines = dns("to-zone", "--json", tree);
    assertThat(JSON.readTree(lines.out().lines().toList().getLast()).get("strings").get(0).asText())
        .startsWith("enrtree-root:v1 ");
  }

  /** D-06. */
  @Test
  void whatMustNotBePublishedIsNotSigned() throws IOException {
    NodeRecord badPort =
        record(1, "8.8.8.8").toBuilder()
            .entry("udp6", Bytes.fromHexString("0x83010000"))
            .sign(key(1), 1);
    NodeRecord noTcp = record(2, "8.8.8.8").toBuilder().without("tcp").sign(key(2), 1);
    for (NodeRecord record : List.of(badPort, noTcp, record(3, "10.0.0.1"))) {
      Path tree = nodes("tree", List.of(record, record(9, "8.8.8.8")));
      Ran ran = dns("sign", tree, path("key"));
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err())
          .contains(record.id().toString(), "1 of 2 records must not be published");
      assertThat(tree.resolve("enrtree-info.json")).doesNotExist();
    }
    Path lab = nodes("lab", List.of(record(3, "127.0.0.9")));
    assertThat(dns("sign", "--netrestrict", "127.0.0.0/8", lab, path("key")).exit()).isZero();
  }

  @Test
  void aTreeThatChangedSinceItWasSignedIsNotExported() throws IOException {
    Path tree = nodes("nodes.example.org", records(1, 3));
    assertThat(dns("to-txt", tree).err()).contains("sign it first");
    assertThat(dns("sign", tree, path("key")).exit()).isZero();
    nodes("nodes.example.org", records(1, 4));
    for (String verb : List.of("to-txt", "to-zone", "diff")) {
      Ran ran = dns(verb, tree);
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("sign it again");
    }
  }

  @Test
  void anOlderTreeDoesNotReplaceANewerOne() {
    server.put(tree(7, records(1, 3)).txt(URL.domain()));
    assertThat(asking("sync", URL, path("copy")).exit()).isZero();
    server.put(tree(6, records(1, 3)).txt(URL.domain()));
    Ran ran = asking("sync", "--json", URL, path("copy"));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).startsWith("{\"ok\":false,\"outcome\":\"DNS_ROLLBACK\"");
  }

  @Test
  void aTreeThatIsNotWholeIsNotWritten() {
    DnsTree tree = tree(7, records(1, 3));
    server.put(tree.txt(URL.domain()));
    String name =
        tree.txt(URL.domain()).entrySet().stream()
            .filter(e -> e.getValue().startsWith("enr:"))
            .findFirst()
            .orElseThrow()
            .getKey();
    server.put(name, DnsReply.Txt.of("enr:-----"));
    Ran ran = asking("sync", URL, path("copy"));
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).contains(name, "DNS_HASH_MISMATCH", "not whole");
    assertThat(path("copy")).doesNotExist();
  }

  @Test
  void withoutAServerNothingIsReached() {
    server.put(URL.domain(), new DnsReply.Silence());
    assertThat(asking("sync", URL, path("copy")).exit()).isEqualTo(3);
    server.clear();
    Ran nothing = asking("sync", URL, path("copy"));
    assertThat(nothing.exit()).isEqualTo(1);
    assertThat(nothing.err()).contains("DNS_NO_ROOT");
  }

  @ParameterizedTest
  @CsvSource({"1,0", "19,0", "21,4", "100,4"})
  void aLargeChangeIsAnAlarm(int fresh, int exit) throws IOException {
    server.put(tree(7, records(1, 100)).txt(URL.domain()));
    List<NodeRecord> after = new ArrayList<>(records(1, 100 - fresh / 2));
    after.addAll(records(101, 100 + fresh - fresh / 2));
    Path tree = nodes("nodes.example.org", after);
    assertThat(dns("sign", tree, path("key")).exit()).isZero();
    Ran ran = asking("diff", "--json", tree);
    assertThat(ran.exit()).isEqualTo(exit);
    JsonNode change = JSON.readTree(ran.out());
    assertThat(change.get("share").asDouble()).isEqualTo(fresh / 100.0);
    assertThat(change.get("alarm").asBoolean()).isEqualTo(exit == 4);
    assertThat(asking("diff", "--alarm", "100", tree).exit()).isZero();
  }

  @Test
  void theFirstTreeOfADomainIsNoAlarm() throws IOException {
    Path tree = nodes("nodes.example.org", records(1, 3));
    assertThat(dns("sign", tree, path("key")).exit()).isZero();
    Ran ran = asking("diff", tree);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("3 added");
  }

  @Test
  void publishingChoosesSignsAndWritesAtOnceAndOnlySaysSoByDefault() throws IOException {
    List<NodeRecord> candidates = new ArrayList<>(records(1, 20));
    candidates.add(record(30, "127.0.0.1"));
    IntStream.range(40, 45).forEach(i -> candidates.add(record(i, "9.9.9." + i)));
    Path nodes = nodes("crawled", candidates).resolve("nodes.json");
    Path tree = path("nodes.example.org");
    for (String flag : List.of("--dry-run", "--json")) {
      Ran dry = dns("publish", flag, nodes, tree, path("key"));
      assertThat(dry.exit()).as(dry.toString()).isZero();
      assertThat(tree).doesNotExist();
    }
    Path zone = path("zone");
    Path txt = path("txt.json");
    Ran ran =
        dns(
            "publish",
            "--no-dry-run",
            "--json",
            "--zone",
            zone,
            "--txt",
            txt,
            nodes,
            tree,
            path("key"));
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(json(ran).get("after").asInt()).isEqualTo(22);
    assertThat(json(ran).get("refused").properties()).hasSize(4);
    assertThat(Files.readString(txt) + "\n").isEqualTo(dns("to-txt", tree).out());
    assertThat(Files.readString(zone)).isEqualTo(dns("to-zone", tree).out());

    nodes("crawled", records(1, 15));
    Ran alarm = dns("publish", "--no-dry-run", nodes, tree, path("key"));
    assertThat(alarm.exit()).isEqualTo(4);
    assertThat(Files.readString(txt) + "\n").isEqualTo(dns("to-txt", tree).out());
    Ran raised = dns("publish", "--no-dry-run", "--alarm", "50", nodes, tree, path("key"));
    assertThat(raised.exit()).isZero();
    assertThat(json(dns("to-txt", tree)).get("nodes.example.org").asText()).contains(" seq=2 ");
  }

  @Test
  void aSetWithoutNodesToPublishIsAFinding() throws IOException {
    Path nodes = nodes("crawled", List.of(record(30, "127.0.0.1"))).resolve("nodes.json");
    Ran ran = dns("publish", nodes, path("tree"), path("key"));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("no node that may be published");
  }

  @Test
  void aKeyUnderAPassphraseSigns() throws IOException {
    Files.writeString(
        path("keystore"),
        """
        {"address":"-","id":"a37e1559-5955-450d-8075-7b8931b392b2","version":3,"crypto":{
         "cipher":"aes-128-ctr","cipherparams":{"iv":"e0c41130a323adc1446fc82f724bca2f"},
         "ciphertext":"9517cd5bdbe69076f9bf5057248c6c050141e970efa36ce53692d5d59a3984",
         "kdf":"scrypt","kdfparams":{"dklen":32,"n":2,"r":8,"p":1,
         "salt":"711f816911c92d649fb4c84b047915679933555030b3552c1212609b38208c63"},
         "mac":"d5e116151c6aa71470e67a7d42c9620c75c4d23229847dcc127794f0732b0db5"}}
        """);
    Path tree = nodes("nodes.example.org", records(1, 3));
    Files.writeString(path("right"), "foo\n");
    Files.writeString(path("wrong"), "bar\n");
    assertThat(dns("sign", "--password-file", path("right"), tree, path("keystore")).exit())
        .isZero();
    assertThat(dns("to-txt", tree).exit()).isZero();
    Ran wrong = dns("sign", "--password-file", path("wrong"), tree, path("keystore"));
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.errLines()).hasSize(1).first().asString().contains("passphrase is wrong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{",
        "{\"version\":1}",
        "{\"version\":3}",
        "{\"version\":3,\"crypto\":{\"cipher\":\"aes-128-ctr\",\"kdf\":\"scrypt\",\"kdfparams\":"
            + "{\"dklen\":32,\"n\":1073741824,\"r\":8,\"p\":1,\"salt\":\"00\"}}}",
      })
  void otherFilesAreNoKeystore(String text) throws IOException {
    Files.writeString(path("keystore"), text);
    Path tree = nodes("nodes.example.org", records(1, 3));
    Ran ran = dns("sign", tree, path("keystore"));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.errLines()).hasSize(1).first().asString().contains("not a keystore file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"to-cloudflare", "to-route53", "nuke-route53"})
  void uploadingIsLeftToOthers(String verb) {
    Ran ran = dns(verb, "--token", "x", "--zone-id", "y", "somewhere");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("to-txt", "to-zone");
    assertThat(Ran.devp2p("dns", "--help").out()).doesNotContain(verb);
  }

  @ParameterizedTest
  @CsvSource({
    "sync,enr:abc",
    "sync,enrtree://x@y",
    "sign,/nowhere",
    "to-txt,",
    "diff,/nowhere --alarm x",
  })
  void misuseIsToldInOneLine(String verb, String arguments) {
    Ran ran = dns(verb, arguments == null ? new Object[0] : arguments.split(" ", -1));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.errLines()).hasSize(1).first().asString().startsWith("devp2p: ");
  }
}
