package dev.seseragi.jdbc;

import static dev.seseragi.jdbc.Playground.LONG;
import static dev.seseragi.jdbc.Playground.execute;
import static dev.seseragi.jdbc.Playground.insert;
import static dev.seseragi.jdbc.Playground.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.LatencyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import dev.seseragi.testkit.time.Await;
import dev.seseragi.testkit.time.Waiter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that returned is in the store, and one that is not says so. */
final class DurableCommitTest {
  @TempDir Path folder;
  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private Playground ground;
  private Playground replica;

  @BeforeEach
  void prepare() throws Exception {
    ground = new Playground(folder, store);
    replica = ground.elsewhere(memory);
  }

  @AfterEach
  void letGo() {
    store.heal();
    store.release();
  }

  @Test
  void aCommitThatReturnedIsInTheStore() throws Exception {
    try (Seseragi shop = ground.open();
        Connection connection = shop.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, "first");
      insert(connection, "second");
      connection.commit();
      assertThat(replica.restored()).containsExactly("first", "second");
    }
  }

  @Test
  void anAutoCommittedWriteThatReturnedIsInTheStore() throws Exception {
    try (Seseragi shop = ground.open()) {
      insert(shop.dataSource(), "alone");
      assertThat(replica.restored()).containsExactly("alone");
      execute(shop.dataSource(), "UPDATE t SET v = 'changed'");
      assertThat(replica.restored()).containsExactly("changed");
    }
  }

  @Test
  void rowsOfReturningAreGivenOnlyWhenTheStoreHasThem() throws Exception {
    try (Seseragi shop = ground.open();
        Connection connection = shop.dataSource().getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO t(v) VALUES (?), (?) RETURNING id, v AS x")) {
      insert.setString(1, "a");
      insert.setString(2, "b");
      try (ResultSet rows = insert.executeQuery()) {
        assertThat(replica.restored()).containsExactly("a", "b");
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong("id")).isEqualTo(1);
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("x")).isEqualTo("b");
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void manyCommitsRideInOneRequest() throws Exception {
    LatencyStore far = new LatencyStore(store, Duration.ofMillis(60), Waiter.sleeping());
    int clients = 16;
    int commits = 4;
    try (Seseragi shop = new Playground(folder, far).open();
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      long before = store.counts().requests();
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        work.add(() -> {
          for (int n = 0; n < commits; n++) {
            insert(shop.dataSource(), "row");
          }
          return null;
        });
      }
      for (Future<Void> one : pool.invokeAll(work)) {
        one.get();
      }
      assertThat(replica.restored()).hasSize(clients * commits);
      assertThat(store.counts().requests() - before).isLessThan(clients * commits / 4);
    }
  }

  @Test
  void whileOneCommitWaitsOthersCommitAndReadIt() throws Exception {
    try (Seseragi shop = ground.open();
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      store.next(Operation.CREATE, new Fault.Hang(false));
      Future<Void> first = pool.submit(inserting(shop, "first"));
      Await.until("the store hangs", LONG, () -> store.hanging() == 1);
      Future<Void> second = pool.submit(inserting(shop, "second"));
      Await.until("both are committed here", LONG, () -> rowsOf(shop).size() == 2);
      assertThat(first.isDone()).isFalse();
      assertThat(second.isDone()).isFalse();
      store.release();
      first.get();
      second.get();
      assertThat(replica.restored()).containsExactly("first", "second");
    }
  }

  @Test
  void whereTheStoreHangsTheCommitSaysSoAndMayStillGetThere() throws Exception {
    SeseragiOptions options = ground.options().withCommitTimeout(Duration.ofMillis(300));
    try (Seseragi shop = ground.open(options)) {
      store.next(Operation.CREATE, new Fault.Hang(false));
      assertThatThrownBy(() -> insert(shop.dataSource(), "late"))
          .isInstanceOf(NotYetDurableException.class)
          .hasMessageContaining("committed here, but not yet in memory:")
          .hasMessageContaining("no confirmation within")
          .extracting(e -> ((SQLException) e).getSQLState(), e -> ((SQLException) e).getErrorCode())
          .containsExactly("08007", 90_001);
      assertThat(rows(shop.dataSource())).containsExactly("late");
      assertThat(replica.restored()).isEmpty();
      assertThat(shop.status().unconfirmedCommits()).isEqualTo(1);

      store.release();
      shop.awaitDurable(LONG);
      assertThat(replica.restored()).containsExactly("late");
      assertThat(shop.status().unconfirmedCommits()).isZero();
    }
  }

  @Test
  void anOutageThatEndsInTimeIsOnlyASlowCommit() throws Exception {
    try (Seseragi shop = ground.open()) {
      store.next(Operation.CREATE, new Fault.Unavailable());
      store.next(Operation.CREATE, new Fault.AnswerLost());
      insert(shop.dataSource(), "slow");
      assertThat(replica.restored()).containsExactly("slow");
    }
  }

  @Test
  void theTimeoutOfAStatementCountsItsWaitForTheStore() throws Exception {
    try (Seseragi shop = ground.open();
        Connection connection = shop.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      store.next(Operation.CREATE, new Fault.Hang(false));
      statement.setQueryTimeout(1);
      long begin = System.nanoTime();
      assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t(v) VALUES ('x')"))
          .isInstanceOf(NotYetDurableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
      store.release();
    }
  }

  @Test
  void theNetworkTimeoutBoundsTheWaitOfACommit() throws Exception {
    try (Seseragi shop = ground.open();
        Connection connection = shop.dataSource().getConnection()) {
      connection.setNetworkTimeout(Runnable::run, 200);
      connection.setAutoCommit(false);
      insert(connection, "x");
      store.next(Operation.CREATE, new Fault.Hang(false));
      assertThatThrownBy(connection::commit).isInstanceOf(NotYetDurableException.class);
      store.release();
    }
  }

  @Test
  void anInterruptedWaiterLearnsThatItsCommitStands() throws Exception {
    try (Seseragi shop = ground.open()) {
      store.next(Operation.CREATE, new Fault.Hang(false));
      AtomicReference<Throwable> answer = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread waiter =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  insert(shop.dataSource(), "x");
                } catch (SQLException e) {
                  answer.set(e);
                }
                flag.set(Thread.currentThread().isInterrupted());
              });
      Await.until("the store hangs", LONG, () -> store.hanging() == 1);
      waiter.interrupt();
      waiter.join();
      assertThat(answer.get())
          .isInstanceOf(NotYetDurableException.class)
          .hasMessageContaining("interrupted")
          .hasMessageContaining("may still get there");
      assertThat(flag.get()).isTrue();
      store.release();
    }
  }

  @Test
  void whoOnlyReadsAsksTheStoreNothingAndWaitsForNothing() throws Exception {
    try (Seseragi shop = ground.open()) {
      insert(shop.dataSource(), "x");
      long before = store.counts().requests();
      store.always(new Fault.Hang(false));
      assertThat(rows(shop.dataSource())).containsExactly("x");
      assertThat(rows(shop.readDataSource())).containsExactly("x");
      try (Connection connection = shop.dataSource().getConnection()) {
        connection.setAutoCommit(false);
        assertThat(connection.createStatement().executeQuery("SELECT * FROM t").next()).isTrue();
        connection.commit();
      }
      assertThat(store.counts().requests()).isEqualTo(before);
      store.heal();
    }
  }

  @Test
  void aTransactionThatWasRolledBackWaitsForNothing() throws Exception {
    try (Seseragi shop = ground.open();
        Connection connection = shop.dataSource().getConnection()) {
      store.always(Operation.CREATE, new Fault.Hang(false));
      connection.setAutoCommit(false);
      insert(connection, "x");
      connection.rollback();
      assertThat(rows(shop.dataSource())).isEmpty();
      store.heal();
    }
  }

  @Test
  void asyncCommitsReturnAtOnceAndCanBeAwaited() throws Exception {
    try (Seseragi shop = ground.open(ground.options().withMode(Mode.ASYNC))) {
      shop.awaitDurable(LONG);
      store.next(Operation.CREATE, new Fault.Hang(false));
      insert(shop.dataSource(), "x");
      assertThat(shop.status().unconfirmedCommits()).isPositive();
      store.release();
      store.heal();
      shop.awaitDurable(LONG);
      assertThat(replica.restored()).containsExactly("x");
      Await.until("the backlog is empty", LONG, () -> shop.status().unconfirmedCommits() == 0);
    }
  }

  @Test
  void withoutAReplicaTheSameCodeWorks() throws Exception {
    try (Seseragi shop = ground.open(SeseragiOptions.local(folder.resolve("local.db")))) {
      DataSource source = shop.dataSource();
      insert(source, "x");
      shop.awaitDurable(LONG);
      shop.awaitDurable(shop.position(), LONG);
      assertThat(rows(source)).containsExactly("x");
      assertThat(shop.status().isHealthy()).isTrue();
      assertThat(shop.close(LONG).isComplete()).isTrue();
    }
    assertThat(store.counts().requests()).isZero();
  }

  private static Callable<Void> inserting(Seseragi shop, String value) {
    return () -> {
      insert(shop.dataSource(), value);
      return null;
    };
  }

  private static List<String> rowsOf(Seseragi shop) {
    try {
      return rows(shop.dataSource());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
