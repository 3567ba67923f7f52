package io.devp2p.crawler.store;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.Ending;
import io.devp2p.crawler.Finding;
import io.devp2p.crawler.History;
import io.devp2p.crawler.KnownNode;
import io.devp2p.crawler.Outcome;
import io.devp2p.crawler.Source;
import io.devp2p.crawler.StoredNode;
import io.devp2p.crawler.Visit;
import io.devp2p.crawler.VisitJson;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Nodes and visits as rows of the tables. */
final class SqliteRows {

  private static final String FOUND =
      """
      INSERT INTO node (id, public_key, record, endpoints, sources) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET record = excluded.record, endpoints = excluded.endpoints,
        sources = excluded.sources\
      """;

  private static final String IMPORTED =
      """
      UPDATE node SET score = ?, first_response = ?, last_response = ?, last_check = ?
      WHERE id = ? AND last_check IS NULL\
      """;

  private static final String CHECKED =
      """
      UPDATE node SET score = CASE WHEN ?1 THEN score + 1 ELSE score / 2 END,
        first_response = CASE WHEN ?1 THEN COALESCE(first_response, ?2) ELSE first_response END,
        last_response = CASE WHEN ?1 THEN ?2 ELSE last_response END, last_check = ?2
      WHERE id = ?3\
      """;

