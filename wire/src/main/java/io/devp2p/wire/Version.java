package io.devp2p.wire;

import java.util.Locale;
import java.util.Optional;

/** What this library calls itself. */
final class Version {

  private Version() {}

  static ClientId clientId() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
    String system = System.getProperty("os.name", "unknown") + "-" + System.getProperty("os.arch");
    return ClientId.of(
        String.format(
            Locale.ROOT,
            "devp2p-jvm/%s/%s/java%d",
            version,
            system.toLowerCase(Locale.ROOT).replace(' ', '_'),
            Runtime.version().feature()));
  }
}
