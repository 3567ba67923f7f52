package io.devp2p.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the README says is so. */
final class ReadmeTest {

  private static final Path ROOT = Path.of("..");

  @Test
  void theExampleIsTheOneThatRuns() throws Exception {
    String source = Files.readString(Path.of("src/test/java/io/devp2p/cli/ReadmeExample.java"));
    String snippet =
        source.split(" *// README (begins|ends)\n?", -1)[1].stripTrailing().stripIndent();
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(snippet);
  }

  @Test
  void theExampleFindsNodesAndReadsTheirStatus() throws Exception {
    LabConfig three = new LabConfig(3, 7, EnumSet.of(NodeKind.ORDINARY), List.of());
    try (Lab lab = Lab.start(three)) {
      List<String> printed = new ArrayList<>();
      ReadmeExample.run(lab.bootnodes(), printed::add);
      assertThat(printed)
          .hasSize(3)
          .allMatch(line -> line.startsWith("devp2p-lab/ordinary follows 0x"));
    }
  }

  /** A verb in the README that is not there, or the other way round, is a lie. */
  @Test
  void everyVerbOfTheReadmeExists() throws Exception {
    Matcher line =
        Pattern.compile("^\\./devp2p ([a-z0-9]+)", Pattern.MULTILINE)
            .matcher(Files.readString(ROOT.resolve("README.md")));
    CommandLine command = Main.commandLine();
    int found = 0;
    while (line.find()) {
      assertThat(command.getSubcommands()).containsKey(line.group(1));
      found++;
    }
    assertThat(found).isPositive();
  }
}
