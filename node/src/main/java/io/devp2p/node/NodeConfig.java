package io.devp2p.node;

import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.snap.Snap;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;

/**
 * How a node behaves.
 *
 * @param address where it listens, by UDP and TCP; port 0 = any
 * @param eth versions of eth that are offered, some of {@link Eth#VERSIONS}
 * @param snap versions of snap that are offered, some of {@link Snap#VERSIONS} or none
 * @param bootnodes where it looks for other nodes first
 */
public record NodeConfig(
    InetSocketAddress address,
    List<Integer> eth,
    List<Integer> snap,
    Collection<io.devp2p.core.node.Node> bootnodes) {

  public NodeConfig {
    eth = List.copyOf(eth);
    snap = List.copyOf(snap);
    bootnodes = List.copyOf(bootnodes);
  }

  /** All versions of both protocols, and nobody to ask. */
  public static NodeConfig at(InetSocketAddress address) {
    return new NodeConfig(address, Eth.VERSIONS, Snap.VERSIONS, List.of());
  }
}
