package io.devp2p.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import io.devp2p.lab.Truth;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verbs print, at nodes of a laboratory. */
final class VerbsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Lab lab;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    lab = Lab.start(new LabConfig(4, 5, EnumSet.of(NodeKind.ORDINARY), List.of()));
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  private static Truth node() {
    return lab.truth().getFirst();
  }

  private static JsonNode json(String... arguments) throws Exception {
    Ran ran = Ran.devp2p(arguments);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return JSON.readTree(ran.out());
  }

  @ParameterizedTest
  @CsvSource({"discv4", "discv5"})
  void ping(String version) throws Exception {
    JsonNode answer =
        json(version, "ping", "--json", "--addr", "127.0.0.1:0", node().record().toString());
    assertThat(answer.get("ok").asBoolean()).isTrue();
    assertThat(answer.get("rttMillis").asDouble()).isPositive();
    assertThat(answer.get("observed").asText()).startsWith("127.0.0.1:");
  }

  @Test
  void theVersionTellsTheCryptoTier() {
    Ran ran = Ran.devp2p("--version");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().strip())
        .startsWith("devp2p ")
        .endsWith(", crypto " + Curves.best().name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"discv4", "discv5", "rlpx"})
  void theCryptoTierIsChosenByAFlag(String verb) {
    String record = node().record().toString();
    assertThat(Ran.devp2p(verb, "ping", "--crypto", "bouncycastle", record).exit()).isZero();
    Ran ran = Ran.devp2p(verb, "ping", "--crypto", "abacus", record);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.errLines().getFirst())
        .startsWith("devp2p: --crypto: no crypto tier abacus can be used here; there is ");
  }

  @Test
  void pingOverAllAddresses() throws Exception {
    assertThat(json("discv4", "ping", "--json", node().enode().toString()).get("ok").asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"discv4,requestenr", "discv4,resolve", "discv5,resolve"})
  void record(String version, String verb) {
    Ran ran = Ran.devp2p(version, verb, "--addr", "127.0.0.1:0", node().enode().toString());
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(NodeRecord.parse(ran.out().strip()).id()).isEqualTo(node().id());
  }

  @Test
  void talkToANodeThatDoesNotSpeakTheProtocol() throws Exception {
    JsonNode answer =
        json(
            "discv5",
            "talk",
            "--json",
            "--addr",
            "127.0.0.1:0",
            node().record().toString(),
            "nonsense",
            "0x00");
    assertThat(answer.get("response").asText()).isEqualTo("0x");
  }

  @Test
  void rlpxPing() throws Exception {
    JsonNode answer = json("rlpx", "ping", "--json", node().record().toString());
    assertThat(answer.get("clientId").asText()).isEqualTo("devp2p-lab/ordinary");
    assertThat(answer.get("caps").toString())
        .isEqualTo("[\"eth/68\",\"eth/69\",\"eth/70\",\"eth/71\",\"eth/72\"]");
    assertThat(answer.get("status").get("version").asInt()).isEqualTo(72);
    assertThat(answer.get("status").get("forkHash").asText())
        .isEqualTo(node().record().eth().orElseThrow().hashHex());
  }

  @Test
  void noAnswerIsAFinding() {
    try (Lab gone = dead()) {
      String enode = gone.truth().getFirst().enode().toString();
      assertThat(Ran.devp2p("discv4", "ping", "--addr", "127.0.0.1:0", enode).exit()).isEqualTo(1);
      Ran json = Ran.devp2p("discv5", "ping", "--json", "--addr", "127.0.0.1:0", enode);
      assertThat(json.exit()).isEqualTo(1);
      assertThat(json.out()).startsWith("{\"ok\":false,\"outcome\":\"TIMED_OUT\"");
      assertThat(Ran.devp2p("rlpx", "ping", "--json", enode).out())
          .startsWith("{\"ok\":false,\"outcome\":\"TCP_REFUSED\"");
    }
  }

  private static Lab dead() {
    try {
      return Lab.start(new LabConfig(1, 1, EnumSet.of(NodeKind.GONE), List.of()));
    } catch (io.devp2p.core.NetworkException unreachable) {
      throw new AssertionError(unreachable);
    }
  }

  @ParameterizedTest
  @CsvSource({"discv4", "discv5"})
  void crawlIntoANodeSet(String version) throws Exception {
    Path file = directory.resolve("nodes.json");
    String bootnode = lab.bootnodes().getFirst().toString();
    Ran ran =
        Ran.devp2p(
            version,
            "crawl",
            "--addr",
            "127.0.0.1:0",
            "--timeout",
            "3s",
            "--bootnodes",
            bootnode,
            file.toString());
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode set = JSON.readTree(file.toFile());
    lab.truth().forEach(t -> assertThat(set.has(t.id().toString())).as(t.toString()).isTrue());
    assertThat(json("nodeset", "info", "--json", file.toString()).get("nodes").asInt())
        .isEqualTo(4);
  }

  @Test
  void resolveJsonAsksAllOfASetOnce() throws Exception {
    Path file = directory.resolve("nodes.json");
    String[] verb = {"discv4", "resolve-json", "--addr", "127.0.0.1:0", file.toString()};
    Ran ran = Ran.devp2p(with(verb, node().enode().toString()));
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out()).isEqualTo("1 nodes" + System.lineSeparator());
    assertThat(Ran.devp2p(with(verb, "--json")).out().strip()).isEqualTo("{\"nodes\":1}");
    JsonNode entry = JSON.readTree(file.toFile()).get(node().id().toString());
    assertThat(entry.get("score").asInt()).isEqualTo(2);
    assertThat(entry.get("record").asText()).isEqualTo(node().record().toString());
  }

  private static String[] with(String[] arguments, String more) {
    return Stream.concat(Arrays.stream(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aKeyBecomesAnEnodeAndARecord() {
    String key = directory.resolve("k").toString();
    assertThat(Ran.devp2p("key", "generate", key).exit()).isZero();
    NodeRecord record =
        NodeRecord.parse(
            Ran.devp2p("key", "to-enr", "--ip", "127.0.0.7", "-tcp", "1", key).out().strip());
    assertThat(record.ip4().orElseThrow().udp()).isEqualTo(30303);
    Enode enode =
        Enode.parse(Ran.devp2p("key", "to-enode", "--tcp", "5", "--udp", "6", key).out().strip());
    assertThat(enode.udp()).isEqualTo(6);
    assertThat(Ran.devp2p("key", "to-id", key).out().strip()).isEqualTo(record.id().toString());
  }

  @Test
  void completionKnowsTheVerbs() {
    assertThat(Ran.devp2p("completion").out()).contains("discv4", "requestenr", "--netrestrict");
  }

  @Test
  void flagsComeFromTheEnvironmentToo() {
    Settings settings =
        new Settings(Map.of("DEVP2P_HOME", directory.toString(), "DEVP2P_LAB_NODES", "7"));
    var crawl = Objects.requireNonNull(Main.commandLine().getSubcommands().get("crawl"));
    var option = crawl.getCommandSpec().findOption("--lab-nodes");
    assertThat(settings.defaultValue(option)).isEqualTo("7");
  }
}
