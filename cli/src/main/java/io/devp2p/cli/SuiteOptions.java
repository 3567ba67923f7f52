package io.devp2p.cli;

import io.devp2p.core.node.Node;
import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.report.HtmlPage;
import io.devp2p.interop.report.JUnitXml;
import io.devp2p.interop.report.JsonReport;
import io.devp2p.interop.report.Outcome;
import io.devp2p.interop.report.ReportedCase;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.report.Tap;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** Flags of every verb that runs a suite at a node; those of geth's tool have its names. */
final class SuiteOptions {

  private static final int MAX_EXPECTATIONS = 1 << 20;

  @Option(
      names = "--run",
      paramLabel = "REGEX",
      description = "only cases with a match in their id")
  String run = "";

  @Option(names = "--tap", description = "print the results as TAP")
  boolean tap;

  @Option(names = "--json", description = "print the results as one JSON object")
  boolean json;

  @Option(names = "--junit", paramLabel = "FILE", description = "write the results as JUnit XML")
  Optional<Path> junit = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "write the results as one page")
  Optional<Path> html = Optional.empty();

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description = "cases that are known to fail, lines of 'suite case reason'")
  Optional<Path> expect = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of keys and packets; a new one each run by default")
  Optional<Long> seed = Optional.empty();

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      converter = DurationArgument.class,
      defaultValue = "1s",
      description =
          "how long to wait for an answer (${DEFAULT-VALUE}); go-ethereum's tool waits 300ms")
  Duration patience = Setting.PATIENCE;

  @Option(
      names = "--i-own-this-node",
      description = "allow a node that is not on the loopback interface: the suite attacks it")
  boolean ownNode;

  /** Addresses that a suite of datagrams speaks from. */
  static final class Listen {
    @Option(names = "--listen1", paramLabel = "IP", description = "address to speak from")
    Optional<String> first = Optional.empty();

    @Option(names = "--listen2", paramLabel = "IP", description = "a second address")
    Optional<String> second = Optional.empty();

    Setting over(Setting usual) {
      Optional<InetAddress> one = first.map(text -> Addresses.literal("--listen1", text));
      Optional<InetAddress> two = second.map(text -> Addresses.literal("--listen2", text));
      return new Setting(
          one.orElse(usual.first()), two.or(usual::second), usual.seed(), usual.patience());
    }
  }

  /** A node to be judged. */
  Target target(NodeArgument argument) {
    Node node = argument.node();
    InetAddress address = node.endpoint().address();
    if (!address.isLoopbackAddress() && !ownNode) {
      throw new Failure(
          Exit.USAGE,
          address.getHostAddress()
              + " is not on the loopback interface: a suite attacks its target. If that node is"
              + " yours, say --i-own-this-node");
    }
    return Target.at(Addresses.text(node.endpoint().udpAddress()), node);
  }

  /** From loopback, with the seed of this run. */
  Setting setting(Target target) {
    long chosen = seed.orElseGet(() -> new SecureRandom().nextLong());
    return Setting.loopback(target, chosen).patient(patience);
  }

  /**
   * Runs what is selected of a suite: progress to standard error, results to standard output and
   * into files.
   */
  <D> int run(Suite<D> suite, Target target, Setting setting, PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException {
    Suite<D> selected = suite.select(pattern());
    if (selected.cases().isEmpty()) {
      throw new Failure(Exit.USAGE, "--run: no case matches '" + run + "'");
    }
    SuiteReport report =
        SuiteReport.run(selected, target, setting, expected(), one -> err.println(line(one)));
    List<SuiteReport> reports = List.of(report);
    if (junit.isPresent()) {
      UserFiles.write(junit.get(), JUnitXml.write(reports));
    }
    if (html.isPresent()) {
      UserFiles.write(html.get(), HtmlPage.write(reports));
    }
    err.println("seed " + report.seed());
    if (tap) {
      out.print(Tap.write(report));
      out.flush();
    } else {
      out.println(json ? JsonReport.write(reports) : report.summary());
    }
    return report.isContent() ? Exit.OK : Exit.FINDINGS;
  }

  private Pattern pattern() {
    try {
      return Pattern.compile(run);
    } catch (PatternSyntaxException malformed) {
      throw new Failure(Exit.USAGE, "--run: " + malformed.getDescription() + " in '" + run + "'");
    }
  }

  private ExpectedFailures expected() throws IOException {
    return expect.isEmpty()
        ? ExpectedFailures.NONE
        : ExpectedFailures.parse(
            new String(UserFiles.read(expect.get(), MAX_EXPECTATIONS), StandardCharsets.UTF_8));
  }

  private static String line(ReportedCase one) {
    String word = one.outcome() == Outcome.PASSED ? "OK" : one.outcome().name().replace('_', ' ');
    String took = String.format(Locale.ROOT, " (%.1f ms)", one.result().took().toNanos() / 1e6);
    String text = one.text();
    return "-- " + word + " " + one.result().id() + took + (text.isEmpty() ? "" : "\n   " + text);
  }
}
