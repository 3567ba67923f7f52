package io.devp2p.interop.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Consensys discovery (the discv5 of Teku and Besu) in a JVM of its own. */
final class Consensys {

  private Consensys() {}

  /** Starts a node; takes about 3 seconds. The {@code tcp} entry of its record leads nowhere. */
  static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    List<String> command = ChildJvm.command(installation, "ConsensysDriver.java");
    return DrivenDiscv5.start("consensys", work, command, launch);
  }
}
