package io.devp2p.interop.peers;

import java.nio.file.Path;
import java.util.List;

/** Peers on the JVM run in one of their own, as their libraries are other versions of ours. */
final class ChildJvm {

  private ChildJvm() {}

  /** The command that compiles and runs a driver on the class path of its installation. */
  static List<String> command(Installation installation, String driver) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        installation.path("lib") + "/*",
        installation.path(driver).toString());
  }
}
