package io.devp2p.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a matrix in a real browser, from a file. */
final class MatrixPageTest {

  private static final String BACKGROUND = "getComputedStyle(document.body).backgroundColor";
  private static final String BAD = "button[data-from=\"beta-2\"][data-to=\"alpha-1\"]";

  @TempDir Path work;

  @Test
  void aCellLeadsToItsLog() throws Exception {
    Optional<Path> driver = Browser.driver();
    Assumptions.assumeTrue(driver.isPresent(), "no chromedriver: apt-get install chromium-driver");
    Path page = work.resolve("matrix.html");
    Files.writeString(page, MatrixPage.write(Sample.report()));
    try (Browser browser = Browser.start(driver.get(), work)) {
      browser.load(page);
      assertThat(browser.value("document.querySelectorAll('td button').length")).isEqualTo("2");
      assertThat(text(browser, BAD)).isEqualTo("1/3 ✗"); // not by colour alone
      assertThat(browser.value("document.getElementById('absent').textContent"))
          .contains("gamma-3", "no cargo here");
      filters(browser);
      opens(browser);
      isForTheKeyboard(browser);
      isLightAndDark(browser);
      assertThat(browser.value("document.getElementById('evil')")).isEqualTo("null");
    }
  }

  private static void filters(Browser browser) throws Exception {
    browser.choose("#group", "rlpx");
    assertThat(text(browser, BAD)).isEqualTo("1/1");
    browser.choose("#group", "");
    browser.choose("#outcome", "failed");
    assertThat(browser.value("document.querySelectorAll('td button').length")).isEqualTo("1");
    assertThat(browser.value("document.getElementById('count').textContent"))
        .isEqualTo("1 of 5 cells");
    browser.choose("#outcome", "");
  }

  private static void opens(Browser browser) throws Exception {
    browser.click(BAD);
    assertThat(isOpen(browser)).isEqualTo("true");
    assertThat(browser.value("document.getElementById('detail').textContent"))
        .contains("no PONG", "package beta-2", "known");
    assertThat(browser.value("document.querySelector('[data-log=\"to/alpha.log\"]').textContent"))
        .startsWith("panic: ");
    browser.press(Browser.Key.ESCAPE);
    assertThat(isOpen(browser)).isEqualTo("false");
  }

  /** The two cells are diagonal, and between them there is none: so the way is tried by filter. */
  private static void isForTheKeyboard(Browser browser) throws Exception {
    assertThat(browser.value("document.activeElement.dataset.from")).isEqualTo("beta-2");
    browser.press(Browser.Key.ENTER);
    assertThat(isOpen(browser)).isEqualTo("true");
    browser.press(Browser.Key.ESCAPE);
    browser.press(Browser.Key.LEFT); // nothing is there: the focus stays
    assertThat(browser.value("document.activeElement.dataset.from")).isEqualTo("beta-2");
  }

  private static void isLightAndDark(Browser browser) throws Exception {
    browser.prefer("light");
    String light = browser.value(BACKGROUND);
    browser.prefer("dark");
    assertThat(light).isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.value(BACKGROUND)).isEqualTo("rgb(13, 17, 23)");
  }

  private static String text(Browser browser, String css) throws Exception {
    return browser.value("document.querySelector('" + css + "').textContent");
  }

  private static String isOpen(Browser browser) throws Exception {
    return browser.value("document.getElementById('dialog').open");
  }
}
