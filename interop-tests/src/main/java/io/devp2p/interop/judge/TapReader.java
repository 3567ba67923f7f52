package io.devp2p.interop.judge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what go-ethereum's tool prints with {@code --tap}: a plan, and lines of output behind each
 * result.
 */
final class TapReader {

  private static final Pattern PLAN = Pattern.compile("^1\\.\\.(\\d+)\\s*$", Pattern.MULTILINE);
  private static final Pattern RESULT = Pattern.compile("^(not )?ok (\\d+) (?:- )?(.*)$");

  /**
   * A result.
   *
   * @param output what was printed about it
   */
  record Line(String name, boolean isOk, String output) {}

  /**
   * All results.
   *
   * @param planned how many there should be
   */
  record Results(int planned, List<Line> lines) {
    Results {
      lines = List.copyOf(lines);
    }
  }

  private TapReader() {}

  /**
   * Reads a text, which may end early.
   *
   * @throws IOException if it has no plan, or the numbers do not rise one by one
   */
  static Results read(String text) throws IOException {
    Matcher plan = PLAN.matcher(text);
    if (!plan.find()) {
      throw new IOException("no plan in: " + text.lines().limit(5).toList());
    }
    List<Line> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher result = RESULT.matcher(line);
      if (result.matches()) {
        if (Integer.parseInt(result.group(2)) != lines.size() + 1) {
          throw new IOException("a result out of order: " + line);
        }
        lines.add(new Line(result.group(3).strip(), result.group(1) == null, ""));
      } else if (line.startsWith("# ") && !lines.isEmpty()) {
        Line last = lines.removeLast();
        lines.add(new Line(last.name, last.isOk, last.output + line.substring(2) + "\n"));
      }
    }
    return new Results(Integer.parseInt(plan.group(1)), lines);
  }
}
