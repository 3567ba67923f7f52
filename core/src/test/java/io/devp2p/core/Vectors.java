package io.devp2p.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes;

/** The test vectors of all modules: JSON files whose cases name their sources. */
public final class Vectors {

  private Vectors() {}

  /** A file of the vectors, by its name without ending. */
  public static JsonNode load(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name + ".json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The elements of an array. */
  public static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** A field of hex digits with 0x. */
  public static Bytes hex(JsonNode object, String field) {
    return Bytes.fromHexString(object.get(field).asText());
  }
}
