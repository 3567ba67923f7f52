package io.devp2p.cli;

import io.devp2p.interop.matrix.Badge;
import io.devp2p.interop.matrix.Bundle;
import io.devp2p.interop.matrix.Entrant;
import io.devp2p.interop.matrix.Group;
import io.devp2p.interop.matrix.Matrix;
import io.devp2p.interop.matrix.MatrixJson;
import io.devp2p.interop.matrix.MatrixPage;
import io.devp2p.interop.matrix.MatrixReport;
import io.devp2p.interop.peers.Folders;
import io.devp2p.interop.peers.Installer;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.PeerReport;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.report.JUnitXml;
import io.devp2p.interop.report.ReportedCase;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.report.Tap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devp2p interop matrix}: every implementation meets every other. */
@Command(
    name = "matrix",
    description =
        "Lets every implementation and version meet every other on the loopback interface, each as"
            + " the one that begins. Exit code 0: every cell is as it should be; 1: one is not;"
            + " 2: wrong arguments.")
final class MatrixVerb implements Callable<Integer> {

  private static final int MAX_JOBS = 64;

  @Spec CommandSpec spec;

  @Option(
      names = "--peers",
      paramLabel = "LIST",
      defaultValue = PeerCatalog.DEFAULT,
      description =
          "names of peers, or the sets default and all (${DEFAULT-VALUE}); ours is always there")
  String peers = "";

  @Option(
      names = "--groups",
      paramLabel = "LIST",
      defaultValue = "all",
      description = "discv4, discv5, rlpx, status, requests, snap (${DEFAULT-VALUE})")
  String groups = "";

  @Option(names = "--install", description = "install the peers that are not there yet")
  boolean install;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "4",
      description = "how many pairs meet at a time (${DEFAULT-VALUE})")
  int jobs = 1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of the order and of our keys; a new one each run by default")
  Optional<Long> seed = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "write the results as one page")
  Optional<Path> html = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "write the results as JSON")
  Optional<Path> json = Optional.empty();

  @Option(names = "--junit", paramLabel = "FILE", description = "write the results as JUnit XML")
  Optional<Path> junit = Optional.empty();

  @Option(names = "--tap", paramLabel = "FILE", description = "write the results as TAP")
  Optional<Path> tap = Optional.empty();

  @Option(names = "--badge", paramLabel = "FILE", description = "write the counts as SVG")
  Optional<Path> badge = Optional.empty();

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description = "write what it takes to see a failure again: seed, versions and logs")
  Optional<Path> bundles = Optional.empty();

  @Override
  public Integer call() throws Exception {
    if (jobs < 1 || jobs > MAX_JOBS) {
      throw new Failure(Exit.USAGE, "--jobs: from 1 to " + MAX_JOBS);
    }
    Set<Group> chosen = parsed(Group::select, groups);
    List<Entrant> entrants = new ArrayList<>(List.of(Entrant.ours()));
    List<MatrixReport.Absent> absent = new ArrayList<>();
    provide(entrants, absent);
    Path work = Files.createTempDirectory("devp2p-matrix");
    try {
      long number = seed.orElseGet(() -> new SecureRandom().nextLong());
      err().println("seed " + number);
      MatrixReport report =
          new Matrix(chosen, number, jobs, work).run(entrants, absent, this::tell);
      write(report);
      spec.commandLine().getOut().println(report.summary());
      return report.isContent() ? Exit.OK : Exit.FINDINGS;
    } finally {
      Folders.delete(work);
    }
  }

  private static <T> T parsed(Function<String, T> parser, String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException unknown) {
      throw new Failure(Exit.USAGE, String.valueOf(unknown.getMessage()));
    }
  }

  private void provide(List<Entrant> entrants, List<MatrixReport.Absent> absent) {
    Installer installer = new Installer(Installer.usualCache(System.getenv()), err()::println);
    for (ReferencePeer peer : parsed(PeerCatalog::select, peers)) {
      PeerReport report = install ? installer.provide(peer) : installer.report(peer);
      if (report.installation().isPresent()) {
        entrants.add(Entrant.of(report.installation().get()));
      } else {
        absent.add(new MatrixReport.Absent(peer.name(), peer.recipe().origin(), report.reason()));
        err().println(peer + ": " + report.reason());
      }
    }
  }

  private void tell(Matrix.Progress progress) {
    String bad =
        progress.encounter().cells().stream()
            .filter(cell -> cell.outcome().isBad())
            .map(MatrixVerb::line)
            .collect(Collectors.joining());
    err()
        .printf(
            Locale.ROOT,
            "%3d/%d  %-46s %5.1f s  %d cells%s%n",
            progress.ended(),
            progress.of(),
            progress.encounter().name(),
            progress.encounter().took().toMillis() / 1e3,
            progress.encounter().cells().size(),
            bad);
    err().flush();
  }

  private static String line(ReportedCase cell) {
    return "\n    " + cell.outcome() + " " + cell.result().id() + " " + cell.text();
  }

  private void write(MatrixReport report) throws IOException {
    List<SuiteReport> suites = report.suites();
    write(html, () -> MatrixPage.write(report));
    write(json, () -> MatrixJson.write(report));
    write(junit, () -> JUnitXml.write(suites));
    write(tap, () -> suites.stream().map(Tap::write).collect(Collectors.joining()));
    write(badge, () -> Badge.write(report));
    if (bundles.isPresent()) {
      Bundle.write(report, bundles.get());
    }
  }

  private static void write(Optional<Path> file, Supplier<String> form) throws IOException {
    if (file.isPresent()) {
      UserFiles.write(file.get(), form.get());
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
