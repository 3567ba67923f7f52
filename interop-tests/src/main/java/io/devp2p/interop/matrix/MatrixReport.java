package io.devp2p.interop.matrix;

import io.devp2p.interop.report.Outcome;
import io.devp2p.interop.report.SuiteReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a matrix.
 *
 * @param at when it began
 * @param took how long it lasted
 * @param seed of the run
 * @param chain release of go-ethereum whose chain was held
 * @param entrants who took part
 * @param absent who could not, and why
 * @param encounters in the order of those who began
 */
public record MatrixReport(
    Instant at,
    Duration took,
    long seed,
    Optional<String> chain,
    List<Entrant> entrants,
    List<Absent> absent,
    List<Encounter> encounters) {

  public MatrixReport {
    entrants = List.copyOf(entrants);
    absent = List.copyOf(absent);
    encounters = List.copyOf(encounters);
  }

  /** A row that could not be filled. */
  public record Absent(String name, String origin, String reason) {}

  /** How many cells had an outcome. */
  public long count(Outcome outcome) {
    return encounters.stream().mapToLong(encounter -> encounter.count(outcome)).sum();
  }

  /** How many cells there are. */
  public long cells() {
    return encounters.stream().mapToLong(encounter -> encounter.cells().size()).sum();
  }

  /** Whether nobody has to do anything. */
  public boolean isContent() {
    return encounters.stream().allMatch(Encounter::isContent);
  }

  /** The counts in one line. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%d of %d cells passed, %d failed, %d as expected, %d passed unexpectedly; %d meetings of"
            + " %d implementations or versions, %d absent, in %d s",
        count(Outcome.PASSED),
        cells(),
        count(Outcome.FAILED),
        count(Outcome.FAILED_AS_EXPECTED),
        count(Outcome.PASSED_UNEXPECTEDLY),
        encounters.size(),
        entrants.size(),
        absent.size(),
        took.toSeconds());
  }

  /** The meetings as suites of cells, which is what build servers read. */
  public List<SuiteReport> suites() {
    return encounters.stream().map(this::suite).toList();
  }

  private SuiteReport suite(Encounter encounter) {
    return new SuiteReport(
        "matrix of " + encounter.from(),
        Optional.empty(),
        encounter.to(),
        "",
        seed,
        at,
        encounter.cells());
  }
}
