package io.devp2p.interop.matrix;

import io.devp2p.core.NetworkException;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.IpFamily;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A reference peer meets nodes of ours over one family of addresses: all that it claims is tried in
 * both directions, discovery with one that joined by way of us, RLPx with one session for each
 * version of eth.
 */
public final class Meeting {

  private Meeting() {}

  /**
   * Starts the peer and tries everything; takes from 5 to 60 seconds.
   *
   * @param work folder for the output of the peer
   * @return a cell for each feature and direction
   * @throws IOException if the peer does not start
   * @throws NetworkException.Unreachable if a node of ours does not start
   */
  public static List<Cell> hold(Installation installation, IpFamily family, Path work)
      throws IOException, InterruptedException, NetworkException.Unreachable {
    ReferencePeer peer = installation.peer();
    Cells cells = new Cells(peer, family);
    try (Neighbourhood ours = Neighbourhood.start(family);
        RunningPeer theirs =
            peer.start(
                installation,
                work,
                Launch.as(Role.DIALER)
                    .over(family)
                    .joining(List.of(Node.of(ours.known().self()).orElseThrow())))) {
      for (Version version : Version.values()) {
        if (!peer.claims().answers(version).isEmpty()) {
          new DiscoveryCells(peer.claims(), version, ours, theirs, family, cells).fill();
        }
      }
      for (int eth : peer.claims().eth()) {
        new StatusCells(eth, theirs, family, cells).fill();
      }
    }
    return cells.all();
  }
}
