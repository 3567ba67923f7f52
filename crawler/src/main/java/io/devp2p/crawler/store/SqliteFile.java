package io.devp2p.crawler.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/** The file of a store: whether it is ours, and its schema. */
final class SqliteFile {

  /** Marks our files in the header of SQLite: "d2pc". */
  private static final int APPLICATION_ID = 0x6432_7063;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int APPLICATION_ID_AT = 68;
  private static final int BUSY_MILLIS = 5_000;

  /** Applied in this order, each once; a file that was released is never changed. */
  private static final List<String> MIGRATIONS = List.of("sqlite-001.sql");

  private final Path path;

  SqliteFile(Path path) {
    this.path = path;
  }

  Connection openForWriting() throws IOException {
    checkPlace();
    boolean fresh = !Files.exists(path) || Files.size(path) == 0;
    if (!fresh) {
      checkHeader();
    }
    Connection connection = null;
    try {
      connection = connect(new SQLiteConfig());
      if (fresh) {
        // Before WAL mode, so that it stands in the file itself from the first moment.
        execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
      }
      execute(connection, "PRAGMA journal_mode = WAL");
      execute(connection, "PRAGMA synchronous = NORMAL");
      execute(connection, "PRAGMA foreign_keys = ON");
      migrate(connection);
      return connection;
    } catch (SQLException | IOException failed) {
      closeQuietly(connection, failed);
      throw problem(failed);
    }
  }

  Connection openForReading() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return connect(config);
  }

  private Connection connect(SQLiteConfig config) throws SQLException {
    config.setBusyTimeout(BUSY_MILLIS);
    return Objects.requireNonNull(
        new JDBC().connect("jdbc:sqlite:" + path.toAbsolutePath(), config.toProperties()));
  }

  private void checkPlace() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(path)) {
      throw new IOException(path + ": is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new IOException(path + ": no such directory");
    }
    if (!Files.isWritable(Files.exists(path) ? path : directory)) {
      throw new IOException(path + ": permission denied");
    }
    if (!Files.isWritable(directory)) {
      throw new IOException(path + ": its directory cannot be written, and SQLite needs to");
    }
  }

  private void checkHeader() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] header = in.readNBytes(HEADER);
      if (header.length < HEADER
          || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw new IOException(path + ": not a crawl store");
      }
      if (ByteBuffer.wrap(header).getInt(APPLICATION_ID_AT) != APPLICATION_ID) {
        throw new IOException(path + ": not a crawl store, but another SQLite database");
      }
    }
  }

  private void migrate(Connection connection) throws SQLException, IOException {
    connection.setAutoCommit(false);
    execute(connection, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
    int version = version(connection);
    if (version > MIGRATIONS.size()) {
      throw new IOException(
          path
              + ": written by a newer program (schema "
              + version
              + ", this one knows "
              + MIGRATIONS.size()
              + ")");
    }
    for (int i = version; i < MIGRATIONS.size(); i++) {
      execute(connection, resource(MIGRATIONS.get(i)));
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO schema_version VALUES (?)")) {
        insert.setInt(1, i + 1);
        insert.executeUpdate();
      }
    }
    connection.commit();
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM schema_version")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static String resource(String name) {
    try (InputStream in = SqliteFile.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static void closeQuietly(@Nullable Connection c, Exception why) {
    if (c != null) {
      try {
        c.close();
      } catch (SQLException second) {
        why.addSuppressed(second);
      }
    }
  }

  /** One line that names the file. */
  IOException problem(Exception cause) {
    String text = String.valueOf(cause.getMessage());
    String line = text.lines().findFirst().orElse(cause.getClass().getSimpleName());
    return cause instanceof IOException io && text.startsWith(path.toString())
        ? io
        : new IOException(path + ": " + line, cause);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
