package io.devp2p.interop.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** sigp's discv5 (the one of Lighthouse and reth). */
final class Sigp {

  private Sigp() {}

  /** Starts a node; takes some milliseconds. */
  static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    List<String> command = List.of(installation.path("bin/sigp-peer").toString());
    return DrivenDiscv5.start("sigp", work, command, launch);
  }
}
