package io.devp2p.interop.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries recipes out with the package clients of the machine. */
final class Recipes {

  /** ethrex takes 13 minutes on two cores that are busy with other things. */
  private static final Duration COMPILE_LIMIT = Duration.ofMinutes(40);

  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);

  /** Since this version Go fetches the toolchain that a module asks for, unless told not to. */
  private static final String GO_THAT_UPGRADES_ITSELF = "1.21";

  private static final String GETH_MODULE = "github.com/ethereum/go-ethereum";

  /** Where that module has the chain of its own suites. */
  private static final String CHAIN_FOLDER = "cmd/devp2p/internal/ethtest/testdata";

  private Recipes() {}

  /**
   * Fills a folder.
   *
   * @return sha256 of the files that make the peer what it is, by their path in the folder
   * @throws Unavailable with the reason why it cannot be done here
   */
  static Map<String, String> carryOut(ReferencePeer peer, Path into, Toolchain tools)
      throws IOException, Unavailable {
    copyResources(peer.recipe().files(), into);
    List<String> files =
        new ArrayList<>(
            switch (peer.recipe()) {
              case Recipe.GoModule go -> compile(go, into, tools);
              case Recipe.GoReplaced go -> compile(go, into, tools);
              case Recipe.CargoMember cargo -> compile(cargo, into, tools);
              case Recipe.NpmPackage npm -> installNpm(npm, into, tools);
              case Recipe.MavenArtifact maven -> copyArtifacts(maven, into, tools);
            });
    if (peer.chain().isPresent()) {
      files.add(copyChain(peer.chain().get(), into, tools));
    }
    return checksums(into, files);
  }

  private static List<String> compile(Recipe.GoModule go, Path into, Toolchain tools)
      throws Unavailable {
    checkGo(go.oldestGo(), tools);
    List<String> command = new ArrayList<>(List.of("go", "install"));
    go.packages().forEach(p -> command.add(go.module() + "/" + p + "@" + go.version()));
    Path bin = into.resolve("bin");
    tools.run(COMPILE_LIMIT, Map.of("CGO_ENABLED", "0", "GOBIN", bin.toString()), command);
    return go.packages().stream().map(p -> "bin/" + Path.of(p).getFileName()).toList();
  }

  private static List<String> compile(Recipe.GoReplaced go, Path into, Toolchain tools)
      throws Unavailable {
    checkGo(go.oldestGo(), tools);
    String program = "bin/" + Path.of(go.program()).getFileName();
    tools.run(
        COMPILE_LIMIT,
        Map.of("CGO_ENABLED", "1"),
        List.of(
            "go",
            "build",
            "-C",
            into.toString(),
            "-mod=mod",
            "-tags",
            String.join(",", go.tags()),
            "-o",
            program,
            go.module() + "/" + go.program()));
    return List.of(program);
  }

  private static List<String> compile(Recipe.CargoMember cargo, Path into, Toolchain tools)
      throws IOException, Unavailable {
    // Kept, a gigabyte: the next version of a main of ours then takes seconds instead of minutes.
    Path target = into.resolveSibling("cargo");
    tools.run(
        COMPILE_LIMIT,
        Map.of("CARGO_TARGET_DIR", target.toString()),
        List.of(
            "cargo",
            "build",
            "--locked",
            "-j",
            "2",
            "--manifest-path",
            into.resolve("Cargo.toml").toString(),
            "-p",
            cargo.member()));
    Path program = Files.createDirectories(into.resolve("bin")).resolve(cargo.member());
    Files.copy(target.resolve("debug").resolve(cargo.member()), program);
    return List.of("bin/" + cargo.member());
  }

  private static void checkGo(String oldest, Toolchain tools) throws Unavailable {
    List<String> env = tools.ask("go", "env", "GOVERSION", "GOTOOLCHAIN").lines().toList();
    String version = env.getFirst().replaceFirst("^go", "");
    boolean upgrades =
        !env.getLast().equals("local") && isAtLeast(version, GO_THAT_UPGRADES_ITSELF);
    if (!upgrades && !isAtLeast(version, oldest)) {
      throw new Unavailable("go " + version + " is too old: go >= " + oldest + " is needed");
    }
  }

  /** The module cache may be cleaned at any time, so what is needed of it is copied. */
  private static String copyChain(String version, Path into, Toolchain tools)
      throws IOException, Unavailable {
    String module =
        tools.run(
            DOWNLOAD_LIMIT,
            Map.of(),
            List.of("go", "mod", "download", "-json", GETH_MODULE + "@" + version));
    Path source = Path.of(Json.parse(module).text("Dir"));
    Folders.copyFiles(source.resolve(CHAIN_FOLDER), into.resolve("chain"));
    return "chain/chain.rlp";
  }

  /** Compares {@code 1.26.8} with {@code 1.25} by their first two numbers. */
  private static boolean isAtLeast(String version, String wanted) throws Unavailable {
    String[] have = version.split("[^0-9]+");
    String[] want = wanted.split("\\.");
    try {
      int major = Integer.compare(Integer.parseInt(have[0]), Integer.parseInt(want[0]));
      return major > 0 || major == 0 && Integer.parseInt(have[1]) >= Integer.parseInt(want[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
      throw new Unavailable("\"" + version + "\" is no version of Go");
    }
  }

  private static List<String> installNpm(Recipe.NpmPackage npm, Path into, Toolchain tools)
      throws Unavailable {
    String version = tools.ask("node", "--version").strip();
    String major = version.replaceFirst("^v", "").replaceFirst("\\..*", "");
    if (!major.matches("[0-9]+") || Integer.parseInt(major) < npm.oldestNode()) {
      throw new Unavailable(
          "node " + version + " is too old: node >= " + npm.oldestNode() + " is needed");
    }
    tools.run(
        DOWNLOAD_LIMIT,
        Map.of(),
        List.of(
            "npm",
            "ci",
            "--prefix",
            into.toString(),
            "--ignore-scripts",
            "--no-audit",
            "--no-fund"));
    return List.of("package-lock.json", "node_modules/" + npm.name() + "/package.json");
  }

  private static List<String> copyArtifacts(Recipe.MavenArtifact maven, Path into, Toolchain tools)
      throws Unavailable {
    tools.run(
        DOWNLOAD_LIMIT,
        Map.of(),
        List.of(
            "mvn",
            "-B",
            "-ntp",
            "-f",
            into.resolve("pom.xml").toString(),
            "-Dpeer.version=" + maven.version(),
            "-DincludeScope=runtime",
            "-DoutputDirectory=" + into.resolve("lib"),
            "dependency:copy-dependencies"));
    String artifact = maven.coordinates().substring(maven.coordinates().indexOf(':') + 1);
    return List.of("lib/" + artifact + "-" + maven.version() + ".jar");
  }

  /** Changes with everything that decides what an installation contains. */
  static String fingerprint(ReferencePeer peer) {
    MessageDigest digest = sha256();
    String words = peer.recipe() + " " + peer.chain();
    digest.update(words.getBytes(StandardCharsets.UTF_8));
    Recipe.Files files = peer.recipe().files();
    files.names().forEach(name -> digest.update(resource(files.folder() + "/" + name)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void copyResources(Recipe.Files files, Path into) throws IOException {
    for (String name : files.names()) {
      Path file = into.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, resource(files.folder() + "/" + name));
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = Recipes.class.getResourceAsStream("/peers/" + name)) {
      if (in == null) {
        throw new IllegalStateException("BUG: no resource peers/" + name);
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new IllegalStateException("BUG: a resource of our own cannot be read", broken);
    }
  }

  private static Map<String, String> checksums(Path folder, List<String> files)
      throws IOException, Unavailable {
    Map<String, String> sums = new LinkedHashMap<>();
    for (String name : files) {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new Unavailable("the package has no " + name);
      }
      MessageDigest digest = sha256();
      try (InputStream in = Files.newInputStream(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      sums.put(name, HexFormat.of().formatHex(digest.digest()));
    }
    return sums;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("BUG: a JDK without SHA-256", absent);
    }
  }
}
