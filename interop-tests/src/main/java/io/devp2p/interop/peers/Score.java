package io.devp2p.interop.peers;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result of a suite of geth's tool.
 *
 * @param passed names of the cases that passed, in their order
 * @param failed names of the cases that failed, in their order
 * @param text all that the tool printed
 */
public record Score(List<String> passed, List<String> failed, String text) {

  private static final Pattern CASE =
      Pattern.compile("^-- (OK|FAIL) (\\S+) \\([^)]*\\)\\s*$", Pattern.MULTILINE);
  private static final Pattern SUM =
      Pattern.compile("^(\\d+)/(\\d+) tests passed\\.", Pattern.MULTILINE);

  public Score {
    passed = List.copyOf(passed);
    failed = List.copyOf(failed);
  }

  /**
   * Reads what the tool printed.
   *
   * @throws IOException if the tool did not come to its end, or its sum is not that of its cases
   */
  static Score parse(String text) throws IOException {
    Matcher sum = SUM.matcher(text);
    if (!sum.find()) {
      throw new IOException("the suite did not come to its end:\n" + text);
    }
    Score score = new Score(cases(text, "OK"), cases(text, "FAIL"), text);
    if (score.passed.size() != Integer.parseInt(sum.group(1))
        || score.total() != Integer.parseInt(sum.group(2))) {
      throw new IOException("the cases do not add up to " + sum.group() + ":\n" + text);
    }
    return score;
  }

  private static List<String> cases(String text, String verdict) {
    return CASE.matcher(text)
        .results()
        .filter(r -> r.group(1).equals(verdict))
        .map((MatchResult r) -> r.group(2))
        .toList();
  }

  /** How many cases ran. */
  public int total() {
    return passed.size() + failed.size();
  }

  /** The score in one line, with the names of the cases that failed. */
  @Override
  public String toString() {
    String score = passed.size() + "/" + total();
    return failed.isEmpty() ? score : score + ", failed: " + String.join(", ", failed);
  }
}
