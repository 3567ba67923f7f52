package io.devp2p.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Where output goes, and how it may look there. */
final class Terminal {

  private Terminal() {}

  static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Colour for people at a terminal only, and never where NO_COLOR is set. */
  static Ansi ansi(Map<String, String> environment) {
    String noColor = environment.get("NO_COLOR");
    return noColor != null && !noColor.isEmpty() ? Ansi.OFF : Ansi.AUTO;
  }

  /** Whether standard error is a terminal, which only the launcher can tell. */
  static boolean isInteractive() {
    return Boolean.getBoolean("devp2p.stderr.terminal");
  }
}
