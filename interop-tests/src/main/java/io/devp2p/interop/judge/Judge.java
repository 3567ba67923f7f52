package io.devp2p.interop.judge;

import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.peers.PeerProcess;
import io.devp2p.interop.report.ReportedCase;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.suite.CaseResult;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Severity;
import io.devp2p.interop.suite.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command {@code devp2p} of go-ethereum, of any version, as a judge of nodes: its reports are
 * independent of us. Blocking; thread-safe, but a judge that has not the machine to itself misses
 * its own deadlines of 300 ms.
 *
 * @param name what it is, as {@code devp2p of geth-1.17.10}
 * @param program the binary
 * @param limit after which a suite is ended, and what it has not come to has failed
 */
public record Judge(String name, Path program, Duration limit) {

  /** Some cases can hang; whole suites take less than a minute. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** A judge with the usual limit. */
  public Judge(String name, Path program) {
    this(name, program, LIMIT);
  }

  /** A suite of go-ethereum's tool. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of does not change
  public enum Trial {
    /** {@code discv4 test}. */
    DISCV4("discv4", "test", "--tap", "--remote"),
    /** {@code discv5 test}. */
    DISCV5("discv5", "test", "--tap"),
    /** {@code rlpx eth-test}; needs the flags that name chain and Engine API. */
    ETH("rlpx", "eth-test", "--tap", "--node"),
    /** {@code rlpx snap-test}; needs the same flags. */
    SNAP("rlpx", "snap-test", "--tap", "--node"),
    /** {@code rlpx snap2-test}; needs the same flags. */
    SNAP2("rlpx", "snap2-test", "--tap", "--node");

    private final List<String> words;

    Trial(String... words) {
      this.words = List.of(words);
    }

    /** Its name in reports. */
    public String suite() {
      return words.get(1).equals("test") ? words.get(0) : words.get(1).replace("-test", "");
    }

    /** Flags go before the node, which is the last argument. */
    private List<String> command(Path program, String node, List<String> flags) {
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(words.subList(0, 2));
      command.addAll(flags);
      command.addAll(words.subList(2, words.size()));
      command.add(node);
      return command;
    }
  }

  /**
   * Runs a suite.
   *
   * @param target who is judged
   * @param node the target as the tool takes it: enode URL or record
   * @param flags more flags
   * @param work folder for the output
   * @throws IOException if the tool does not start, or does not say what it will try
   */
  public SuiteReport run(
      Trial trial,
      Target target,
      String node,
      List<String> flags,
      ExpectedFailures expected,
      Path work)
      throws IOException, InterruptedException {
    Instant at = Instant.now();
    Files.createDirectories(work);
    Path folder = Files.createTempDirectory(work, trial.suite() + "-");
    try (PeerProcess process =
        PeerProcess.start(
            "judge",
            folder,
            PeerProcess.Output.FILE,
            Map.of(),
            trial.command(program, node, flags))) {
      boolean ended = process.awaitExit(limit);
      String text = process.output() + "\n" + process.errors();
      return new SuiteReport(
          trial.suite(),
          Optional.of(name),
          target.name(),
          target.origin(),
          0,
          at,
          cases(trial.suite(), TapReader.read(text), ended, expected));
    }
  }

  private static List<ReportedCase> cases(
      String suite, TapReader.Results results, boolean ended, ExpectedFailures expected) {
    List<ReportedCase> cases = new ArrayList<>();
    for (TapReader.Line line : results.lines()) {
      Verdict verdict =
          line.isOk()
              ? new Verdict.Passed()
              : new Verdict.Failed(line.output().lines().findFirst().orElse("not ok"));
      cases.add(reported(suite, line.name(), verdict, line.output(), expected));
    }
    String why = ended ? "the judge ended before it" : "the judge had to be ended before it";
    for (int i = results.lines().size() + 1; i <= results.planned(); i++) {
      cases.add(reported(suite, "case " + i, new Verdict.Failed(why), "", expected));
    }
    return cases;
  }

  private static ReportedCase reported(
      String suite, String id, Verdict verdict, String output, ExpectedFailures expected) {
    CaseResult result =
        new CaseResult(
            id,
            Severity.MUST,
            "go-ethereum, cmd/devp2p",
            "",
            verdict,
            Duration.ZERO,
            List.of(),
            0,
            output);
    return new ReportedCase(result, expected.reason("judge-" + suite, id));
  }
}
