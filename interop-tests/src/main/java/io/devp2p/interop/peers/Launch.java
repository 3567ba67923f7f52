package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * How a node is started.
 *
 * @param role what for
 * @param family of its address
 * @param bootnodes whom it asks first
 * @param networkId network id of its Status; empty for the one of its chain
 * @param chain folder with the {@code genesis.json} and {@code chain.rlp} that it holds instead of
 *     those of its version
 * @param status what it says of its chain if it holds none
 * @param full whether it executes all blocks even where it could fetch a state instead
 */
public record Launch(
    Role role,
    IpFamily family,
    List<Node> bootnodes,
    OptionalLong networkId,
    Optional<Path> chain,
    Optional<Chain> status,
    boolean full) {

  public Launch {
    bootnodes = List.copyOf(bootnodes);
  }

  /** By IPv4, without bootnodes. */
  public static Launch as(Role role) {
    return new Launch(
        role,
        IpFamily.IPV4,
        List.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same over another family. */
  public Launch over(IpFamily other) {
    return new Launch(role, other, bootnodes, networkId, chain, status, full);
  }

  /** The same with bootnodes. */
  public Launch joining(List<Node> nodes) {
    return new Launch(role, family, nodes, networkId, chain, status, full);
  }

  /** The same with another network id. */
  public Launch network(long id) {
    return new Launch(role, family, bootnodes, OptionalLong.of(id), chain, status, full);
  }

  /** The same, and it executes all blocks. */
  public Launch executing() {
    return new Launch(role, family, bootnodes, networkId, chain, status, true);
  }

  /** The same on a chain that several versions share. */
  public Launch on(Path folder, Chain itsStatus) {
    return new Launch(
        role, family, bootnodes, networkId, Optional.of(folder), Optional.of(itsStatus), full);
  }

  /** A file of the chain that it holds. */
  String chainFile(Installation installation, String name) {
    return chain.orElseGet(() -> installation.path("chain")).resolve(name).toString();
  }

  /** The bootnodes as enode URLs with commas between them. */
  String enodes() {
    return bootnodes.stream()
        .map(node -> Enode.of(node.key(), node.endpoint()).toString())
        .collect(Collectors.joining(","));
  }

  /** The records of the bootnodes that have one, with commas between them. */
  String records() {
    return bootnodes.stream()
        .flatMap(node -> node.record().stream())
        .map(NodeRecord::toString)
        .collect(Collectors.joining(","));
  }
}
