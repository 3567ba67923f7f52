package io.devp2p.crawler;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The node set files of go-ethereum's devp2p tool ({@code cmd/devp2p/nodeset.go}), written byte for
 * byte as that tool writes them. Times are written in UTC. The extensions of an entry, of which
 * that tool has none, follow its fields.
 */
public final class NodesJson {

  /** Go's zero time, which stands for "never". */
  static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(-1).toFormatter(Locale.ROOT);

  private NodesJson() {}

  /**
   * Reads a node set. An entry that cannot be used is left out and reported.
   *
   * @throws IOException in one line, if the file cannot be read or is not a JSON object of objects
   */
  public static NodeSet read(Path file) throws IOException {
    return NodesJsonReader.read(file);
  }

  /**
   * Reads a node set as go-ethereum does: one bad entry and the whole file is refused.
   *
   * @throws IOException in one line, naming the first bad entry
   */
  public static NodeSet readStrict(Path file) throws IOException {
    NodeSet set = NodesJsonReader.read(file);
    if (!set.refused().isEmpty()) {
      NodeSet.Refused first = set.refused().getFirst();
      throw new IOException(file + ": entry " + first.id() + ": " + first.why());
    }
    return set;
  }

  /** The text of a node set, keys sorted, without a final newline. */
  public static String render(Collection<NodeSetEntry> entries) {
    StringWriter text = new StringWriter();
    try {
      render(entries, text);
    } catch (IOException notFromMemory) {
      throw new UncheckedIOException(notFromMemory);
    }
    return text.toString();
  }

  /**
   * Writes a node set. Readers see the old file or the new one, never a part: it is written beside
   * the file and renamed.
   *
   * @throws IOException in one line; the old file is untouched
   */
  public static void write(Path file, Collection<NodeSetEntry> entries) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          render(entries, writer);
          writer.flush();
        });
  }

  /** Writes a node set to a stream, which stays open. */
  public static void write(OutputStream out, Collection<NodeSetEntry> entries) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    render(entries, writer);
    writer.flush();
  }

  private static void render(Collection<NodeSetEntry> entries, Writer to) throws IOException {
    List<NodeSetEntry> sorted =
        entries.stream().sorted(Comparator.comparing(e -> e.id().bytes())).toList();
    try (JsonGenerator json = GoJson.indented(to)) {
      json.writeStartObject();
      for (NodeSetEntry entry : sorted) {
        json.writeFieldName(entry.id().toString());
        render(entry, json);
      }
      json.writeEndObject();
    }
  }

  private static void render(NodeSetEntry entry, JsonGenerator json) throws IOException {
    History history = entry.history();
    json.writeStartObject();
    json.writeFieldName("seq");
    json.writeNumber(new BigInteger(Long.toUnsignedString(entry.seq())));
    json.writeStringField("record", entry.known().toString());
    if (history.score() != 0) {
      json.writeNumberField("score", history.score());
    }
    json.writeStringField("firstResponse", time(history.firstResponse()));
    json.writeStringField("lastResponse", time(history.lastResponse()));
    json.writeStringField("lastCheck", time(history.lastCheck()));
    for (Map.Entry<String, String> extension : entry.extensions().entrySet()) {
      json.writeFieldName(extension.getKey());
      try (JsonParser value = GoJson.FACTORY.createParser(extension.getValue())) {
        value.nextToken();
        json.copyCurrentStructure(value);
      }
    }
    json.writeEndObject();
  }

  private static String time(Optional<Instant> time) {
    return TIME.format(time.orElse(NEVER));
  }
}
