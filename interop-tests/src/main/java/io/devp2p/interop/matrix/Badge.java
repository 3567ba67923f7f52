package io.devp2p.interop.matrix;

import io.devp2p.interop.report.Outcome;
import java.util.Locale;

/** How many cells passed, as a small picture for a page elsewhere. */
public final class Badge {

  private static final int LABEL = 56;
  private static final int LETTER = 7;
  private static final String GREEN = "#1a7f37";
  private static final String RED = "#b3261e";

  private Badge() {}

  /** A report as a badge in SVG. */
  public static String write(MatrixReport report) {
    String text = report.count(Outcome.PASSED) + "/" + report.cells();
    int value = text.length() * LETTER + 12;
    String color = report.isContent() ? GREEN : RED;
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="interop: %2$s">
        <title>interop: %2$s</title>
        <rect width="%1$d" height="20" rx="3" fill="#444"/>
        <rect x="56" width="%3$d" height="20" rx="3" fill="%4$s"/>
        <g fill="#fff" font-family="Verdana,sans-serif" font-size="11" text-anchor="middle">
        <text x="28" y="14">interop</text><text x="%5$d" y="14">%2$s</text>
        </g>
        </svg>
        """,
        LABEL + value,
        text,
        value,
        color,
        LABEL + value / 2);
  }
}
