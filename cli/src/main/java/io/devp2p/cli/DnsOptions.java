package io.devp2p.cli;

import io.devp2p.core.Violation;
import io.devp2p.discovery.DnsClient;
import io.devp2p.discovery.dns.ClonedTree;
import io.devp2p.discovery.dns.DnsLimits;
import io.devp2p.discovery.dns.SeqMemory;
import io.devp2p.discovery.dns.TreeUrl;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Flags of every verb that asks DNS. */
final class DnsOptions {

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5s",
      converter = DurationArgument.class,
      description = "how long to wait for one answer (${DEFAULT-VALUE})")
  Duration timeout = Duration.ofSeconds(5);

  @Option(
      names = "--dns-server",
      paramLabel = "IP:PORT",
      description = "the DNS server to ask; those of the system by default")
  Optional<String> server = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "3",
      description = "questions to DNS in a second (${DEFAULT-VALUE})")
  double rate;

  /** Reads a whole tree. */
  ClonedTree fetch(TreeUrl url, SeqMemory memory) throws Exception {
    DnsLimits limits = limits();
    Optional<InetSocketAddress> asked = server.filter(s -> !s.isEmpty()).map(DnsOptions::address);
    try (DnsClient client =
        DnsClient.start(c -> {
          asked.ifPresent(c::server);
          return c.limits(limits).memory(memory);
        })) {
      return Waiting.until(client.cloneTree(url));
    }
  }

  private DnsLimits limits() {
    try {
      int burst = Math.max(DnsLimits.USUAL.burst(), (int) Math.min(rate, 1_000));
      return DnsLimits.USUAL.pace(rate, burst).timeout(timeout);
    } catch (IllegalArgumentException unusable) {
      throw new Failure(Exit.USAGE, "--rate, --timeout: more than 0 is expected");
    }
  }

  private static InetSocketAddress address(String text) {
    boolean withPort = text.matches("[0-9.]+:[0-9]+|\\[.*]:[0-9]+");
    return Addresses.socket("--dns-server", withPort ? text : "[" + text + "]:53");
  }

  /** Where a tree is, for picocli. */
  static final class Url implements ITypeConverter<TreeUrl> {
    @Override
    public TreeUrl convert(String value) {
      try {
        return TreeUrl.parse(value);
      } catch (Violation malformed) {
        throw new TypeConversionException("'" + value + "' is no enrtree:// URL");
      }
    }
  }
}
