package io.devp2p.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two scripts, in a tree of their own with a JDK and a Maven that only tell how they were
 * called.
 */
final class LauncherTest {

  private static final Path ROOT = Path.of("..");

  @TempDir Path tree;

  /** What a script said and how it ended. */
  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void layTree() throws IOException {
    Files.createDirectories(tree.resolve(".mvn"));
    Files.createDirectories(tree.resolve("cli/src/main"));
    Files.createDirectories(tree.resolve("cli/target"));
    Files.createDirectories(tree.resolve("bin"));
    for (String script : List.of("devp2p", "mvnw", ".mvn/jdk.sh")) {
      Files.copy(ROOT.resolve(script), tree.resolve(script));
    }
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    Files.writeString(tree.resolve("cli/pom.xml"), "<project/>");
    jdk("jdk25", 25);
    jdk("jdk17", 17);
    script(
        "bin/mvn",
        "echo \"maven on $JAVA_HOME: $*\"\ntouch " + tree.resolve("cli/target/devp2p.jar"));
  }

  private void jdk(String name, int version) throws IOException {
    Files.createDirectories(tree.resolve(name).resolve("bin"));
    script(name + "/bin/java", "echo \"" + name + ": $*\"");
    script(name + "/bin/javac", "exit 0");
    Files.writeString(
        tree.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(tree.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Said run(Map<String, String> environment, String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of("/bin/sh"));
    words.addAll(List.of(command));
    Path out = tree.resolve("out");
    Path err = tree.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(tree.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    return new Said(exit, Files.readString(out), Files.readString(err));
  }

  private Map<String, String> environment(String javaHome) {
    return Map.of(
        "PATH",
        tree.resolve("bin") + ":/usr/bin:/bin",
        "HOME",
        tree.toString(),
        "JAVA_HOME",
        tree.resolve(javaHome).toString());
  }

  @Test
  void buildsWhatIsMissingAndSaysSoOnStandardError() throws Exception {
    Said said = run(environment("jdk25"), "devp2p", "enrdump", "x");
    assertThat(said.exit()).isZero();
    assertThat(said.err())
        .contains("devp2p: building")
        .contains("maven on " + tree.resolve("jdk25"))
        .contains("-pl cli -am package");
    assertThat(said.out())
        .startsWith("jdk25: ")
        .contains("-jar " + tree.resolve("cli/target/devp2p.jar") + " enrdump x")
        .hasLineCount(1);
  }

  @Test
  void buildsAgainOnlyWhereASourceIsNewer() throws Exception {
    run(environment("jdk25"), "devp2p", "enrdump");
    assertThat(run(environment("jdk25"), "devp2p", "enrdump").err()).isEmpty();
    Path source = Files.writeString(tree.resolve("cli/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(run(environment("jdk25"), "devp2p", "enrdump").err()).contains("devp2p: building");
  }

  @Test
  void passesArgumentsAndExitCodesThrough() throws Exception {
    run(environment("jdk25"), "devp2p", "enrdump");
    script("jdk25/bin/java", "for a; do echo \"[$a]\"; done; exit 42");
    Said said = run(environment("jdk25"), "devp2p", "discv4", "a b", "$c", "");
    assertThat(said.exit()).isEqualTo(42);
    assertThat(said.out()).endsWith("[discv4]\n[a b]\n[$c]\n[]\n");
  }

  @Test
  void anOlderJdkIsPassedOver() throws Exception {
    Said said = run(environment("jdk17"), "mvnw", "verify");
    assertThat(said.out()).startsWith("maven on ").doesNotContain("jdk17").contains(": verify");
  }

  @Test
  void aBuildThatFailsIsSaidAndIsUsage() throws Exception {
    script("bin/mvn", "echo broken; exit 1");
    Said said = run(environment("jdk25"), "devp2p", "lab");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err())
        .contains("broken")
        .endsWith("devp2p: the build failed; see the lines above\n");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void withoutMavenOneLineSaysWhatToInstall() throws Exception {
    Files.delete(tree.resolve("bin/mvn"));
    for (String tool :
        List.of("sh", "sed", "dirname", "readlink", "find", "head", "touch", "rm", "mv")) {
      Files.createSymbolicLink(
          tree.resolve("bin").resolve(tool), Path.of("/usr/bin").resolve(tool));
    }
    Map<String, String> bare =
        Map.of(
            "PATH",
            tree.resolve("bin").toString(),
            "HOME",
            tree.toString(),
            "JAVA_HOME",
            tree.resolve("jdk25").toString());
    Said said = run(bare, "mvnw", "verify");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).isEqualTo("devp2p: no mvn found on the PATH: install Maven >= 3.8\n");
  }
}
