package io.devp2p.interop.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.devp2p.interop.dialogue.Transcript;
import io.devp2p.interop.suite.CaseResult;
import io.devp2p.interop.suite.Severity;
import io.devp2p.interop.suite.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** A target cannot write into a report what is not text. */
final class ReportsTest {

  private static final String EVIL = "</script><b a='\"'>]]>&\u0000\u001b[31m\u202e\n1..0 # SKIP";

  private static final Transcript.Entry ENTRY =
      new Transcript.Entry(
          1_500, Transcript.Kind.RECEIVED, "a:1", "b:2", EVIL, Bytes.of(1, 2), Bytes.EMPTY);

  private static ReportedCase one(String id, Verdict verdict, String... expected) {
    CaseResult result =
        new CaseResult(
            id,
            Severity.MUST,
            "spec",
            "It holds.",
            verdict,
            Duration.ofMillis(12),
            List.of(ENTRY),
            3,
            "");
    return new ReportedCase(result, List.of(expected).stream().findFirst());
  }

  private static final SuiteReport REPORT =
      new SuiteReport(
          "discv4",
          Optional.empty(),
          "x",
          EVIL,
          Long.MIN_VALUE,
          Instant.EPOCH,
          List.of(
              one("a", new Verdict.Passed()),
              one("b", new Verdict.Failed(EVIL)),
              one("c", new Verdict.Skipped("why")),
              one("d", new Verdict.Failed("it"), "known"),
              one("e", new Verdict.Passed(), "known")));

  @Test
  void sums() {
    assertThat(REPORT.summary())
        .isEqualTo("1/4 tests passed. 1 failed as expected. 1 passed unexpectedly. 1 skipped.");
    assertThat(REPORT.isContent()).isFalse();
  }

  @Test
  void tap() {
    List<String> lines = Tap.write(REPORT).lines().toList();
    assertThat(lines).startsWith("TAP version 13").contains("1..5");
    assertThat(lines.stream().filter(line -> line.matches("(not )?ok .*")))
        .containsExactly(
            "ok 1 - a",
            "not ok 2 - b",
            "ok 3 - c # SKIP why",
            "not ok 4 - d # TODO known",
            "not ok 5 - e");
    assertThat(lines).noneMatch(line -> line.startsWith("1..0"));
  }

  @Test
  void junit() throws Exception {
    byte[] xml = JUnitXml.write(List.of(REPORT)).getBytes(StandardCharsets.UTF_8);
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml));
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(5);
    assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("b").getLength()).isZero();
  }

  @Test
  void json() throws Exception {
    int names = 0;
    try (JsonParser in = new JsonFactory().createParser(JsonReport.write(List.of(REPORT)))) {
      while (in.nextToken() != null) {
        names += "id".equals(in.currentName()) ? 1 : 0;
      }
    }
    assertThat(names).isEqualTo(2 * 5); // a name and a value each
  }

  @Test
  void page() {
    String page = HtmlPage.write(List.of(REPORT));
    assertThat(page.split("</script>", -1)).hasSize(3); // the data and the code
    assertThat(page).doesNotContain("http://").doesNotContain("__DATA__");
  }
}