  private static final String VISITED =
      """
      INSERT INTO visit (node, at, outcome, detail, v4, v5, dialed, family, client, eth, network_id,
        fork_hash, fork_next, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String NODES =
      """
      SELECT n.*, v.* FROM node n LEFT JOIN visit v
        ON v.number = (SELECT MAX(number) FROM visit WHERE node = n.id)\
      """;

  private SqliteRows() {}

  /** Writes changes in their order, in one transaction. */
  static void write(Connection connection, List<Change> changes) throws SQLException {
    try (PreparedStatement found = connection.prepareStatement(FOUND);
        PreparedStatement imported = connection.prepareStatement(IMPORTED);
        PreparedStatement checked = connection.prepareStatement(CHECKED);
        PreparedStatement visited = connection.prepareStatement(VISITED)) {
      for (Change change : changes) {
        switch (change) {
          case Change.Found(KnownNode node) -> writeNode(found, node);
          case Change.Imported(KnownNode node, History history) -> {
            writeNode(found, node);
            writeHistory(imported, node, history);
          }
          case Change.Visited(Visit visit) -> {
            writeNode(found, visit.node());
            writeCheck(checked, visit);
            writeVisit(visited, visit);
          }
          case Change.Stop() -> {}
        }
      }
      connection.commit();
    } catch (SQLException failed) {
      connection.rollback();
      throw failed;
    }
  }

  private static void writeNode(PreparedStatement row, KnownNode node) throws SQLException {
    row.setBytes(1, node.id().bytes().toArray());
    row.setBytes(2, node.key().bytes().toArray());
    if (node.record().isPresent()) {
      row.setString(3, node.record().get().toString());
    } else {
      row.setNull(3, Types.VARCHAR);
    }
    row.setString(
        4, node.endpoints().stream().map(SqliteRows::text).collect(Collectors.joining(",")));
    row.setString(
        5, node.sources().stream().map(Source::toString).collect(Collectors.joining(",")));
    row.executeUpdate();
  }

  private static String text(Endpoint endpoint) {
    return endpoint.address().getHostAddress() + " " + endpoint.udp() + " " + endpoint.tcp();
  }

  private static void writeHistory(PreparedStatement row, KnownNode node, History history)
      throws SQLException {
    row.setLong(1, history.score());
    setTime(row, 2, history.firstResponse());
    setTime(row, 3, history.lastResponse());
    setTime(row, 4, history.lastCheck());
    row.setBytes(5, node.id().bytes().toArray());
    row.executeUpdate();
  }

  private static void writeCheck(PreparedStatement row, Visit visit) throws SQLException {
    row.setBoolean(1, visit.answered());
    row.setLong(2, visit.at().getEpochSecond());
    row.setBytes(3, visit.node().id().bytes().toArray());
    row.executeUpdate();
  }

  private static void writeVisit(PreparedStatement row, Visit visit) throws SQLException {
    Finding finding = visit.finding();
    row.setBytes(1, finding.id().bytes().toArray());
    row.setLong(2, finding.at().getEpochSecond());
    row.setString(3, finding.outcome().name());
    setText(row, 4, finding.ending().detail());
    row.setBoolean(5, finding.v4());
    row.setBoolean(6, finding.v5());
    row.setBoolean(7, finding.dialed());
    setLong(row, 8, widened(finding.family()));
    setText(row, 9, finding.client());
    setLong(row, 10, widened(finding.eth()));
    setLong(row, 11, finding.networkId());
    setLong(row, 12, asLong(finding.forkId().map(f -> (long) f.hash())));
    setLong(row, 13, asLong(finding.forkId().map(ForkId::next)));
    row.setString(14, VisitJson.line(visit));
    row.executeUpdate();
  }

  /**
   * Reads every node.
   *
   * @throws IllegalArgumentException if a row holds what we never write
   */
  static List<StoredNode> readNodes(Connection connection) throws SQLException {
    List<StoredNode> nodes = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NODES)) {
      while (row.next()) {
        KnownNode node = readNode(row);
        History history =
            new History(
                row.getLong("score"),
                time(row, "first_response"),
                time(row, "last_response"),
                time(row, "last_check"));
        nodes.add(new StoredNode(node, history, readFinding(row, node.id())));
      }
    }
    return nodes;
  }

  private static KnownNode readNode(ResultSet row) throws SQLException {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String text : parts(row.getString("endpoints"))) {
      endpoints.add(endpoint(text));
    }
    Set<Source> sources = EnumSet.noneOf(Source.class);
    for (String text : parts(row.getString("sources"))) {
      sources.add(Source.valueOf(text.toUpperCase(Locale.ROOT)));
    }
    return new KnownNode(
        new NodeId(Bytes32.wrap(row.getBytes("id"))),
        PublicKey.of(Bytes.wrap(row.getBytes("public_key"))),
        text(row, "record").map(NodeRecord::parse),
        endpoints,
        sources);
  }

  private static List<String> parts(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(","));
  }

  private static Endpoint endpoint(String text) {
    String[] parts = text.split(" ");
    try {
      InetAddress address = InetAddress.getByName(parts[0]); // we wrote a literal
      return new Endpoint(address, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    } catch (UnknownHostException | ArrayIndexOutOfBoundsException notOurs) {
      throw new IllegalArgumentException("not an endpoint in table node: " + text, notOurs);
    }
  }

  private static Optional<Finding> readFinding(ResultSet row, NodeId id) throws SQLException {
    Optional<String> outcome = text(row, "outcome");
    if (outcome.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong hash = number(row, "fork_hash");
    Optional<ForkId> fork =
        hash.isPresent()
            ? Optional.of(new ForkId((int) hash.getAsLong(), row.getLong("fork_next")))
            : Optional.empty();
    return Optional.of(
        new Finding(
            id,
            Instant.ofEpochSecond(row.getLong("at")),
            new Ending(Outcome.valueOf(outcome.get()), text(row, "detail")),
            row.getBoolean("v4"),
            row.getBoolean("v5"),
            row.getBoolean("dialed"),
            narrowed(number(row, "family")),
            text(row, "client"),
            narrowed(number(row, "eth")),
            number(row, "network_id"),
            fork));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    OptionalLong seconds = number(row, column);
    return seconds.isPresent()
        ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
        : Optional.empty();
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalInt narrowed(OptionalLong value) {
    return value.isPresent()
        ? OptionalInt.of(Math.toIntExact(value.getAsLong()))
        : OptionalInt.empty();
  }

  private static OptionalLong widened(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }

  private static OptionalLong asLong(Optional<Long> value) {
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static void setTime(PreparedStatement row, int index, Optional<Instant> time)
      throws SQLException {
    setLong(row, index, asLong(time.map(Instant::getEpochSecond)));
  }

  private static void setLong(PreparedStatement row, int index, OptionalLong value)
      throws SQLException {
    if (value.isPresent()) {
      row.setLong(index, value.getAsLong());
    } else {
      row.setNull(index, Types.BIGINT);
    }
  }

  private static void setText(PreparedStatement row, int index, Optional<String> value)
      throws SQLException {
    if (value.isPresent()) {
      row.setString(index, value.get());
    } else {
      row.setNull(index, Types.VARCHAR);
    }
  }
}
