package io.devp2p.interop.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Cases that a target is known to fail, and why. One file for each implementation and version, with
 * lines {@code suite case reason}; {@code #} begins a remark. A reason that begins with {@code
 * sometimes} is of a failure that depends on time: a pass is then no surprise.
 *
 * @param reasons by suite and case, with a blank between them
 */
public record ExpectedFailures(Map<String, String> reasons) {

  /** Nothing is known. */
  public static final ExpectedFailures NONE = new ExpectedFailures(Map.of());

  public ExpectedFailures {
    reasons = Map.copyOf(reasons);
  }

  /**
   * What is known of a reference peer.
   *
   * @param peer family and version, as {@code geth-1.17.10}
   */
  public static ExpectedFailures of(String peer) throws IOException {
    try (InputStream file =
        ExpectedFailures.class.getResourceAsStream("/expected/" + peer + ".txt")) {
      return file == null ? NONE : parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if a line is not of that form, or names a case twice
   */
  public static ExpectedFailures parse(String text) throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("\\s+", 3);
      if (words.length < 3) {
        throw new IOException("not of the form 'suite case reason': " + line);
      }
      if (reasons.put(words[0] + " " + words[1], words[2]) != null) {
        throw new IOException("twice: " + words[0] + " " + words[1]);
      }
    }
    return new ExpectedFailures(reasons);
  }

  /** Whether a reason is that of a failure that need not happen. */
  public static boolean isOccasional(String reason) {
    return reason.startsWith("sometimes ");
  }

  /** Why a case is known to fail. */
  public Optional<String> reason(String suite, String id) {
    return Optional.ofNullable(reasons.get(suite + " " + id));
  }
}
