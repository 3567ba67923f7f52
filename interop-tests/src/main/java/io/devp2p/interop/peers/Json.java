package io.devp2p.interop.peers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value of a trusted child process or of a file of ours, and a writer of such files. */
public sealed interface Json {

  /** An object, in the order of its fields. */
  record Fields(Map<String, Json> values) implements Json {}

  /** An array. */
  record Items(List<Json> values) implements Json {}

  /** A string, a number, a boolean or null, as its text. */
  record Text(String value) implements Json {}

  /** Writes into an object or array that is open. */
  interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  /**
   * Reads one value.
   *
   * @throws IOException if the text is not one
   */
  static Json parse(String text) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(text)) {
      in.nextToken();
      return value(in);
    }
  }

  /** One object as text. */
  static String object(boolean pretty, Body body) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      if (pretty) {
        out.useDefaultPrettyPrinter();
      }
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    }
    return text.toString();
  }

  private static Json value(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Json> values = new LinkedHashMap<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        values.put(name, value(in));
      }
      return new Fields(values);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Json> values = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(in));
      }
      return new Items(values);
    }
    if (token == null) {
      throw new IOException("no JSON value");
    }
    return new Text(in.getText());
  }

  /** The value below the given field names. */
  default Optional<Json> at(String... path) {
    Optional<Json> here = Optional.of(this);
    for (String name : path) {
      here =
          here.flatMap(v ->
              v instanceof Fields f ? Optional.ofNullable(f.values().get(name)) : Optional.empty());
    }
    return here;
  }

  /**
   * The text below the given field names.
   *
   * @throws IOException if there is none
   */
  default String text(String... path) throws IOException {
    return at(path)
        .flatMap(v -> v instanceof Text t ? Optional.of(t.value()) : Optional.empty())
        .orElseThrow(() -> new IOException("no text at " + String.join(".", path)));
  }

  /**
   * The elements of the array below the given field names.
   *
   * @throws IOException if there is no array
   */
  default List<Json> items(String... path) throws IOException {
    if (at(path).orElse(this) instanceof Items items) {
      return items.values();
    }
    throw new IOException("no array at " + String.join(".", path));
  }

  /**
   * The texts of the array below the given field names.
   *
   * @throws IOException if there is no array of texts
   */
  default List<String> texts(String... path) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Json item : items(path)) {
      texts.add(item.text());
    }
    return texts;
  }
}
