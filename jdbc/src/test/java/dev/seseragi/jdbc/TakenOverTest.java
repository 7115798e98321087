package dev.seseragi.jdbc;

import static dev.seseragi.jdbc.Playground.LONG;
import static dev.seseragi.jdbc.Playground.insert;
import static dev.seseragi.jdbc.Playground.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import dev.seseragi.testkit.time.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process becomes the writer: this one acknowledges nothing any more. */
final class TakenOverTest {
  @TempDir Path folder;
  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);

  @Test
  void everyWaitingAndLaterCommitLearnsThatAnotherWriterTookOver() throws Exception {
    Playground here = new Playground(folder, store);
    Playground elsewhere = here.elsewhere(memory);
    try (Seseragi old = here.open();
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      insert(old.dataSource(), "safe");
      store.always(Operation.CREATE, new Fault.Hang(false));
      List<Future<?>> waiting = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        waiting.add(
            pool.submit(() -> {
              insert(old.dataSource(), "never acknowledged");
              return null;
            }));
      }
      Await.until("all are committed here", LONG, () -> count(old) == 6);

      try (Seseragi next = elsewhere.open()) {
        assertThat(rows(next.dataSource())).containsExactly("safe");
        store.heal();
        store.release();
        for (Future<?> one : waiting) {
          assertThatThrownBy(one::get)
              .isInstanceOf(ExecutionException.class)
              .cause()
              .isInstanceOf(NotWriterException.class)
              .hasMessageContaining("committed here, and not confirmed by the store")
              .matches(e -> ((NotWriterException) e).isCommittedHere())
              .matches(e -> ((SQLException) e).getSQLState().equals("08007"));
        }
        assertThatThrownBy(() -> insert(old.dataSource(), "refused"))
            .isInstanceOf(NotWriterException.class)
            .hasMessageStartingWith("nothing was written: fenced")
            .matches(e -> !((NotWriterException) e).isCommittedHere())
            .matches(e -> ((SQLException) e).getSQLState().equals("25006"));
        assertThat(count(old)).isEqualTo(6);
        assertThat(old.status().isHealthy()).isFalse();

        insert(next.dataSource(), "goes on");
        assertThat(elsewhere.restored()).containsExactly("safe", "goes on");
      }
    }
  }

  @Test
  void whoBeganATransactionBeforeCannotCommitItAsIfNothingHadBeen() throws Exception {
    Playground here = new Playground(folder, store);
    Playground elsewhere = here.elsewhere(memory);
    try (Seseragi old = here.open();
        Connection connection = old.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, "too late");
      try (Seseragi next = elsewhere.open()) {
        assertThatThrownBy(connection::commit).isInstanceOf(NotWriterException.class);
        assertThat(rows(next.dataSource())).isEmpty();
      }
    }
  }

  @Test
  void listenersHearOfIt() throws Exception {
    Playground here = new Playground(folder, store);
    List<SeseragiStatus> heard = new CopyOnWriteArrayList<>();
    try (Seseragi old = here.open()) {
      old.addListener(heard::add);
      try (Seseragi _ = here.elsewhere(memory).open()) {
        assertThatThrownBy(() -> insert(old.dataSource(), "x"))
            .isInstanceOf(NotWriterException.class);
        Await.until(
            "the listener hears of it",
            LONG,
            () ->
                heard.stream()
                    .anyMatch(status ->
                        status.replication().orElseThrow().state() == State.FENCED
                            && !status.isHealthy()));
      }
    }
  }

  @Test
  void aNewOneCanStartAgainAndAgainWhileTheOldOnesStillWrite() throws Exception {
    Playground first = new Playground(folder, store);
    Seseragi writer = first.open();
    Playground ground = first;
    for (int i = 0; i < 3; i++) {
      insert(writer.dataSource(), "row " + i);
      ground = ground.elsewhere(memory);
      Seseragi next = ground.open();
      Seseragi old = writer;
      assertThatThrownBy(() -> insert(old.dataSource(), "lost"))
          .isInstanceOf(NotWriterException.class);
      old.close(Duration.ZERO);
      writer = next;
    }
    assertThat(rows(writer.dataSource())).containsExactly("row 0", "row 1", "row 2");
    assertThat(writer.close(LONG).isComplete()).isTrue();
  }

  private static int count(Seseragi shop) {
    try {
      return rows(shop.dataSource()).size();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
