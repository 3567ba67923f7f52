package io.devp2p.interop.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A matrix as one page that needs nothing else: it works from a file, without network. The data are
 * the JSON of {@link MatrixJson}; the page puts them into the document as text only.
 */
public final class MatrixPage {

  private static final String PLACE = "__MATRIX__";

  private MatrixPage() {}

  /** A report as a page. */
  public static String write(MatrixReport report) {
    // A script element ends at "</script", whatever language its content is in.
    return resource("matrix.html").replace(PLACE, MatrixJson.write(report).replace("<", "\\u003c"));
  }

  private static String resource(String name) {
    try (InputStream page = MatrixPage.class.getResourceAsStream(name)) {
      if (page == null) {
        throw new IllegalStateException("BUG: the resource " + name + " is missing");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("BUG: the page cannot be read", unreadable);
    }
  }
}
