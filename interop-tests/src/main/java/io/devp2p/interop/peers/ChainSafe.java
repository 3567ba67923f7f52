package io.devp2p.interop.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * ChainSafe's discv5 (the one of Lodestar). It takes request ids as numbers, so an id with leading
 * zeros comes back without them.
 */
final class ChainSafe {

  private ChainSafe() {}

  /** Starts a node; takes about a second. */
  static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    List<String> command = List.of("node", installation.path("driver.mjs").toString());
    return DrivenDiscv5.start("chainsafe", work, command, launch);
  }
}
