package io.devp2p.wire.dial;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node to dial.
 *
 * @param addresses where it may be reached, of one or both families; none if it has no TCP port
 * @param name where to ask for its addresses before each dial
 */
public record Target(PublicKey key, List<InetSocketAddress> addresses, Optional<Name> name) {

  /** A DNS name, and the port of the node there. */
  public record Name(String host, int port) {}

  public Target {
    addresses = List.copyOf(addresses);
  }

  /** A node at an address; a name stands for its addresses at the time of the dial. */
  public static Target of(PublicKey key, InetSocketAddress address) {
    return address.isUnresolved()
        ? new Target(
            key, List.of(), Optional.of(new Name(address.getHostString(), address.getPort())))
        : new Target(key, List.of(address), Optional.empty());
  }

  /** The node of a URL. */
  public static Target of(Enode enode) {
    if (enode.tcp() == 0) {
      return new Target(enode.key(), List.of(), Optional.empty());
    }
    return enode
        .endpoint()
        .map(e -> of(enode.key(), e.tcpAddress()))
        .orElseGet(() ->
            new Target(
                enode.key(), List.of(), enode.host().map(host -> new Name(host, enode.tcp()))));
  }

  /** The node of a record, at all its addresses. */
  public static Target of(NodeRecord record) {
    return of(record.publicKey(), record.endpoints().stream());
  }

  /** A node as somebody told us of it. */
  public static Target of(Node node) {
    Stream<Endpoint> told = Stream.of(node.endpoint());
    Stream<Endpoint> signed = node.record().stream().flatMap(r -> r.endpoints().stream());
    return of(node.key(), Stream.concat(told, signed));
  }

  private static Target of(PublicKey key, Stream<Endpoint> endpoints) {
    return new Target(
        key,
        endpoints.filter(e -> e.tcp() != 0).map(Endpoint::tcpAddress).distinct().toList(),
        Optional.empty());
  }
}
