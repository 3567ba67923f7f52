package io.devp2p.node.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * A value in a JSON file, and where in it. What cannot be read as it should be is told with file
 * and place.
 */
record Json(Path file, String place, JsonNode node) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Json parse(Path file, Bytes content) throws ChainFileException {
    try {
      return new Json(file, "", MAPPER.readTree(content.toArrayUnsafe()));
    } catch (JsonProcessingException malformed) {
      throw new ChainFileException(
          file,
          "line "
              + Optional.ofNullable(malformed.getLocation()).map(at -> at.getLineNr()).orElse(1),
          "not JSON");
    } catch (IOException impossible) {
      throw new IllegalStateException("BUG: an array cannot be read", impossible);
    }
  }

  /** A value that must be there. */
  Json field(String name) throws ChainFileException {
    return optional(name).orElseThrow(() -> at(name).wrong("missing"));
  }

  /** A value, if it is there and not null. */
  Optional<Json> optional(String name) {
    JsonNode value = node.path(name);
    boolean absent = value.isMissingNode() || value.isNull();
    return absent ? Optional.empty() : Optional.of(at(name));
  }

  private Json at(String name) {
    return new Json(file, place.isEmpty() ? name : place + "." + name, node.path(name));
  }

  /** A name in an object, which is a value too, and what it stands for. */
  record Field(Json name, Json value) {}

  /** What is in an object. */
  List<Field> fields() throws ChainFileException {
    if (!node.isObject()) {
      throw wrong("not an object");
    }
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Json value = at(field.getKey());
      fields.add(new Field(new Json(file, value.place, TextNode.valueOf(field.getKey())), value));
    }
    return fields;
  }

  /** The elements of an array. */
  List<Json> elements() throws ChainFileException {
    if (!node.isArray()) {
      throw wrong("not an array");
    }
    List<Json> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(new Json(file, place + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  /** At most so many bytes in hex; zeros in front make them as many. */
  Bytes bytes(int size) throws ChainFileException {
    Bytes bytes = bytes();
    if (bytes.size() > size) {
      throw wrong("more than " + size + " bytes");
    }
    return Bytes.concatenate(Bytes.wrap(new byte[size - bytes.size()]), bytes);
  }

  /** Any bytes in hex, with 0x or without; an odd number of digits gets a zero in front. */
  Bytes bytes() throws ChainFileException {
    try {
      return Bytes.fromHexStringLenient(text());
    } catch (IllegalArgumentException notHex) {
      throw wrong("not hex");
    }
  }

  Bytes32 bytes32() throws ChainFileException {
    return Bytes32.wrap(bytes(Bytes32.SIZE));
  }

  /** A number of at most 64 bits, unsigned: in JSON, in decimal or in hex with 0x. */
  long uint64() throws ChainFileException {
    return number(Long.SIZE).longValue();
  }

  /** A number of at most 256 bits: in JSON, in decimal or in hex with 0x. */
  UInt256 uint256() throws ChainFileException {
    return UInt256.valueOf(number(256));
  }

  private BigInteger number(int bits) throws ChainFileException {
    BigInteger number = node.isIntegralNumber() ? node.bigIntegerValue() : parsed(text());
    if (number.signum() < 0 || number.bitLength() > bits) {
      throw wrong("not a number of " + bits + " bits");
    }
    return number;
  }

  private BigInteger parsed(String text) throws ChainFileException {
    try {
      return text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    } catch (NumberFormatException notANumber) {
      throw wrong("not a number");
    }
  }

  String text() throws ChainFileException {
    if (!node.isTextual()) {
      throw wrong("not a string");
    }
    return node.textValue();
  }

  ChainFileException wrong(String reason) {
    return place.isEmpty()
        ? new ChainFileException(file, reason)
        : new ChainFileException(file, place, reason);
  }
}
