package io.devp2p.crawler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.devp2p.core.node.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A census beside the truth of a laboratory.
 *
 * @param nodes in the truth
 * @param found of these, how many were visited, whatever came of it
 * @param differences in the order of the truth
 */
public record TruthComparison(int nodes, int found, List<Difference> differences) {

  public TruthComparison {
    differences = List.copyOf(differences);
  }

  /**
   * What a perfect crawler notes of a node.
   *
   * @param client empty where no Hello is to be had; likewise {@code eth}
   */
  public record Expected(
      NodeId id,
      int family,
      boolean v4,
      boolean v5,
      String outcome,
      Optional<String> client,
      OptionalInt eth) {}

  /** One thing that was noted otherwise than it is; {@code field} is "node" for one not found. */
  public record Difference(NodeId id, String field, String expected, String seen) {
    @Override
    public String toString() {
      return id + ": " + field + " is " + expected + ", seen was " + seen;
    }
  }

  /** The share of the truth's nodes that was found, 0 to 1. */
  public double recall() {
    return nodes == 0 ? 1 : (double) found / nodes;
  }

  /** Compares. */
  public static TruthComparison of(Collection<Expected> truth, Census census) {
    List<Difference> differences = new ArrayList<>();
    int found = 0;
    for (Expected expected : truth) {
      Finding finding = census.findings().get(expected.id());
      if (finding == null) {
        differences.add(new Difference(expected.id(), "node", expected.outcome(), "nothing"));
      } else {
        found++;
        compare(expected, finding, differences);
      }
    }
    return new TruthComparison(truth.size(), found, differences);
  }

  private static void compare(Expected expected, Finding seen, List<Difference> differences) {
    compare("outcome", expected.outcome(), seen.outcome().name(), seen.id(), differences);
    compare("family", OptionalInt.of(expected.family()), seen.family(), seen.id(), differences);
    compare("v4", expected.v4(), seen.v4(), seen.id(), differences);
    compare("v5", expected.v5(), seen.v5(), seen.id(), differences);
    compare("client", expected.client(), seen.client(), seen.id(), differences);
    compare("eth", expected.eth(), seen.eth(), seen.id(), differences);
  }

  private static void compare(
      String field, Object expected, Object seen, NodeId id, List<Difference> differences) {
    if (!expected.equals(seen)) {
      differences.add(new Difference(id, field, expected.toString(), seen.toString()));
    }
  }

  /**
   * Reads a truth: one JSON object, id to {@code {family, v4, v5, outcome, client, eth}}; further
   * fields are ignored.
   *
   * @throws IOException in one line
   */
  public static List<Expected> read(Path file) throws IOException {
    List<Expected> truth = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        JsonParser json = new JsonFactory().createParser(in)) {
      expect(json.nextToken() == JsonToken.START_OBJECT, json);
      for (String id = json.nextFieldName(); id != null; id = json.nextFieldName()) {
        expect(json.nextToken() == JsonToken.START_OBJECT, json);
        truth.add(readNode(NodeId.fromHex(id), json));
      }
      expect(json.currentToken() == JsonToken.END_OBJECT, json);
    } catch (JsonParseException | IllegalArgumentException malformed) {
      throw new IOException(file + ": not the truth of a laboratory", malformed);
    } catch (NoSuchFileException missing) {
      throw new IOException(file + ": no such file", missing);
    }
    return truth;
  }

  private static Expected readNode(NodeId id, JsonParser json) throws IOException {
    int family = 0;
    boolean v4 = false;
    boolean v5 = false;
    String outcome = "";
    Optional<String> client = Optional.empty();
    OptionalInt eth = OptionalInt.empty();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      boolean isNull = json.nextToken() == JsonToken.VALUE_NULL;
      switch (name) {
        case "family" -> family = json.getIntValue();
        case "v4" -> v4 = json.getBooleanValue();
        case "v5" -> v5 = json.getBooleanValue();
        case "outcome" -> outcome = json.getText();
        case "client" -> client = isNull ? client : Optional.of(json.getText());
        case "eth" -> eth = isNull ? eth : OptionalInt.of(json.getIntValue());
        default -> json.skipChildren();
      }
    }
    return new Expected(id, family, v4, v5, outcome, client, eth);
  }

  private static void expect(boolean holds, JsonParser json) throws IOException {
    if (!holds) {
      throw new JsonParseException(json, "another token is expected");
    }
  }
}
