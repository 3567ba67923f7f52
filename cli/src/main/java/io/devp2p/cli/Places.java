package io.devp2p.cli;

import java.nio.file.Path;
import java.util.Map;

/** Directories of the user. */
final class Places {

  private Places() {}

  /** For stores and keys: {@code DEVP2P_HOME}, else below the user's data directory. */
  static Path home(Map<String, String> environment) {
    String own = environment.getOrDefault("DEVP2P_HOME", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    Path data =
        xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
    return data.resolve("devp2p");
  }
}
