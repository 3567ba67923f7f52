package io.devp2p.interop.dialogue;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who is judged. What a suite needs of it and it does not have makes cases be skipped.
 *
 * @param name implementation and version where they are known, as {@code geth-1.17.10}
 * @param origin where it comes from, for the report
 * @param node where it can be reached
 * @param caller makes it turn to others
 * @param reader its client of node lists in DNS
 * @param chain the chain that it serves
 * @param consensus tells it its head
 * @param log file of its log, for the report
 */
public record Target(
    String name,
    String origin,
    Optional<Node> node,
    Optional<Caller> caller,
    Optional<TreeReader> reader,
    Optional<KnownChain> chain,
    Optional<Consensus> consensus,
    Optional<Path> log) {

  /** Nothing is known but a name. */
  public static Target named(String name) {
    return new Target(
        name,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Target with(Optional<Node> at, Optional<TreeReader> by) {
    return new Target(name, origin, at, caller, by, chain, consensus, log);
  }

  /** A node that is known by its address, or by its record. */
  public static Target at(String name, Node node) {
    return named(name).with(Optional.of(node), Optional.empty());
  }

  /** A client of node lists in DNS. */
  public static Target reading(String name, TreeReader reader) {
    return named(name).with(Optional.empty(), Optional.of(reader));
  }

  /** The same, of which it is known where it comes from. */
  public Target from(String itsOrigin) {
    return new Target(name, itsOrigin, node, caller, reader, chain, consensus, log);
  }

  /** The same, which can be made to turn to others. */
  public Target calling(Caller by) {
    return new Target(name, origin, node, Optional.of(by), reader, chain, consensus, log);
  }

  /** The same, with its log. */
  public Target logging(Path file) {
    return new Target(name, origin, node, caller, reader, chain, consensus, Optional.of(file));
  }

  /** The same, which serves a chain. */
  public Target serving(KnownChain itsChain) {
    return new Target(name, origin, node, caller, reader, Optional.of(itsChain), consensus, log);
  }

  /** The same, which can be told its head. */
  public Target headedBy(Consensus by) {
    return new Target(name, origin, node, caller, reader, chain, Optional.of(by), log);
  }

  /** Its address by IPv6 where its record has one. */
  public Optional<Endpoint> ip6() {
    return node.flatMap(Node::record).flatMap(record -> record.ip6()).filter(e -> e.udp() != 0);
  }
}
