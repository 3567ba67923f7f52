package io.devp2p.interop.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A peer that this module can provide and run.
 *
 * @param family what it is, without its version: {@code geth}
 * @param version its version
 * @param isDefault whether it belongs to the set {@code default}
 * @param recipe how it is provided
 * @param chain the version of go-ethereum whose test chain it serves
 * @param claims what it can do
 * @param launcher how it is run
 */
public record ReferencePeer(
    String family,
    String version,
    boolean isDefault,
    Recipe recipe,
    Optional<String> chain,
    Claims claims,
    RunningPeer.Launcher launcher) {

  /** Family and version, as {@code geth-1.17.10}: its name in lists. */
  public String name() {
    return family + "-" + version;
  }

  /**
   * Starts a node, as {@link RunningPeer.Launcher#start}.
   *
   * @throws IllegalArgumentException if it cannot play that role or be reached there
   */
  public RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    if (!claims.roles().contains(launch.role()) || !claims.families().contains(launch.family())) {
      throw new IllegalArgumentException(
          name() + " cannot be a " + launch.role() + " over " + launch.family());
    }
    return launcher.start(installation, work, launch);
  }

  @Override
  public String toString() {
    return name();
  }
}
