package io.devp2p.cli;

import io.devp2p.discovery.Version;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of every verb that asks one node one question. */
final class QuestionOptions {

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationArgument.class,
      description = "how long to wait for an answer")
  Optional<Duration> timeout = Optional.empty();

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  DiscoveryVerbs verbs(Version version, DiscoveryOptions options, PrintWriter out) {
    return new DiscoveryVerbs(version, options, timeout, json, out);
  }
}
