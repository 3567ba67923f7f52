package io.devp2p.cli;

import io.devp2p.core.node.ForkSchedule;
import io.devp2p.crawler.NodeFilter;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.discovery.Network;
import io.devp2p.discovery.Networks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Of which network, and at which of its forks, nodes must be. */
final class ForkOptions {

  @Option(
      names = "--eth-network",
      paramLabel = "NAME",
      description = "by its fork id of this network, past forks included: mainnet, sepolia, hoodi")
  List<String> networks = List.of();

  @Option(
      names = "--fork",
      paramLabel = "current|ready|any",
      description =
          "at the current fork of --eth-network; ready: and aware of the next one; any by default")
  Optional<NodeFilter.Fork> fork = Optional.empty();

  Predicate<NodeSetEntry> filter(Instant now) {
    if (fork.isPresent() && networks.isEmpty()) {
      throw new Failure(Exit.USAGE, "--fork: of which network? --eth-network says");
    }
    Predicate<NodeSetEntry> all = entry -> true;
    for (String name : networks) {
      ForkSchedule forks =
          Networks.byName(name)
              .map(Network::forks)
              .orElseThrow(
                  () -> new Failure(Exit.USAGE, "--eth-network: unknown network '" + name + "'"));
      all = all.and(NodeFilter.fork(forks, fork.orElse(NodeFilter.Fork.ANY), now));
    }
    return all;
  }
}
