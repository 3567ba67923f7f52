package io.devp2p.interop.matrix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema as the schemas of our reports use; any other keyword is refused, so that
 * none is passed over.
 */
final class SchemaCheck {

  private static final List<String> REMARKS = List.of("$schema", "$defs", "title", "description");

  private final Map<?, ?> root;

  SchemaCheck(String schema) throws IOException {
    this.root = (Map<?, ?>) read(schema);
  }

  /** What is wrong with a document, with where; empty if nothing is. */
  List<String> errors(String document) throws IOException {
    List<String> errors = new ArrayList<>();
    check(root, read(document), "$", errors);
    return errors;
  }

  private void check(Map<?, ?> schema, Object value, String at, List<String> errors) {
    schema.forEach((keyword, wanted) -> {
      switch (keyword.toString()) {
        case "$ref" -> check(definition(wanted.toString()), value, at, errors);
        case "type" -> report(isOf(wanted.toString(), value), at + " is no " + wanted, errors);
        case "const" -> report(wanted.equals(value), at + " is not " + wanted, errors);
        case "enum" -> report(((List<?>) wanted).contains(value), at + " = " + value, errors);
        case "pattern" ->
            report(
                Pattern.compile(wanted.toString()).matcher(value.toString()).find(),
                at + " = " + value,
                errors);
        case "minimum" ->
            report(((BigDecimal) value).compareTo((BigDecimal) wanted) >= 0, at + " < min", errors);
        case "required" ->
            ((List<?>) wanted)
                .forEach(n -> report(fields(value).containsKey(n), at + " lacks " + n, errors));
        case "items" -> {
          int i = 0;
          for (Object item : (List<?>) value) {
            check((Map<?, ?>) wanted, item, at + "[" + i++ + "]", errors);
          }
        }
        case "properties" ->
            ((Map<?, ?>) wanted)
                .forEach((name, rule) -> {
                  if (fields(value).containsKey(name)) {
                    check((Map<?, ?>) rule, of(fields(value), name), at + "." + name, errors);
                  }
                });
        case "additionalProperties" -> others(schema, wanted, fields(value), at, errors);
        default ->
            report(REMARKS.contains(keyword.toString()), "unknown keyword " + keyword, errors);
      }
    });
  }

  private void others(
      Map<?, ?> schema, Object rule, Map<?, ?> fields, String at, List<String> errors) {
    Map<?, ?> known =
        schema.containsKey("properties") ? fields(of(schema, "properties")) : Map.of();
    fields.forEach((name, value) -> {
      if (!known.containsKey(name)) {
        if (rule instanceof Map<?, ?> further) {
          check(further, value, at + "." + name, errors);
        } else {
          report(Boolean.TRUE.equals(rule), at + " has " + name, errors);
        }
      }
    });
  }

  private Map<?, ?> definition(String reference) {
    String name = reference.substring("#/$defs/".length());
    return fields(of(fields(of(root, "$defs")), name));
  }

  private static Object of(Map<?, ?> fields, Object name) {
    return Objects.requireNonNull(fields.get(name), name.toString());
  }

  private static Map<?, ?> fields(Object value) {
    return (Map<?, ?>) value;
  }

  private static boolean isOf(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "number" -> value instanceof BigDecimal;
      case "integer" -> value instanceof BigDecimal n && n.stripTrailingZeros().scale() <= 0;
      default -> false;
    };
  }

  private static void report(boolean holds, String error, List<String> errors) {
    if (!holds) {
      errors.add(error);
    }
  }

  private static Object read(String text) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(text)) {
      in.nextToken();
      return value(in);
    }
  }

  private static Object value(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          fields.put(name, value(in));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(in));
        }
        yield items;
      }
      case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDecimalValue();
      default -> in.getText();
    };
  }
}
