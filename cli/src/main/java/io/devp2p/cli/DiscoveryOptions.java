package io.devp2p.cli;

import io.devp2p.core.NetworkException;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.store.NodeFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of every verb that opens a discovery port. */
final class DiscoveryOptions {

  @Option(
      names = "--bootnodes",
      paramLabel = "LIST",
      defaultValue = "",
      description = "nodes to start from, separated by commas; none by default")
  String bootnodes = "";

  @Option(
      names = "--nodekey",
      paramLabel = "HEX",
      description = "secret key, 64 hex digits; a new one each run by default")
  Optional<String> nodeKey = Optional.empty();

  @Option(
      names = "--nodedb",
      paramLabel = "FILE",
      description = "keeps nodes and the number of the own record; in memory by default")
  Optional<Path> nodeDb = Optional.empty();

  @Option(
      names = "--addr",
      paramLabel = "IP:PORT",
      description = "address to listen at; all addresses and any port by default")
  Optional<String> address = Optional.empty();

  @Option(
      names = "--extaddr",
      paramLabel = "IP",
      split = ",",
      description = "addresses of the own record, one of each family at most")
  List<String> externalAddresses = List.of();

  @Mixin CryptoOption crypto = new CryptoOption();

  List<Node> bootnodes() {
    return NodeArgument.list(bootnodes).stream().flatMap(n -> n.nodes().stream()).toList();
  }

  Optional<InetSocketAddress> bind() {
    return address.filter(a -> !a.isEmpty()).map(a -> Addresses.socket("--addr", a));
  }

  /** Opens the file of nodes, if there is to be one. It must outlive the port. */
  NodeStore store() {
    InstantSource clock = InstantSource.system();
    if (nodeDb.isEmpty()) {
      return NodeStore.inMemory(clock);
    }
    try {
      return NodeFile.open(nodeDb.get(), clock);
    } catch (FileSystemException unusable) {
      throw UserFiles.unusable(nodeDb.get(), unusable);
    } catch (IOException notOurs) {
      throw new Failure(Exit.USAGE, "--nodedb: " + notOurs.getMessage());
    }
  }

  /** Opens the port as the flags say. */
  Discovery start(NodeStore store, UnaryOperator<DiscoveryConfig.Builder> more)
      throws NetworkException.Unreachable {
    return Discovery.start(
        crypto.key("--nodekey", nodeKey.orElse("")),
        c -> {
          bind().ifPresent(c::bind);
          c.store(store);
          if (!externalAddresses.isEmpty()) {
            c.advertise(
                externalAddresses.stream()
                    .map(a -> Addresses.literal("--extaddr", a))
                    .toArray(InetAddress[]::new));
          }
          // Where all addresses are listened at: until the network tells us which is ours, we are
          // here.
          c.fallback(InetAddress.getLoopbackAddress());
          return more.apply(c.bootnodes(bootnodes()));
        });
  }
}
