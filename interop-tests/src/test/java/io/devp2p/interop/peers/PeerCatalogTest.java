package io.devp2p.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PeerCatalogTest {

  @Test
  void selectsByNameFamilyAndSetInTheOrderOfTheCatalog() {
    assertThat(PeerCatalog.select("consensys,geth-1.15.11"))
        .extracting(ReferencePeer::name)
        .containsExactly("geth-1.15.11", "consensys-26.6.0");
    assertThat(PeerCatalog.select("geth")).hasSize(2);
    assertThat(PeerCatalog.select("default, geth")).isEqualTo(PeerCatalog.select("default"));
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

  @Test
  void theLockFileIsOfThePinnedVersionAndNamesNoRegistry() throws Exception {
    Recipe recipe = PeerCatalog.one("ethereumjs").recipe();
    String lock = resource("js/package-lock.json");
    assertThat(recipe).isInstanceOf(Recipe.NpmPackage.class);
    assertThat(Json.parse(lock).text("packages", "node_modules/@ethereumjs/devp2p", "version"))
        .isEqualTo(PeerCatalog.one("ethereumjs").version());
    assertThat(lock).doesNotContain("\"resolved\"").doesNotContain(".tgz");
  }

  private static String resource(String name) throws Exception {
    try (InputStream in = PeerCatalogTest.class.getResourceAsStream("/peers/" + name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
