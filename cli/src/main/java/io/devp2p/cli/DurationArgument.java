package io.devp2p.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations in Go's syntax ({@code 1h30m}, {@code 500ms}) with days ({@code 2d}), or ISO 8601
 * ({@code PT5M}).
 */
final class DurationArgument implements ITypeConverter<Duration> {

  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h|d)");

  @Override
  public Duration convert(String value) {
    if (value.startsWith("P")) {
      try {
        return Duration.parse(value);
      } catch (DateTimeParseException malformed) {
        throw wrong(value);
      }
    }
    Matcher part = PART.matcher(value);
    double nanos = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      nanos += Double.parseDouble(part.group(1)) * nanosOf(part.group(2));
      end = part.end();
    }
    if (end != value.length() || value.isEmpty() || nanos > Long.MAX_VALUE) {
      throw wrong(value);
    }
    return Duration.ofNanos((long) nanos);
  }

  private static double nanosOf(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      default -> 86_400e9;
    };
  }

  private static TypeConversionException wrong(String value) {
    return new TypeConversionException(
        "'" + value + "' is no duration; write 10s, 1h30m, 2d or PT5M");
  }
}
