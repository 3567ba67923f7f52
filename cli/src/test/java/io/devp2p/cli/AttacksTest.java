package io.devp2p.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/attacks.md names are there. */
final class AttacksTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern NAME =
      Pattern.compile("`((?:[a-z]\\w*\\.)?(?:[A-Z]\\w*)?)(?:\\.(\\w+))?`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> tests = tests();
    for (String row : Files.readAllLines(ROOT.resolve("docs/attacks.md"))) {
      String[] cells = row.split(" \\| ", -1);
      if (cells.length == 3 && row.startsWith("| ")) {
        String type = "";
        for (Matcher name = NAME.matcher(cells[2]); name.find(); ) {
          // A name that begins with a dot is of the class before it.
          type = name.group(1).isEmpty() ? type : name.group(1);
          String method = name.group(2) == null ? "class" : "void " + name.group(2) + "(";
          assertThat(sources(tests, type)).as(name.group()).contains(method);
        }
      }
    }
  }

  /** What a name means: where two classes have it, the last part of the package is before it. */
  private static String sources(Map<String, String> tests, String name) {
    return tests.entrySet().stream()
        .filter(test -> ("." + test.getKey()).endsWith("." + name))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining());
  }

  /** Sources by the name of their class with its package. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    try (Stream<Path> files =
        Files.find(
            ROOT, 12, (path, a) -> path.toString().matches(".*/src/test/java/.*Test\\.java"))) {
      for (Path file : files.toList()) {
        String path = file.toString().replaceAll(".*/src/test/java/|\\.java$", "");
        tests.put(path.replace('/', '.'), Files.readString(file));
      }
    }
    return tests;
  }
}
