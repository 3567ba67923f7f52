package io.devp2p.crawler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a node set as a stream of tokens, one entry at a time. */
final class NodesJsonReader {

  /** Deeper than any extension that is known; stops a file from exhausting the stack. */
  private static final int DEPTH = 32;

  /** Longest single text of a file, in characters: a record has 404. */
  private static final int TEXT = 1 << 16;

  private static final int SHOWN_KEY = 80;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEPTH).maxStringLength(TEXT).build())
          .build();

  /** Written by both node-crawlers, and by us. */
  private static final Set<String> EXTENSIONS = Set.of("clientInfo", "tooManyPeers", "devp2p");

  private final Map<NodeId, NodeSetEntry> entries = new HashMap<>();
  private final List<NodeSet.Refused> refused = new ArrayList<>();

  private NodesJsonReader() {}

  static NodeSet read(Path file) throws IOException {
    NodesJsonReader reader = new NodesJsonReader();
    try (InputStream in = Files.newInputStream(file);
        JsonParser json = JSON.createParser(in)) {
      reader.read(json);
    } catch (StreamReadException malformed) {
      String where =
          malformed.getLocation() == null ? "" : " at line " + malformed.getLocation().getLineNr();
      throw new IOException(file + ": not a node set: malformed JSON" + where, malformed);
    } catch (NotANodeSet wrongShape) {
      throw new IOException(file + ": not a node set: " + wrongShape.getMessage(), wrongShape);
    } catch (NoSuchFileException missing) {
      throw new IOException(file + ": no such file", missing);
    } catch (AccessDeniedException denied) {
      throw new IOException(file + ": permission denied", denied);
    }
    return new NodeSet(reader.entries, reader.refused);
  }

  private void read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new NotANodeSet("a JSON object is expected");
    }
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      json.nextToken();
      try {
        NodeSetEntry entry = readEntry(json, key);
        entries.put(entry.id(), entry);
      } catch (BadEntry bad) {
        String shown = key.length() > SHOWN_KEY ? key.substring(0, SHOWN_KEY) : key;
        refused.add(new NodeSet.Refused(shown, String.valueOf(bad.getMessage())));
      }
    }
    if (json.nextToken() != null) {
      throw new NotANodeSet("something follows the JSON object");
    }
  }

  private static NodeSetEntry readEntry(JsonParser json, String key) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      throw new BadEntry("not a JSON object");
    }
    Fields fields = new Fields();
    Optional<BadEntry> first = Optional.empty();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      try {
        fields.read(name, json);
      } catch (BadEntry bad) {
        first = first.or(() -> Optional.of(bad));
      }
    }
    if (first.isPresent()) {
      throw first.get();
    }
    return fields.entry(key);
  }

  /** The fields of one entry, as far as they came; the last one of a name counts, as in Go. */
  private static final class Fields {
    private long seq;
    private long score;
    private Optional<String> record = Optional.empty();
    private Optional<Instant> firstResponse = Optional.empty();
    private Optional<Instant> lastResponse = Optional.empty();
    private Optional<Instant> lastCheck = Optional.empty();
    private final TreeMap<String, String> extensions = new TreeMap<>();

    void read(String name, JsonParser json) throws IOException {
      if (EXTENSIONS.contains(name)) {
        extensions.put(name, copy(json));
        return;
      }
      if (json.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      switch (name.toLowerCase(Locale.ROOT)) { // Go matches names in any case
        case "seq" -> seq = integer(json, "seq", 64).longValue();
        case "score" -> score = integer(json, "score", 63).longValueExact();
        case "record" -> record = Optional.of(text(json, "record"));
        case "firstresponse" -> firstResponse = time(json, "firstResponse");
        case "lastresponse" -> lastResponse = time(json, "lastResponse");
        case "lastcheck" -> lastCheck = time(json, "lastCheck");
        default -> json.skipChildren();
      }
    }

    NodeSetEntry entry(String key) {
      NodeSetEntry.Known known = known();
      if (!known.id().equals(id(key))) {
        throw new BadEntry("the record is of another node");
      }
      History history = new History(score, firstResponse, lastResponse, lastCheck);
      return new NodeSetEntry(known, seq, history, extensions);
    }

    private NodeSetEntry.Known known() {
      try {
        return NodeSetEntry.Known.parse(record.orElseThrow(() -> new BadEntry("no record")));
      } catch (Violation bad) {
        throw new BadEntry("record: " + bad.getMessage());
      }
    }

    private static NodeId id(String key) {
      try {
        return NodeId.fromHex(key);
      } catch (IllegalArgumentException notHex) {
        throw new BadEntry("the key is not a node id (64 hex digits)");
      }
    }
  }

  private static BigInteger integer(JsonParser json, String name, int bits) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      json.skipChildren();
      throw new BadEntry(name + " is not a whole number");
    }
    BigInteger value = json.getBigIntegerValue();
    if (value.signum() < 0 || value.bitLength() > bits) {
      throw new BadEntry(name + " is out of range");
    }
    return value;
  }

  private static String text(JsonParser json, String name) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      json.skipChildren();
      throw new BadEntry(name + " is not a string");
    }
    return json.getText();
  }

  private static Optional<Instant> time(JsonParser json, String name) throws IOException {
    try {
      Instant time = OffsetDateTime.parse(text(json, name)).toInstant();
      return Optional.of(time).filter(t -> !t.equals(NodesJson.NEVER));
    } catch (DateTimeException malformed) {
      throw new BadEntry(name + " is not a time (RFC 3339)");
    }
  }

  private static String copy(JsonParser json) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.copyCurrentStructure(json);
    }
    return text.toString();
  }

  /** The file is JSON, and no node set. */
  private static final class NotANodeSet extends IOException {
    private static final long serialVersionUID = 1L;

    NotANodeSet(String why) {
      super(why);
    }
  }

  /** One entry cannot be used. */
  private static final class BadEntry extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadEntry(String why) {
      super(why, null, false, false);
    }
  }
}
