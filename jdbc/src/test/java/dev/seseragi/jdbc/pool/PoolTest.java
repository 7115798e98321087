package dev.seseragi.jdbc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.testkit.time.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many readers, one writer at a time, in the order of asking. */
final class PoolTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final PoolSettings SETTINGS = PoolSettings.DEFAULTS;

  @TempDir Path folder;
  private final TestGate gate = new TestGate();
  private final List<Pool> pools = new ArrayList<>();
  private Pool pool;

  @BeforeEach
  void prepare() throws SQLException {
    pool = pool(SETTINGS);
    execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
    gate.committed.set(0);
  }

  @AfterEach
  void close() {
    pools.forEach(Pool::close);
  }

  private Pool pool(PoolSettings settings) {
    Pool made = new Pool(folder.resolve("pool.db"), settings, gate, 1000);
    pools.add(made);
    return made;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void sixteenWritersAndReadersNeverMeetABusyDatabase() throws Exception {
    Pool many = pool(SETTINGS.withTimeouts(LONG, LONG, Duration.ZERO));
    int rounds = 150;
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int seed = i;
        all.add(threads.submit(() -> work(many, new SplittableRandom(seed), rounds)));
      }
      int inserted = 0;
      for (Future<Integer> one : all) {
        inserted += one.get();
      }
      try (Connection connection = many.take(true)) {
        assertThat(count(connection)).isEqualTo(inserted);
      }
    }
  }

  /** Reads, writes and transactions that read before they write, without any busy timeout. */
  private static int work(Pool many, SplittableRandom random, int rounds) throws SQLException {
    int inserted = 0;
    for (int round = 0; round < rounds; round++) {
      try (Connection connection = many.take(false)) {
        switch (random.nextInt(4)) {
          case 0 -> count(connection);
          case 1 -> {
            update(connection, "INSERT INTO t(v) VALUES (1)");
            inserted++;
          }
          case 2 -> {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            long before = count(connection);
            assertThat(count(connection)).isEqualTo(before);
            connection.commit();
          }
          default -> {
            connection.setAutoCommit(false);
            long before = count(connection);
            update(connection, "INSERT INTO t(v) VALUES (2)");
            assertThat(count(connection)).isEqualTo(before + 1);
            connection.commit();
            inserted++;
          }
        }
      }
    }
    return inserted;
  }

  @Test
  void theTurnGoesToWhoAskedFirst() throws Exception {
    List<Integer> order = new CopyOnWriteArrayList<>();
    try (Connection first = pool.take(false);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      first.setAutoCommit(false);
      update(first, "INSERT INTO t(v) VALUES (0)");
      for (int i = 1; i <= 8; i++) {
        int number = i;
        var _ =
            threads.submit(() -> {
              try (Connection connection = pool.take(false)) {
                connection.setAutoCommit(false);
                update(connection, "INSERT INTO t(v) VALUES (1)");
                order.add(number);
                connection.commit();
              }
              return null;
            });
        Await.until("it waits", LONG, () -> pool.load().waitingForTurn() == number);
      }
      first.commit();
    }
    assertThat(order).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void readersDoNotWaitForTheWriterAndSeeWhatIsCommitted() throws Exception {
    try (Connection writer = pool.take(false);
        Connection reader = pool.take(true)) {
      writer.setAutoCommit(false);
      update(writer, "INSERT INTO t(v) VALUES (1)");
      assertThat(count(reader)).isZero();
      writer.commit();
      assertThat(count(reader)).isEqualTo(1);
    }
  }

  @Test
  void aReadOnlyTransactionSeesOneState() throws Exception {
    try (Connection reader = pool.take(false)) {
      reader.setReadOnly(true);
      reader.setAutoCommit(false);
      assertThat(count(reader)).isZero();
      execute("INSERT INTO t(v) VALUES (1)");
      assertThat(count(reader)).isZero();
      reader.commit();
      assertThat(count(reader)).isEqualTo(1);
    }
  }

  @Test
  void aReadOnlyConnectionCannotWrite() throws Exception {
    try (Connection reader = pool.take(true)) {
      assertThatThrownBy(() -> update(reader, "INSERT INTO t(v) VALUES (1)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("readonly");
      assertThatThrownBy(() -> reader.setReadOnly(false)).hasMessageContaining("dataSource()");
      assertThatThrownBy(() -> execute(reader, "BEGIN IMMEDIATE; INSERT INTO t(v) VALUES (1)"))
          .isInstanceOf(SQLException.class);
    }
    // Whoever gets the same connection next can write.
    execute("INSERT INTO t(v) VALUES (1)");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void theGateIsPassedWithoutTheTurn() throws Exception {
    gate.shut();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 1; i <= 10; i++) {
        int number = i;
        var _ =
            threads.submit(() -> {
              execute("INSERT INTO t(v) VALUES (1)");
              return null;
            });
        Await.until("it waits at the gate", LONG, () -> gate.waiting.get() == number);
      }
      assertThat(gate.committed).hasValue(0);
      gate.letPass(10);
    }
    assertThat(gate.committed).hasValue(10);
  }

  @Test
  void everyWayToCommitPassesTheGate() throws Exception {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement()) {
      passes(1, () -> statement.executeUpdate("INSERT INTO t(v) VALUES (1)"));
      passes(1, () -> statement.execute("UPDATE t SET v = 2"));
      passes(1, () -> statement.executeLargeUpdate("PRAGMA user_version = 7"));
      passes(1, () -> statement.executeUpdate("CREATE INDEX i ON t(v)"));
      passes(
          1,
          () -> {
            statement.addBatch("INSERT INTO t(v) VALUES (3)");
            statement.addBatch("INSERT INTO t(v) VALUES (4)");
            statement.executeBatch();
          });
      passes(1, () -> statement.executeUpdate("BEGIN; INSERT INTO t(v) VALUES (5); COMMIT"));
      passes(0, () -> statement.execute("BEGIN"));
      passes(0, () -> statement.executeUpdate("INSERT INTO t(v) VALUES (6)"));
      passes(1, () -> statement.execute("COMMIT"));
      passes(0, () -> statement.execute("SAVEPOINT s"));
      passes(0, () -> statement.executeUpdate("INSERT INTO t(v) VALUES (7)"));
      passes(1, () -> statement.execute("RELEASE s"));
      passes(1, () -> statement.executeQuery("INSERT INTO t(v) VALUES (8) RETURNING id"));
      connection.setAutoCommit(false);
      passes(0, () -> statement.executeUpdate("INSERT INTO t(v) VALUES (9)"));
      passes(1, connection::commit);
      passes(0, () -> statement.executeUpdate("INSERT INTO t(v) VALUES (10)"));
      passes(1, () -> connection.setAutoCommit(true));
      passes(0, () -> count(connection));
      assertThat(count(connection)).isEqualTo(9);
    }
    assertThat(pool.load().turnHeldNanos()).isZero();
  }

  private interface Step {
    void run() throws SQLException;
  }

  private void passes(int times, Step step) throws SQLException {
    int before = gate.committed.get();
    step.run();
    assertThat(gate.committed.get() - before).isEqualTo(times);
  }

  @Test
  void aBatchThatFailsHalfWayHasItsFirstHalfPassTheGate() throws Exception {
    try (Connection connection = pool.take(false);
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t(id) VALUES (?)")) {
      for (int id : new int[] {1, 2, 1}) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch).hasMessageContaining("UNIQUE");
      assertThat(count(connection)).isEqualTo(2);
      assertThat(gate.committed).hasValue(1);
    }
  }

  @Test
  void aGateThatRefusesStopsWritesBeforeTheyHappen() throws Exception {
    gate.refuseWrites();
    try (Connection connection = pool.take(false)) {
      assertThatThrownBy(() -> update(connection, "INSERT INTO t(v) VALUES (1)"))
          .hasMessageContaining("refused by the gate");
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> update(connection, "INSERT INTO t(v) VALUES (1)"))
          .hasMessageContaining("refused by the gate");
      connection.rollback();
      connection.setReadOnly(true);
      assertThat(count(connection)).isZero();
      connection.rollback();
    }
    assertThat(pool.load().turnHeldNanos()).isZero();
  }

  @Test
  void whoWaitsTooLongForTheTurnLearnsWhoHasIt() throws Exception {
    Pool hasty = pool(SETTINGS.withTimeouts(LONG, SHORT, SHORT));
    try (Connection first = hasty.take(false);
        Connection second = hasty.take(false)) {
      first.setAutoCommit(false);
      update(first, "INSERT INTO t(v) VALUES (1)");
      assertThatThrownBy(() -> update(second, "INSERT INTO t(v) VALUES (2)"))
          .isInstanceOf(SQLTimeoutException.class)
          .hasMessageContaining("nothing was written")
          .hasMessageContaining("by this very thread")
          .matches(e -> ((SQLException) e).getSQLState().equals("HYT00"));
      first.rollback();
      update(second, "INSERT INTO t(v) VALUES (2)");
    }
  }

  @Test
  void whoIsInterruptedWhileWaitingForTheTurnHasWrittenNothing() throws Exception {
    try (Connection first = pool.take(false)) {
      first.setAutoCommit(false);
      update(first, "INSERT INTO t(v) VALUES (1)");
      AtomicReference<SQLException> answer = new AtomicReference<>();
      Thread waiter =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  execute("INSERT INTO t(v) VALUES (2)");
                } catch (SQLException e) {
                  answer.set(e);
                }
              });
      Await.until("it waits", LONG, () -> pool.load().waitingForTurn() == 1);
      waiter.interrupt();
      waiter.join();
      assertThat((Throwable) answer.get())
          .isInstanceOf(SQLTransientException.class)
          .hasMessageContaining("nothing was written");
      first.rollback();
      assertThat(count(first)).isZero();
    }
  }

  @Test
  void whenAllConnectionsAreInUseTheErrorNamesTheOldestUser() throws Exception {
    Pool small =
        pool(
            SETTINGS
                .withMaxConnections(2)
                .withTimeouts(SHORT, LONG, SHORT)
                .withLeakThreshold(Duration.ofMillis(1)));
    try (Connection _ = small.take(false);
        Connection _ = small.take(false)) {
      assertThatThrownBy(() -> small.take(false))
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("all 2 are in use")
          .hasMessageContaining("thread \"" + Thread.currentThread().getName() + "\"")
          .hasRootCauseMessage("the connection was taken here");
    }
    try (Connection again = small.take(false)) {
      assertThat(again.isValid(1)).isTrue();
    }
    assertThat(small.load().taken()).isZero();
  }

  @Test
  void aConnectionGoesToWhoHasWaitedForIt() throws Exception {
    Pool single = pool(SETTINGS.withMaxConnections(1));
    Connection first = single.take(false);
    CountDownLatch got = new CountDownLatch(1);
    Thread waiter =
        Thread.ofVirtual()
            .start(() -> {
              try (Connection _ = single.take(false)) {
                got.countDown();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    Await.until("it waits", LONG, () -> single.load().waitingForConnection() == 1);
    first.close();
    got.await();
    waiter.join();
  }

  @Test
  void aTransactionThatSqliteRolledBackCannotGoOnInHalves() throws Exception {
    execute("CREATE TABLE u(id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK)");
    try (Connection connection = pool.take(false)) {
      connection.setAutoCommit(false);
      update(connection, "INSERT INTO u VALUES (1)");
      assertThatThrownBy(() -> update(connection, "INSERT INTO u VALUES (1)"))
          .hasMessageContaining("UNIQUE");
      assertThatThrownBy(() -> update(connection, "INSERT INTO u VALUES (2)"))
          .isInstanceOf(SQLTransactionRollbackException.class)
          .hasMessageContaining("call rollback()");
      assertThatThrownBy(connection::commit).isInstanceOf(SQLTransactionRollbackException.class);
      connection.rollback();
      update(connection, "INSERT INTO u VALUES (3)");
      connection.commit();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT group_concat(id) FROM u")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("3");
      }
    }
  }

  @Test
  void aCommitThatAForeignKeyForbidsCanBeMended() throws Exception {
    execute("CREATE TABLE p(id INTEGER PRIMARY KEY)");
    execute("CREATE TABLE c(p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)");
    try (Connection connection = pool.take(false)) {
      connection.setAutoCommit(false);
      update(connection, "INSERT INTO c VALUES (1)");
      int before = gate.committed.get();
      assertThatThrownBy(connection::commit).hasMessageContaining("FOREIGN KEY");
      assertThat(gate.committed).hasValue(before);
      update(connection, "INSERT INTO p VALUES (1)");
      connection.commit();
      assertThat(gate.committed).hasValue(before + 1);
    }
  }

  @Test
  void anOpenResultSetOfAnOldStateIsExplained() throws Exception {
    execute("INSERT INTO t(v) VALUES (1), (2)");
    try (Connection connection = pool.take(false);
        Statement reading = connection.createStatement();
        ResultSet rows = reading.executeQuery("SELECT v FROM t")) {
      rows.next();
      update(connection, "INSERT INTO t(v) VALUES (3)");
      execute("INSERT INTO t(v) VALUES (4)");
      assertThatThrownBy(() -> update(connection, "INSERT INTO t(v) VALUES (5)"))
          .isInstanceOf(SQLTransactionRollbackException.class)
          .hasMessageContaining("close it before writing")
          .matches(e -> ((SQLException) e).getSQLState().equals("40001"));
    }
  }

  @Test
  void aDatabaseThatAnotherProcessLocksIsWaitedFor() throws Exception {
    Pool patient = pool(SETTINGS.withTimeouts(LONG, LONG, LONG));
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pool.db"));
        Statement lock = other.createStatement()) {
      lock.execute("BEGIN IMMEDIATE");
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try (Connection connection = patient.take(false)) {
                  update(connection, "INSERT INTO t(v) VALUES (1)");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Await.until("it has the turn", LONG, () -> patient.load().turnHeldNanos() > 0);
      lock.execute("COMMIT");
      writer.join();
    }
    try (Connection connection = patient.take(true)) {
      assertThat(count(connection)).isEqualTo(1);
    }
  }

  @Test
  void aPoolThatIsClosedGivesNothingAndEndsWithItsUsers() throws Exception {
    Connection inUse = pool.take(false);
    assertThat(pool.stopWriting(LONG.toNanos())).isTrue();
    pool.close();
    assertThat(count(inUse)).isZero();
    assertThatThrownBy(() -> update(inUse, "INSERT INTO t(v) VALUES (1)"))
        .hasMessageContaining("was closed");
    inUse.close();
    assertThatThrownBy(() -> pool.take(false))
        .hasMessageContaining("was closed")
        .matches(e -> ((SQLException) e).getSQLState().equals("08003"));
    assertThat(pool.load().idle()).isZero();
  }

  @Test
  void anotherThreadCanAbortAConnection() throws Exception {
    Connection connection = pool.take(false);
    connection.setAutoCommit(false);
    update(connection, "INSERT INTO t(v) VALUES (1)");
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
    assertThat(pool.load()).isEqualTo(new Pool.Load(0, 0, 0, 0, 0));
    execute("INSERT INTO t(v) VALUES (2)");
  }
}
