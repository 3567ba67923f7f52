package io.devp2p.interop.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A page that needs nothing else: it works from a file, without network. The look and the parts of
 * the script that all pages have are put into it, and the data as JSON, which its script puts into
 * the document as text only.
 */
public final class Page {

  private Page() {}

  /**
   * A page.
   *
   * @param owner beside which the template lies
   * @param json what is shown
   */
  public static String of(Class<?> owner, String template, String json) {
    return resource(owner, template)
        .replace("__STYLE__", resource(Page.class, "page.css"))
        .replace("__SCRIPT__", resource(Page.class, "page.js"))
        // A script element ends at "</script", whatever language its content is in.
        .replace("__DATA__", json.replace("<", "\\u003c"));
  }

  private static String resource(Class<?> owner, String name) {
    try (InputStream resource = owner.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("BUG: the resource " + name + " is missing");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("BUG: the resource " + name + " cannot be read", unreadable);
    }
  }
}
