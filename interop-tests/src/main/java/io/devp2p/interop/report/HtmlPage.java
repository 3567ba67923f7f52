package io.devp2p.interop.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reports as one page that needs nothing else: it works from a file, without network. The data are
 * the JSON of {@link JsonReport}; the page puts them into the document as text only.
 */
public final class HtmlPage {

  private static final String PLACE = "__REPORTS__";

  private HtmlPage() {}

  /** Reports as a page. */
  public static String write(List<SuiteReport> reports) {
    // A script element ends at "</script", whatever language its content is in.
    String json = JsonReport.write(reports).replace("<", "\\u003c");
    return template().replace(PLACE, json);
  }

  private static String template() {
    try (InputStream page = HtmlPage.class.getResourceAsStream("page.html")) {
      if (page == null) {
        throw new IllegalStateException("BUG: the page is missing");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("BUG: the page cannot be read", unreadable);
    }
  }
}
