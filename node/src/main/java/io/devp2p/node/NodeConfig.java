package io.devp2p.node;

import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.snap.Snap;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * How a node behaves.
 *
 * @param address where it listens, by UDP and TCP; port 0 = any
 * @param eth versions of eth that are offered, some of {@link Eth#VERSIONS}
 * @param snap versions of snap that are offered, some of {@link Snap#VERSIONS} or none
 * @param bootnodes where it looks for other nodes first
 * @param engine where a consensus client tells it its head; empty: nobody does, and it takes no
 *     part in the gossip of transactions
 */
public record NodeConfig(
    InetSocketAddress address,
    List<Integer> eth,
    List<Integer> snap,
    Collection<io.devp2p.core.node.Node> bootnodes,
    Optional<Engine> engine) {

  /**
   * The Engine API, on loopback.
   *
   * @param port 0 = any
   * @param secret of the tokens
   */
  public record Engine(int port, Bytes32 secret) {

    /** Never the secret. */
    @Override
    public String toString() {
      return "Engine[port " + port + "]";
    }
  }

  public NodeConfig {
    eth = List.copyOf(eth);
    snap = List.copyOf(snap);
    bootnodes = List.copyOf(bootnodes);
  }

  /** All versions of both protocols, and nobody to ask. */
  public static NodeConfig at(InetSocketAddress address) {
    return new NodeConfig(address, Eth.VERSIONS, Snap.VERSIONS, List.of(), Optional.empty());
  }

  /** The same with the Engine API. */
  public NodeConfig with(Engine api) {
    return new NodeConfig(address, eth, snap, bootnodes, Optional.of(api));
  }
}
