package io.devp2p.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PeerCatalogTest {

  @Test
  void selectsByNameFamilyAndSetInTheOrderOfTheCatalog() {
    assertThat(PeerCatalog.select("consensys,geth-1.15.11"))
        .extracting(ReferencePeer::name)
        .containsExactly("geth-1.15.11", "consensys-26.6.0");
    assertThat(PeerCatalog.select("geth")).hasSize(4);
    assertThat(PeerCatalog.select("default, geth-1.17.10"))
        .isEqualTo(PeerCatalog.select("default"))
        .extracting(ReferencePeer::family)
        .containsExactly("geth", "geth", "ethereumjs", "chainsafe", "consensys");
    assertThat(PeerCatalog.select("all")).isEqualTo(PeerCatalog.all());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> PeerCatalog.select("default,parity"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"parity\"")
        .hasMessageContaining("geth-1.17.10");
    assertThatThrownBy(() -> PeerCatalog.select("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PeerCatalog.one("geth")).isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<ReferencePeer> all() {
    return PeerCatalog.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void filesAreOfThePinnedVersion(ReferencePeer peer) throws Exception {
    Recipe.Files files = peer.recipe().files();
    switch (peer.recipe()) {
      case Recipe.GoModule go -> assertThat(go.version()).isEqualTo("v" + peer.version());
      case Recipe.GoReplaced go ->
          assertThat(resource(files, "go.mod")).contains(go.module() + " " + go.version() + "\n");
      case Recipe.CargoMember cargo ->
          assertThat(resource(files, "Cargo.lock"))
              .contains(
                  "name = \"" + cargo.crate() + "\"\nversion = \"" + cargo.version() + "\"\n");
      case Recipe.NpmPackage npm -> {
        String lock = resource(files, "package-lock.json");
        assertThat(Json.parse(lock).text("packages", "node_modules/" + npm.name(), "version"))
            .isEqualTo(npm.version());
        assertThat(lock).doesNotContain("\"resolved\"").doesNotContain(".tgz");
      }
      case Recipe.MavenArtifact maven -> assertThat(maven.version()).isEqualTo(peer.version());
    }
  }

  @Test
  void namesAndFoldersAreDifferent() {
    assertThat(PeerCatalog.all()).extracting(ReferencePeer::name).doesNotHaveDuplicates();
    assertThat(PeerCatalog.all()).extracting(Recipes::fingerprint).doesNotHaveDuplicates();
  }

  private static String resource(Recipe.Files files, String file) throws Exception {
    String name = files.folder() + "/" + file;
    try (InputStream in = PeerCatalogTest.class.getResourceAsStream("/peers/" + name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
