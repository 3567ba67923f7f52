package io.devp2p.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a network: package clients that are missing, fail, or have done their work before. */
final class InstallerTest {

  private static final ReferencePeer GETH = PeerCatalog.one("geth-1.15.11");

  private static final String FOLDER =
      GETH.name() + "-" + Recipes.fingerprint(GETH).substring(0, 8);

  @TempDir Path cache;
  private final List<String> progress = new ArrayList<>();
  private Installer installer = new Installer(Path.of("/dev/null"), progress::add);

  @BeforeEach
  void start() {
    installer = new Installer(cache, progress::add);
  }

  private Installation installed(String fingerprint) throws Exception {
    Path folder = cache.resolve("peers").resolve(FOLDER);
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("bin/geth"), "a program");
    Installation made = new Installation(GETH, folder, Map.of("bin/geth", "00"), 7);
    made.stamp(folder, fingerprint);
    return made;
  }

  @Test
  void aPeerThatIsThereIsNotInstalledAgain() throws Exception {
    Installation made = installed(Recipes.fingerprint(GETH));
    PeerReport report = installer.provide(GETH);
    assertThat(report.state()).isEqualTo(PeerReport.State.INSTALLED);
    assertThat(report.installation()).contains(made);
    assertThat(report.text())
        .contains("geth-1.15.11", "installed", "v1.15.11", "sha256 00  bin/geth");
    assertThat(progress).isEmpty();
  }

  @Test
  void nothingIsThereAtFirst() {
    assertThat(installer.find(GETH)).isEmpty();
    assertThat(installer.report(GETH).state()).isEqualTo(PeerReport.State.NOT_INSTALLED);
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void aFolderOfAnotherRecipeDoesNotCount() throws Exception {
    installed("another");
    assertThat(installer.find(GETH)).isEmpty();
  }

  @Test
  void aFolderThatLostAFileDoesNotCount() throws Exception {
    Installation made = installed(Recipes.fingerprint(GETH));
    Files.delete(made.path("bin/geth"));
    assertThat(installer.find(GETH)).isEmpty();
  }

  @Test
  void aFolderWithATornStampDoesNotCount() throws Exception {
    Installation made = installed(Recipes.fingerprint(GETH));
    String stamp = Files.readString(made.path("installed.json"));
    Files.writeString(made.path("installed.json"), stamp.substring(0, stamp.length() / 2));
    assertThat(installer.find(GETH)).isEmpty();
  }

  @Test
  void aClientThatIsTooOldIsTheReasonAndLeavesNothing() {
    ReferencePeer future =
        new ReferencePeer(
            "future",
            "1",
            false,
            new Recipe.NpmPackage("none", "1", 99_999, Recipe.Files.NONE),
            Optional.empty(),
            Claims.at(IpFamily.IPV4),
            (installation, work, launch) -> {
              throw new AssertionError("what is not there cannot be started");
            });
    PeerReport report = installer.provide(future);
    assertThat(report.state()).isEqualTo(PeerReport.State.UNAVAILABLE);
    assertThat(report.reason()).containsAnyOf("is too old: node >= 99999", "not on the PATH");
    assertThat(cache.resolve("peers")).isDirectoryNotContaining(p -> Files.isDirectory(p));
  }

  @Test
  void waitsForAnotherProcessAndTakesWhatItMade() throws Exception {
    Path peers = Files.createDirectories(cache.resolve("peers"));
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Installer waiting = new Installer(cache, told::add);
    CompletableFuture<PeerReport> report;
    try (FileChannel lock =
        FileChannel.open(
            peers.resolve(FOLDER + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      report = CompletableFuture.supplyAsync(() -> waiting.provide(GETH));
      assertThat(told.poll(20, TimeUnit.SECONDS)).contains("waiting for another process");
      installed(Recipes.fingerprint(GETH));
    }
    assertThat(report.get(20, TimeUnit.SECONDS).state()).isEqualTo(PeerReport.State.INSTALLED);
    assertThat(told).isEmpty();
  }

  @Test
  void aCacheThatCannotBeWrittenIsTheReason() throws Exception {
    Path file = Files.writeString(cache.resolve("file"), "");
    PeerReport report = new Installer(file, progress::add).provide(GETH);
    assertThat(report.state()).isEqualTo(PeerReport.State.UNAVAILABLE);
    assertThat(report.reason()).contains("cannot be used");
  }

  @Test
  void aMissingClientIsTheReason() {
    Toolchain tools = new Toolchain(cache, "x", progress::add);
    assertThat(catchThrowableOfType(Unavailable.class, () -> tools.ask("no-such-client")).reason())
        .isEqualTo("`no-such-client` is not on the PATH");
  }

  @Test
  void aFailingClientIsTheReasonWithItsLastLines() {
    Toolchain tools = new Toolchain(cache, "x", progress::add);
    assertThat(
            catchThrowableOfType(
                    Unavailable.class, () -> tools.ask("sh", "-c", "echo no network >&2; exit 4"))
                .reason())
        .contains("failed with exit code 4")
        .endsWith("no network");
  }

  @Test
  void theCacheIsWhereTheUserWantsIt() {
    assertThat(Installer.usualCache(Map.of("DEVP2P_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
        .hasToString("/a");
    assertThat(Installer.usualCache(Map.of("XDG_CACHE_HOME", "/b"))).hasToString("/b/devp2p");
    assertThat(Installer.usualCache(Map.of())).endsWithRaw(Path.of(".cache", "devp2p"));
  }
}
