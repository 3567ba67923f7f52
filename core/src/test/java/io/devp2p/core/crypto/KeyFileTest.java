package io.devp2p.core.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileTest {

  private static final String HEX =
      "b71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f291";
  private static final NodeKey KEY = NodeKey.of(Bytes32.fromHexString(HEX));

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("node.key");
  }

  private Path fileWith(String content, String mode) throws IOException {
    Files.writeString(file(), content, US_ASCII);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
    return file();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private void assertRefused(Class<? extends IOException> type, ThrowingCallable call) {
    assertThatExceptionOfType(type)
        .isThrownBy(call)
        .satisfies(refusal ->
            assertThat(refusal.getMessage())
                .startsWith(file() + ": ")
                .doesNotContain("\n", HEX, ".new"));
  }

  @Test
  void whatWasWrittenReadsBack() throws IOException {
    KeyFile.write(file(), KEY, false);
    assertThat(Files.readString(file())).isEqualTo(HEX);
    assertThat(KeyFile.read(file()).publicKey()).isEqualTo(KEY.publicKey());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("node.key");
  }

  /** Run by {@link #modeDoesNotDependOnTheUmask} in a process of its own. */
  public static void main(String[] args) throws IOException {
    KeyFile.write(Path.of(args[0]), KEY, false);
  }

  @Test
  void modeDoesNotDependOnTheUmask() throws Exception {
    Process child =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask 000; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                KeyFileTest.class.getName(),
                file().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), US_ASCII);
    assertThat(child.waitFor()).as(output).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void anExistingFileIsNotOverwritten() throws IOException {
    fileWith("precious", "rw-r--r--");
    assertRefused(FileAlreadyExistsException.class, () -> KeyFile.write(file(), KEY, false));
    assertThat(Files.readString(file())).isEqualTo("precious");
    assertThat(names()).containsExactly("node.key");
  }

  @Test
  void overwritingReplacesTheFileWhole() throws IOException {
    fileWith("old", "rw-r--r--");
    Path other = Files.createLink(directory.resolve("other"), file());
    KeyFile.write(file(), KEY, true);
    assertThat(KeyFile.read(file()).publicKey()).isEqualTo(KEY.publicKey());
    assertThat(Files.readString(other))
        .as("the old file, which was not written to")
        .isEqualTo("old");
  }

  // The name of the file appears in one step, at the end: whatever stops the writing before leaves
  // no file of that name. Here the last step fails, as the name is taken by a directory.
  @Test
  void aFailedWriteLeavesNothingBehind() throws IOException {
    Files.createDirectory(file());
    Files.createFile(file().resolve("occupied"));
    assertRefused(IOException.class, () -> KeyFile.write(file(), KEY, true));
    assertRefused(IOException.class, () -> KeyFile.write(file(), KEY, false));
    assertThat(names()).containsExactly("node.key");
  }

  @Test
  void linksAreRefused() throws IOException {
    Path target = directory.resolve("target");
    KeyFile.write(target, KEY, false);
    Files.createSymbolicLink(file(), target);
    assertRefused(IOException.class, () -> KeyFile.read(file()));
    assertRefused(IOException.class, () -> KeyFile.write(file(), KEY, true));
    assertRefused(IOException.class, () -> KeyFile.write(file(), KEY, false));
    assertRefused(IOException.class, () -> KeyFile.readOrCreate(file(), new Random(1)));
    assertThat(Files.readString(target)).isEqualTo(HEX);
  }

  @Test
  void linksThatLeadNowhereAreRefused() throws IOException {
    Files.createSymbolicLink(file(), directory.resolve("nowhere"));
    assertRefused(IOException.class, () -> KeyFile.readOrCreate(file(), new Random(1)));
    assertRefused(IOException.class, () -> KeyFile.write(file(), KEY, true));
    assertThat(names()).containsExactly("node.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-"})
  void widerModesAreRefused(String mode) throws IOException {
    fileWith(HEX, mode);
    assertRefused(IOException.class, () -> KeyFile.read(file()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\r"})
  void endsOfLinesAreTolerated(String lineEnd) throws IOException {
    fileWith(HEX + lineEnd, "rw-------");
    assertThat(KeyFile.read(file()).publicKey()).isEqualTo(KEY.publicKey());
    fileWith(HEX.toUpperCase(java.util.Locale.ROOT) + lineEnd, "r--------");
    assertThat(KeyFile.read(file()).publicKey()).isEqualTo(KEY.publicKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "not a key",
        "0x" + HEX,
        " " + HEX,
        HEX + "  ",
        HEX + "\n\n\n",
        HEX + "00",
        "z71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f291",
        "b71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f29",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void garbageIsRefused(String content) throws IOException {
    fileWith(content, "rw-------");
    assertRefused(IOException.class, () -> KeyFile.read(file()));
    assertRefused(IOException.class, () -> KeyFile.readOrCreate(file(), new Random(1)));
    assertThat(Files.readString(file())).isEqualTo(content);
  }

  @Test
  void largeFilesAreRefusedUnread() throws IOException {
    fileWith("a".repeat(1 << 20), "rw-------");
    assertRefused(IOException.class, () -> KeyFile.read(file()));
  }

  @Test
  void missingFilesAndDirectoriesAreNamed() {
    assertRefused(IOException.class, () -> KeyFile.read(file()));
    Path inNowhere = directory.resolve("nowhere").resolve("node.key");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> KeyFile.write(inNowhere, KEY, false))
        .withMessage(inNowhere + ": no such file or directory");
  }

  @Test
  void aDirectoryIsNoKeyFile() throws IOException {
    Files.createDirectory(file());
    assertRefused(IOException.class, () -> KeyFile.read(file()));
  }

  @Test
  void aMissingKeyIsMadeOnce() throws IOException {
    NodeKey made = KeyFile.readOrCreate(file(), new Random(1));
    NodeKey read = KeyFile.readOrCreate(file(), new Random(2));
    assertThat(read.publicKey()).isEqualTo(made.publicKey());
  }
}
