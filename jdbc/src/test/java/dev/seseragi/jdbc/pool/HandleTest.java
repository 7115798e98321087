package dev.seseragi.jdbc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** A connection as JDBC describes it, and that the next user finds nothing of the last one. */
final class HandleTest {
  @TempDir Path folder;
  private final TestGate gate = new TestGate();
  private Pool pool;

  @BeforeEach
  void prepare() throws SQLException {
    pool =
        new Pool(
            folder.resolve("pool.db"), PoolSettings.DEFAULTS.withMaxConnections(2), gate, 1000);
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)");
      statement.executeUpdate("INSERT INTO t(v) VALUES ('a'), ('b'), ('c')");
    }
  }

  @AfterEach
  void close() {
    pool.close();
  }

  /** Something that a user does to a connection and does not undo. */
  record Trace(String name, Mess mess) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Mess {
    void make(Connection connection) throws SQLException;
  }

  private static Trace sql(String sql) {
    return new Trace(
        sql,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
          }
        });
  }

  static Stream<Trace> traces() {
    return Stream.of(
        new Trace("auto-commit off", connection -> connection.setAutoCommit(false)),
        new Trace("read only", connection -> connection.setReadOnly(true)),
        new Trace(
            "an open transaction",
            connection -> {
              connection.setAutoCommit(false);
              connection.createStatement().executeUpdate("DELETE FROM t");
            }),
        new Trace(
            "an open transaction of a reader",
            connection -> {
              connection.setReadOnly(true);
              connection.setAutoCommit(false);
              connection.createStatement().executeQuery("SELECT * FROM t").next();
            }),
        new Trace(
            "an open result set",
            connection -> connection.createStatement().executeQuery("SELECT * FROM t").next()),
        new Trace(
            "metadata", connection -> connection.getMetaData().getTables(null, null, "t", null)),
        new Trace(
            "a savepoint",
            connection -> {
              connection.setAutoCommit(false);
              connection.setSavepoint("s");
              connection.createStatement().executeUpdate("DELETE FROM t");
            }),
        new Trace(
            "a statement with a timeout and a limit",
            connection -> {
              PreparedStatement kept =
                  connection.prepareStatement("SELECT id FROM t WHERE id >= ?");
              kept.setInt(1, 3);
              kept.setMaxRows(1);
              kept.setFetchSize(1);
              kept.setQueryTimeout(5);
              kept.executeQuery().next();
            }),
        new Trace(
            "a function",
            connection ->
                Function.create(
                    connection.unwrap(SQLiteConnection.class),
                    "answer",
                    new Function() {
                      @Override
                      protected void xFunc() throws SQLException {
                        result(42);
                      }
                    })),
        new Trace(
            "isolation", c -> c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED)),
        new Trace("network timeout", c -> c.setNetworkTimeout(Runnable::run, 1)),
        sql("BEGIN"),
        sql("BEGIN IMMEDIATE"),
        sql("SAVEPOINT s"),
        sql("PRAGMA foreign_keys = OFF"),
        sql("PRAGMA query_only = ON"),
        sql("PRAGMA busy_timeout = 1"),
        sql("PRAGMA synchronous = OFF"),
        sql("PRAGMA wal_autocheckpoint = 7"),
        sql("PRAGMA cache_size = 3"),
        sql("PRAGMA recursive_triggers = ON"),
        sql("CREATE TEMP TABLE mine(v)"),
        sql("ATTACH ':memory:' AS other"));
  }

  @ParameterizedTest
  @MethodSource("traces")
  void theNextUserFindsNothingOfTheLastOne(Trace trace) throws SQLException {
    List<String> before = describe();
    try (Connection connection = pool.take(false)) {
      trace.mess().make(connection);
    }
    assertThat(pool.load().taken()).isZero();
    assertThat(pool.load().turnHeldNanos()).isZero();
    assertThat(describe()).isEqualTo(before);
    assertThat(describe()).isEqualTo(before);
  }

  /** Everything that a user can see of a fresh connection. */
  private List<String> describe() throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = pool.take(false)) {
      all.add("auto-commit " + connection.getAutoCommit());
      all.add("read only " + connection.isReadOnly());
      all.add("isolation " + connection.getTransactionIsolation());
      all.add("network timeout " + connection.getNetworkTimeout());
      for (String pragma :
          new String[] {
            "foreign_keys",
            "query_only",
            "busy_timeout",
            "synchronous",
            "wal_autocheckpoint",
            "cache_size",
            "recursive_triggers",
            "journal_mode"
          }) {
        all.add(pragma + " " + one(connection, "PRAGMA " + pragma));
      }
      all.add(
          one(
              connection,
              "SELECT group_concat(name) FROM pragma_database_list WHERE name <> 'temp'"));
      all.add("temporary " + one(connection, "SELECT count(*) FROM sqlite_temp_schema"));
      all.add(
          "functions "
              + one(connection, "SELECT count(*) FROM pragma_function_list WHERE name = 'answer'"));
      try (PreparedStatement kept = connection.prepareStatement("SELECT id FROM t WHERE id >= ?")) {
        all.add("limit " + kept.getMaxRows() + " timeout " + kept.getQueryTimeout());
        kept.setInt(1, 1);
        try (ResultSet rows = kept.executeQuery()) {
          int count = 0;
          while (rows.next()) {
            count++;
          }
          all.add("rows " + count);
        }
      }
      try (Statement statement = connection.createStatement()) {
        // Only if no transaction is open.
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("ROLLBACK");
      }
    }
    return all;
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void savepointsUndoAPart() throws SQLException {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(connection::setSavepoint).hasMessageContaining("auto-commit");
      connection.setAutoCommit(false);
      Savepoint first = connection.setSavepoint();
      statement.executeUpdate("INSERT INTO t(v) VALUES ('d')");
      Savepoint second = connection.setSavepoint("second");
      statement.executeUpdate("INSERT INTO t(v) VALUES ('e')");
      connection.rollback(second);
      connection.releaseSavepoint(first);
      connection.commit();
      assertThat(one(connection, "SELECT group_concat(v, '') FROM t")).isEqualTo("abcd");
    }
  }

  @Test
  void theDriversConnectionCanBeHad() throws SQLException {
    try (Connection connection = pool.take(false)) {
      assertThat(connection.isWrapperFor(SQLiteConnection.class)).isTrue();
      assertThat(connection.unwrap(SQLiteConnection.class).libversion()).startsWith("3.");
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    }
  }

  @Test
  void nothingLeadsFromAHandleToTheDriversObjects() throws SQLException {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM t");
        ResultSet tables = connection.getMetaData().getTables(null, null, "t", null)) {
      assertThat(rows.getStatement()).isSameAs(statement);
      assertThat(statement.getConnection()).isSameAs(connection);
      assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
      assertThat(tables.next()).isTrue();
      assertThat(tables.getStatement()).isNull();
    }
  }

  @Test
  void whatIsClosedStaysClosedWhenTheDriversObjectsAreUsedAgain() throws SQLException {
    Connection connection = pool.take(false);
    PreparedStatement first = connection.prepareStatement("SELECT id FROM t");
    ResultSet old = first.executeQuery();
    ResultSet next = first.executeQuery();
    assertThat(old.isClosed()).isTrue();
    old.close();
    assertThat(next.next()).isTrue();
    first.close();
    assertThat(next.isClosed()).isTrue();
    PreparedStatement second = connection.prepareStatement("SELECT id FROM t");
    ResultSet rows = second.executeQuery();
    first.close();
    next.close();
    assertThat(rows.next()).isTrue();
    assertThatThrownBy(first::executeQuery).hasMessageContaining("closed");
    assertThatThrownBy(old::next).hasMessageContaining("closed");
    connection.close();
    connection.close();
    assertThat(second.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThatThrownBy(connection::createStatement).hasMessageContaining("closed");
    assertThatThrownBy(() -> connection.prepareStatement("SELECT 1"))
        .hasMessageContaining("closed");
    assertThat(connection.isValid(1)).isFalse();
  }

  @Test
  void aStatementThatIsKeptSeesTheNewSchema() throws SQLException {
    try (Connection connection = pool.take(false)) {
      for (int column = 0; column < 2; column++) {
        try (PreparedStatement all = connection.prepareStatement("SELECT * FROM t");
            ResultSet rows = all.executeQuery()) {
          assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2 + column);
          assertThat(rows.getMetaData().getColumnName(2 + column))
              .isEqualTo("v" + "0".repeat(column));
        }
        try (Connection other = pool.take(false);
            Statement statement = other.createStatement()) {
          statement.executeUpdate("ALTER TABLE t ADD COLUMN v" + "0".repeat(column + 1));
        }
      }
    }
  }

  @Test
  void generatedKeysAreThoseOfTheLastInsert() throws SQLException {
    try (Connection connection = pool.take(false);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO t(v) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
        Statement plain = connection.createStatement()) {
      insert.setString(1, "d");
      insert.executeUpdate();
      assertThat(key(insert)).isEqualTo(4);
      plain.executeUpdate("INSERT INTO t(v) VALUES ('e')");
      assertThat(key(plain)).as("also without having been asked for").isEqualTo(5);
      assertThat(key(insert)).as("of this statement").isEqualTo(4);
      plain.executeUpdate("UPDATE t SET v = 'x'");
      try (ResultSet none = plain.getGeneratedKeys()) {
        assertThat(none.next()).isFalse();
      }
    }
  }

  private static long key(Statement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      assertThat(keys.next()).isTrue();
      return keys.getLong(1);
    }
  }

  @Test
  void executeTellsRowsFromCounts() throws SQLException {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("UPDATE t SET v = 'x'")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(3);
      assertThat(statement.execute("SELECT id FROM t")).isTrue();
      try (ResultSet rows = statement.getResultSet()) {
        assertThat(rows.next()).isTrue();
      }
      assertThat(statement.execute("UPDATE t SET v = 'y' WHERE id < 3 RETURNING id, v")).isTrue();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
      try (ResultSet rows = statement.getResultSet()) {
        rows.next();
        assertThat(rows.getString("v")).isEqualTo("y");
      }
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }
  }

  @Test
  void rowsOfReturningHaveTheirTypesAndAreBounded() throws SQLException {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "INSERT INTO t(v) VALUES ('x') RETURNING id, v, NULL AS n, 1.5 AS \"a \"\"b\", x'00ff' AS h")) {
        rows.next();
        assertThat(rows.getInt("id")).isEqualTo(4);
        assertThat(rows.getObject("n")).isNull();
        assertThat(rows.getDouble("a \"b")).isEqualTo(1.5);
        assertThat(rows.getBytes("h")).containsExactly(0, 255);
      }
      try (ResultSet none = statement.executeQuery("DELETE FROM t WHERE id = 99 RETURNING id")) {
        assertThat(none.next()).isFalse();
      }
      int passed = gate.committed.get();
      assertThatThrownBy(() ->
              statement.executeQuery(
                  "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 40000)"
                      + " INSERT INTO t(v) SELECT x FROM c RETURNING id"))
          .hasMessageContaining("32766 values")
          .hasMessageContaining("nothing was written");
      assertThat(gate.committed).hasValue(passed);
      assertThat(one(connection, "SELECT count(*) FROM t")).isEqualTo("4");
    }
  }

  @Test
  void cursorsEndWithTheTransaction() throws SQLException {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      ResultSet rows = statement.executeQuery("SELECT id FROM t");
      rows.next();
      connection.commit();
      assertThat(rows.isClosed()).isTrue();
      assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    }
  }

  @Test
  void whatSqliteDoesNotHaveIsRefused() throws SQLException {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
      rows.next();
      assertThatThrownBy(() -> rows.updateInt(1, 5))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThatThrownBy(() -> connection.prepareCall("x")).isInstanceOf(SQLException.class);
      assertThatThrownBy(connection::commit).hasMessageContaining("auto-commit");
      assertThatThrownBy(connection::rollback).hasMessageContaining("auto-commit");
    }
  }

  @Test
  void aStatementClosesWithItsRowsIfItWasToldTo() throws SQLException {
    try (Connection connection = pool.take(false)) {
      Statement statement = connection.createStatement();
      statement.closeOnCompletion();
      statement.executeQuery("SELECT 1").close();
      assertThat(statement.isClosed()).isTrue();
    }
  }

  @Test
  void metadataIsTheDriversUntilTheConnectionIsClosed() throws SQLException {
    Connection connection = pool.take(false);
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(metadata.getDatabaseProductName()).isEqualTo("SQLite");
    assertThat(metadata.supportsSavepoints()).isTrue();
    connection.close();
    assertThatThrownBy(metadata::getDatabaseProductVersion).hasMessageContaining("closed");
  }

  @Test
  void everyNewConnectionIsInitialized() throws SQLException {
    ConnectionInitializer initializer =
        connection ->
            Function.create(
                connection,
                "answer",
                new Function() {
                  @Override
                  protected void xFunc() throws SQLException {
                    result(42);
                  }
                });
    Pool own =
        new Pool(
            folder.resolve("own.db"),
            PoolSettings.DEFAULTS.withInitializer(initializer),
            gate,
            1000);
    try (Connection first = own.take(false);
        Connection second = own.take(true)) {
      assertThat(one(first, "SELECT answer()")).isEqualTo("42");
      assertThat(one(second, "SELECT answer()")).isEqualTo("42");
    } finally {
      own.close();
    }
  }
}
