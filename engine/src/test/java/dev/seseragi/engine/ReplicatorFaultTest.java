package dev.seseragi.engine;

import static dev.seseragi.engine.Playground.LONG;
import static dev.seseragi.engine.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.engine.fence.NotDescendedException;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import dev.seseragi.testkit.time.Await;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that fail, hang, lie once, or belong to somebody else. */
final class ReplicatorFaultTest {
  @TempDir Path folder;
  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private Playground ground;

  @BeforeEach
  void prepare() {
    ground = new Playground(folder, store);
  }

  @AfterEach
  void cleanUp() {
    store.release();
    ground.close();
  }

  @Test
  void anIdleReplicatorAsksTheStoreNothing() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      insert(app, 10, 300);
      replicator.sync(LONG);
      long before = store.counts().requests();
      replicator.sync(LONG);
      replicator.sync(LONG);
      assertThat(store.counts().requests()).isEqualTo(before);
    }
  }

  @Test
  void aLostAnswerIsReadBackAndNothingIsShippedTwice() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      replicator.sync(LONG);
      Txid before = replicator.status().position();
      store.next(Operation.CREATE, new Fault.AnswerLost());
      insert(app, 10, 300);
      replicator.sync(LONG);
      assertThat(replicator.status().position().value())
          .isBetween(before.value() + 1, before.value() + 10);
      assertThat(replicator.status().isHealthy()).isTrue();
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aRequestThatArrivesLateDoesNoHarm() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      replicator.sync(LONG);
      store.next(Operation.CREATE, new Fault.ArrivesLate());
      insert(app, 10, 300);
      replicator.sync(LONG);
      store.deliverLate();
      insert(app, 10, 300);
      replicator.sync(LONG);
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void anOutageIsSurvivedAndSaidOnce() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      replicator.sync(LONG);
      store.always(new Fault.Unavailable());
      insert(app, 10, 300);
      Await.until("the outage is noticed", LONG, () -> replicator.status().problem().isPresent());
      assertThat(replicator.status().state()).isEqualTo(ReplicatorStatus.State.UNHEALTHY);
      assertThatThrownBy(() -> replicator.sync(Duration.ofMillis(50)))
          .isInstanceOf(SeseragiException.class)
          .hasMessageContaining("committed here, but not yet in");
      store.heal();
      replicator.sync(LONG);
      assertThat(replicator.status().isHealthy()).isTrue();
    }
    ground.assertReplicaIsDatabase();
  }

  /** Each attempt would leave another marker, whose name is in the message. */
  @Test
  void aTakeOverThatFailsAgainAndAgainIsSaidOnce() throws Exception {
    store.always(Operation.CREATE, new Fault.Unavailable());
    List<String> said = new CopyOnWriteArrayList<>();
    try (Connection _ = ground.open("WAL");
        Replicator replicator = ground.start()) {
      replicator.addListener(status -> status.problem().ifPresent(said::add));
      Await.until(
          "it is tried three times", LONG, () -> replicator.status().counts().failures() >= 3);
      // Whoever listens from the very beginning hears of it; a test may come later.
      assertThat(said).hasSizeLessThanOrEqualTo(1);
      assertThat(replicator.status().problem().orElseThrow())
          .startsWith("cannot take over")
          .contains("seseragi/writers/");
      store.heal();
    }
  }

  /** Each attempt finds out first that it has no answer, and then that the slot is empty. */
  @Test
  void aSegmentThatDoesNotArriveIsOneTrouble() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      replicator.sync(LONG);
      replicator.addListener(status -> status.problem().ifPresent(said::add));
      long before = replicator.status().counts().failures();
      store.always(Operation.CREATE, new Fault.ArrivesLate());
      insert(app, 10, 300);
      Await.until(
          "it is tried three times",
          LONG,
          () -> replicator.status().counts().failures() >= before + 3);
      assertThat(said).singleElement().asString().contains("there was no answer in time");
      store.heal();
      replicator.sync(LONG);
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aStoreThatHangsDoesNotHoldUpTheShutdownAndTheTailIsCounted() throws Exception {
    try (Connection app = ground.open("WAL")) {
      Replicator replicator = ground.start();
      replicator.sync(LONG);
      store.always(Operation.CREATE, new Fault.Hang(false));
      insert(app, 25, 300);
      Await.until("the batch is captured", LONG, () -> replicator.status().pendingCommits() == 25);
      long start = System.nanoTime();
      Shutdown shutdown = replicator.close(Duration.ofMillis(500));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(shutdown.isComplete()).isFalse();
      assertThat(shutdown.unshippedCommits()).isEqualTo(25);
      assertThat(shutdown.problem()).isPresent();
      store.release();
      // Commits of a later batch, if there was one, stay where they are: locally.
      Await.until("the request is answered", LONG, () -> replicator.status().pendingCommits() < 25);
    }
  }

  @Test
  void anEndDuringTheStartShipsAllTheSame() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 25, 300);
      store.always(Operation.LIST, new Fault.Hang(false));
      Replicator replicator = ground.start();
      Await.until("the store is asked", LONG, () -> store.hanging() > 0);
      CompletableFuture<Shutdown> end = CompletableFuture.supplyAsync(() -> replicator.close(LONG));
      store.heal();
      store.release();

      assertThat(end.get().problem()).isEmpty();
      assertThat(end.get().isComplete()).isTrue();
      ground.assertReplicaIsDatabase();
    }
  }

  @Test
  void anEndBeforeTheStoreWasSeenSaysThatItIsNotKnownWhatIsMissing() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 25, 300);
      store.always(Operation.LIST, new Fault.Hang(false));
      Shutdown shutdown = ground.start().close(Duration.ofMillis(200));

      assertThat(shutdown.isComplete()).isFalse();
      assertThat(shutdown.problem().orElseThrow()).contains("before it was known what the replica");
    }
  }

  @Test
  void whatWasNotShippedBeforeAnUnhappyEndIsShippedByTheNextStart() throws Exception {
    try (Connection app = ground.open("WAL")) {
      Replicator first = ground.start();
      first.sync(LONG);
      store.always(Operation.CREATE, new Fault.ArrivesLate());
      insert(app, 25, 300);
      Await.until("a request is under way", LONG, () -> store.late() > 0);
      assertThat(first.close(Duration.ofMillis(100)).isComplete()).isFalse();
      store.heal();
      store.deliverLate();
      insert(app, 5, 300);
      try (Replicator second = ground.start()) {
        second.sync(LONG);
        assertThat(second.status().counts().segmentBytes()).isLessThan(200_000);
      }
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aWriterWhoseSlotIsFilledByAnotherStopsForGood() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      replicator.sync(LONG);
      Txid next = replicator.status().position().next();
      fillSlot(next);
      insert(app, 1, 300);
      assertThatThrownBy(() -> replicator.sync(LONG))
          .isInstanceOf(FencedException.class)
          .hasMessageContaining(next.toString());
      assertThat(replicator.status().state()).isEqualTo(ReplicatorStatus.State.FENCED);
    }
  }

  @Test
  void aDatabaseThatDoesNotDescendFromTheTailIsRefused() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      insert(app, 1, 300);
      replicator.sync(LONG);
    }
    fillSlot(ground.replica.list().tail().next());
    try (Replicator replicator = ground.start()) {
      assertThatThrownBy(() -> replicator.sync(LONG))
          .isInstanceOf(NotDescendedException.class)
          .hasMessageContaining("seseragi reset");
      assertThat(replicator.status().state()).isEqualTo(ReplicatorStatus.State.REFUSED);
    }
  }

  /** What another writer would put into a slot: a segment like the one before, in its own name. */
  private void fillSlot(Txid slot) throws Exception {
    byte[] before;
    try (InputStream in =
        memory.read(ground.replica.nameOf(0, TxidRange.of(slot.plus(-1))), 0, Long.MAX_VALUE)) {
      before = in.readAllBytes();
    }
    byte[] theirs = OtherWriter.segment(before, slot, RandomGenerator.getDefault().nextLong());
    ground.replica.create(0, TxidRange.of(slot), Body.of(theirs), Instant.ofEpochMilli(1));
  }
}
