package io.devp2p.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.devp2p.interop.report.JUnitXml;
import io.devp2p.interop.report.Tap;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MatrixReportTest {

  private static final MatrixReport REPORT = Sample.report();

  @TempDir Path folder;

  @Test
  void countsCells() {
    assertThat(REPORT.summary())
        .isEqualTo(
            "3 of 5 cells passed, 1 failed, 1 as expected, 0 passed unexpectedly; 2 meetings of 2"
                + " implementations or versions, 1 absent, in 5 s");
    assertThat(REPORT.isContent()).isFalse();
    assertThat(Badge.write(REPORT)).contains("3/5", "#b3261e");
  }

  @Test
  void jsonIsOfItsSchema() throws Exception {
    Schema schema;
    try (InputStream in = Matrix.class.getResourceAsStream("matrix-schema.json")) {
      schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
    }
    String json = MatrixJson.write(REPORT);
    assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
    assertThat(schema.validate(json.replace("\"failed\"", "\"maybe\""), InputFormat.JSON))
        .hasSize(1);
    assertThat(schema.validate(json.replace("\"seed\":", "\"sead\":"), InputFormat.JSON))
        .hasSize(2);
  }

  @Test
  void aPageHoldsNoMarkupOfPeers() {
    String page = MatrixPage.write(REPORT);
    assertThat(page.split("</script>", -1)).hasSize(3); // the data and the code
    assertThat(page).doesNotContain("http://").doesNotContain("__DATA__").doesNotContain("<b id");
  }

  @Test
  void buildServersReadTheCells() {
    assertThat(JUnitXml.write(REPORT.suites())).contains("matrix of beta-2", "no PONG");
    assertThat(Tap.write(REPORT.suites().getLast())).contains("not ok 1 - discv4/PING", "# TODO");
  }

  @Test
  void aMeetingWithABadCellHasABundle() throws Exception {
    List<Path> bundles = Bundle.write(REPORT, folder);
    assertThat(bundles).containsExactly(folder.resolve("beta-2--alpha-1.zip"));
    try (ZipFile zip = new ZipFile(bundles.getFirst().toFile())) {
      String about =
          new String(
              zip.getInputStream(zip.getEntry("README.txt")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(about).contains("--seed " + Long.MIN_VALUE, "package beta-2", "00".repeat(32));
      assertThat(zip.getEntry("to/alpha.log")).isNotNull();
    }
  }

  @Test
  void groupsAreChosenByTheirWords() {
    assertThat(Group.select("rlpx,discv4")).isEqualTo(EnumSet.of(Group.DISCV4, Group.RLPX));
    assertThat(Group.select("all")).isEqualTo(EnumSet.allOf(Group.class));
    assertThatThrownBy(() -> Group.select("gossip"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("requests");
  }
}
