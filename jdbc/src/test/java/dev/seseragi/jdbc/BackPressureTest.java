package dev.seseragi.jdbc;

import static dev.seseragi.jdbc.Playground.LONG;
import static dev.seseragi.jdbc.Playground.execute;
import static dev.seseragi.jdbc.Playground.insert;
import static dev.seseragi.jdbc.Playground.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import dev.seseragi.testkit.time.Await;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes are refused before they happen once the store is too far behind. */
final class BackPressureTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path folder;
  private final FaultyStore store = new FaultyStore(new MemoryStore());

  @AfterEach
  void letGo() {
    store.heal();
    store.release();
  }

  @Test
  void whenTheOldestCommitIsTooOldWritesAreRefusedAndReadsGoOn() throws Exception {
    Playground ground = new Playground(folder, store);
    SeseragiOptions options =
        ground
            .options()
            .withCommitTimeout(SHORT)
            .withBackPressure(new BackPressure(64 << 20, Duration.ofMillis(600)));
    try (Seseragi shop = ground.open(options)) {
      store.always(Operation.CREATE, new Fault.Unavailable());
      assertThatThrownBy(() -> insert(shop.dataSource(), "here"))
          .isInstanceOf(NotYetDurableException.class);
      Await.until(
          "the commit is old",
          LONG,
          () -> shop.status().oldestUnconfirmed().compareTo(Duration.ofMillis(700)) > 0);

      assertThatThrownBy(() -> insert(shop.dataSource(), "refused"))
          .isInstanceOf(BackPressureException.class)
          .hasMessageContaining("nothing was written")
          .hasMessageContaining("beyond the bound of 600 ms")
          .hasMessageContaining("unavailable")
          .matches(e -> ((SQLException) e).getSQLState().equals("53000"))
          .matches(e -> ((SQLException) e).getErrorCode() == 90_003);
      assertThat(rows(shop.dataSource())).containsExactly("here");

      store.heal();
      shop.awaitDurable(LONG);
      insert(shop.dataSource(), "again");
      assertThat(rows(shop.dataSource())).containsExactly("here", "again");
    }
  }

  @Test
  void whenTooManyBytesWaitWritesWaitToo() throws Exception {
    Playground ground = new Playground(folder, store);
    SeseragiOptions options =
        ground
            .options()
            .withMode(Mode.ASYNC)
            .withCommitTimeout(SHORT)
            .withBackPressure(new BackPressure(1 << 20, LONG));
    try (Seseragi shop = ground.open(options)) {
      shop.awaitDurable(LONG);
      store.next(Operation.CREATE, new Fault.Hang(false));
      execute(shop.dataSource(), "INSERT INTO t(v) VALUES (hex(zeroblob(2000000)))");
      Await.until(
          "its pages are captured",
          LONG,
          () -> shop.status().replication().orElseThrow().pendingBytes() > 2 << 20);
      assertThatThrownBy(() -> insert(shop.dataSource(), "refused"))
          .isInstanceOf(BackPressureException.class)
          .hasMessageContaining("beyond the bound of 1048576");
      Await.until("the store hangs", LONG, () -> store.hanging() == 1);
      store.release();
      shop.awaitDurable(LONG);
      insert(shop.dataSource(), "again");
      assertThat(rows(shop.dataSource())).hasSize(2).contains("again");
    }
  }

  @Test
  void theOldestCommitIsKnownWhateverIsConfirmedMeanwhile() {
    Backlog backlog = new Backlog();
    assertThat(backlog.oldestNanos()).isZero();
    long first = backlog.commit();
    long second = backlog.commit();
    assertThat(backlog.oldestNanos()).isPositive();
    backlog.durable(first);
    assertThat(backlog.oldestNanos()).isPositive();
    backlog.durable(second);
    assertThat(backlog.oldestNanos()).isZero();
    // An answer that comes late says nothing new.
    backlog.durable(first);
    assertThat(backlog.durable()).isEqualTo(second);
  }
}
