package io.devp2p.crawler.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.devp2p.core.Violation;
import io.devp2p.crawler.GoJson;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** {@code enrtree-info.json}, byte for byte as go-ethereum's tool writes it. */
final class DefinitionJson {

  private static final JsonFactory JSON = new JsonFactory();

  /** Go's zero time, which stands for "never". */
  private static final OffsetDateTime NEVER =
      OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HH:MM", "Z")
          .toFormatter(Locale.ROOT);

  private Optional<TreeUrl> url = Optional.empty();
  private long seq;
  private Optional<Bytes> signature = Optional.empty();
  private List<TreeUrl> links = new ArrayList<>();
  private Optional<OffsetDateTime> modified = Optional.empty();

  private DefinitionJson() {}

  static String render(TreeDefinition definition) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = GoJson.indented(text)) {
      json.writeStartObject();
      if (definition.url().isPresent()) {
        json.writeStringField("url", definition.url().get().toString());
      }
      json.writeFieldName("seq");
      json.writeNumber(new BigInteger(Long.toUnsignedString(definition.seq())));
      if (definition.signature().isPresent()) {
        json.writeStringField(
            "signature",
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(definition.signature().get().toArrayUnsafe()));
      }
      json.writeArrayFieldStart("links");
      for (TreeUrl link : definition.links()) {
        json.writeString(link.toString());
      }
      json.writeEndArray();
      json.writeStringField("lastModified", TIME.format(definition.modified().orElse(NEVER)));
      json.writeEndObject();
    } catch (IOException notFromMemory) {
      throw new UncheckedIOException(notFromMemory);
    }
    return text.toString();
  }

  static TreeDefinition read(Path file) throws IOException {
    DefinitionJson fields = new DefinitionJson();
    try (InputStream in = Files.newInputStream(file);
        JsonParser json = JSON.createParser(in)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "a JSON object is expected");
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        fields.read(name, json);
      }
    } catch (StreamReadException malformed) {
      throw new IOException(file + ": malformed JSON", malformed);
    } catch (Violation | IllegalArgumentException | DateTimeException wrong) {
      throw new IOException(file + ": not a tree definition: " + wrong.getMessage(), wrong);
    }
    return new TreeDefinition(
        fields.url, fields.seq, fields.signature, fields.links, fields.modified);
  }

  private void read(String name, JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    switch (name.toLowerCase(Locale.ROOT)) { // Go matches names in any case
      case "url" -> url = text(json).filter(t -> !t.isEmpty()).map(TreeUrl::parse);
      case "seq" -> seq = seq(json);
      case "signature" ->
          signature =
              text(json)
                  .filter(t -> !t.isEmpty())
                  .map(t -> Bytes.wrap(Base64.getUrlDecoder().decode(t)));
      case "links" -> links = links(json);
      case "lastmodified" ->
          modified = text(json).map(OffsetDateTime::parse).filter(t -> !t.isEqual(NEVER));
      default -> json.skipChildren();
    }
  }

  private static Optional<String> text(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.VALUE_STRING, json.currentName() + " is no string");
    return Optional.of(json.getText());
  }

  private static long seq(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "seq is no whole number");
    BigInteger value = json.getBigIntegerValue();
    require(value.signum() >= 0 && value.bitLength() <= 64, "seq is out of range");
    return value.longValue();
  }

  private static List<TreeUrl> links(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "links is no array");
    List<TreeUrl> links = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      links.add(TreeUrl.parse(text(json).orElseThrow()));
    }
    return links;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
