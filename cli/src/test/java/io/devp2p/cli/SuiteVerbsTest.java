package io.devp2p.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that run a suite, at a node of a laboratory. */
final class SuiteVerbsTest {

  private static final String ELSEWHERE =
      "enode://1dd9d65c4552b5eb43d5ad55a2ee3f56c6cbc1c64a5c8d659f51fcd51bace24351232b8d7821617d2b29"
          + "b54b81cdefb9b3e9c37d7fd5f63270bcc9e1a6f6a439@192.0.2.1:30303";

  private static Lab lab;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    lab = Lab.start(new LabConfig(1, 5, EnumSet.of(NodeKind.ORDINARY), List.of()));
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  private static String node() {
    return lab.truth().getFirst().record().toString();
  }

  @Test
  void tapWithFiles() throws Exception {
    Path junit = directory.resolve("out.xml");
    Path html = directory.resolve("out.html");
    Ran ran =
        Ran.devp2p(
            "discv4",
            "test",
            "--remote",
            node(),
            "--run",
            "^Ping/(Basic|WrongTo)$",
            "--tap",
            "--seed",
            "7",
            "--junit",
            junit.toString(),
            "--html",
            html.toString());
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("1..2", "ok 1 - Ping/Basic", "ok 2 - Ping/WrongTo");
    assertThat(ran.err()).contains("-- OK Ping/Basic").contains("seed 7");
    assertThat(Files.readString(junit)).contains("tests=\"2\"").contains("failures=\"0\"");
    assertThat(Files.readString(html)).contains("Ping/WrongTo");
  }

  @Test
  void discv5() {
    Ran ran = Ran.devp2p("discv5", "test", "--run", "^(Ping|TalkRequest)$", node());
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("2/2 tests passed.");
  }

  @Test
  void json() throws Exception {
    Ran ran = Ran.devp2p("discv4", "test", "--remote", node(), "--run", "^Ping/Basic$", "--json");
    JsonNode report = new ObjectMapper().readTree(ran.out()).get("reports").get(0);
    assertThat(report.get("suite").asText()).isEqualTo("discv4");
    assertThat(report.get("independent").asBoolean()).isFalse();
    assertThat(report.get("cases").get(0).get("outcome").asText()).isEqualTo("passed");
  }

  @Test
  void whatIsListedToFailAndPassesIsAFinding() throws Exception {
    Path expect = Files.writeString(directory.resolve("x.txt"), "discv4 Ping/Basic it is odd\n");
    Ran ran =
        Ran.devp2p(
            "discv4",
            "test",
            "--remote",
            node(),
            "--run",
            "^Ping/Basic$",
            "--expect",
            expect.toString());
    assertThat(ran.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(ran.err()).contains("PASSED UNEXPECTEDLY Ping/Basic");
  }

  @Test
  void aNodeElsewhereIsNotAttackedByAccident() {
    Ran ran = Ran.devp2p("discv4", "test", "--remote", ELSEWHERE);
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains("--i-own-this-node");
  }

  @Test
  void nothingSelectedIsAnError() {
    Ran ran = Ran.devp2p("discv4", "test", "--remote", node(), "--run", "no such case");
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
  }
}
