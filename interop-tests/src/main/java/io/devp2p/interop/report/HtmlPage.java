package io.devp2p.interop.report;

import java.util.List;

/** Reports as one page: the {@link Page} of {@link JsonReport}. */
public final class HtmlPage {

  private HtmlPage() {}

  /** Reports as a page. */
  public static String write(List<SuiteReport> reports) {
    return Page.of(HtmlPage.class, "reports.html", JsonReport.write(reports));
  }
}
