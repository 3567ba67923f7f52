package io.devp2p.interop.matrix;

import io.devp2p.interop.report.Outcome;
import io.devp2p.interop.report.ReportedCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of two nodes that were alone with each other.
 *
 * @param from who began
 * @param to whom it turned to
 * @param cells what was tried; ids are of the form {@code group/feature}, and what was seen is the
 *     output of the case
 * @param logs the ends of what both logged
 * @param took with starting and ending both
 */
public record Encounter(
    String from, String to, List<ReportedCase> cells, List<LogEnd> logs, Duration took) {

  public Encounter {
    cells = List.copyOf(cells);
    logs = List.copyOf(logs);
  }

  /** The end of a log. */
  public record LogEnd(String name, String text) {}

  /** The same with what failed in an earlier one, as a log of its own. */
  Encounter after(Encounter earlier) {
    StringBuilder text = new StringBuilder();
    earlier.cells().stream()
        .filter(cell -> cell.outcome().isBad())
        .forEach(
            cell -> text.append(cell.result().id()).append("  ").append(cell.text()).append('\n'));
    earlier
        .logs()
        .forEach(log -> text.append("\n").append(log.name()).append('\n').append(log.text()));
    List<LogEnd> all = new ArrayList<>(logs);
    all.add(new LogEnd("first meeting, which failed", text.toString()));
    return new Encounter(from, to, cells, all, earlier.took().plus(took));
  }

  /** Who met whom. */
  public String name() {
    return from + " -> " + to;
  }

  /** Whether nobody has to do anything. */
  public boolean isContent() {
    return cells.stream().noneMatch(cell -> cell.outcome().isBad());
  }

  /** How many cells had an outcome. */
  public long count(Outcome outcome) {
    return cells.stream().filter(cell -> cell.outcome() == outcome).count();
  }
}
