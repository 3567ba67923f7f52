package io.devp2p.interop.matrix;

import io.devp2p.interop.report.Page;

/** A matrix as one page: the {@link Page} of {@link MatrixJson}. */
public final class MatrixPage {

  private MatrixPage() {}

  /** A report as a page. */
  public static String write(MatrixReport report) {
    return Page.of(MatrixPage.class, "matrix.html", MatrixJson.write(report));
  }
}
