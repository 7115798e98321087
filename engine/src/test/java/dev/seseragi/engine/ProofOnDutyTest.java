package dev.seseragi.engine;

import static dev.seseragi.engine.Playground.LONG;
import static dev.seseragi.engine.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.proof.Proof;
import dev.seseragi.engine.proof.Proof.Outcome;
import dev.seseragi.engine.proof.ProofSettings;
import dev.seseragi.engine.proof.Proofs;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import dev.seseragi.testkit.time.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs while a database is replicated: what they find, what they cost, how they end. */
final class ProofOnDutyTest {
  /** The first proof comes after a tenth, and so does each one behind one that was not good. */
  private static final ProofSettings OFTEN = ProofSettings.every(Duration.ofMillis(100));

  private static final Duration SOON = Duration.ofSeconds(3);

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

  private Replicator start(ProofSettings proofs) {
    return start(ground, proofs);
  }

  private static Replicator start(Playground ground, ProofSettings proofs) {
    return ground.start(
        ReplicatorSettings.defaultsFor(ground.database)
            .withSyncInterval(Duration.ofMillis(20))
            .withProofs(Optional.of(proofs)));
  }

  /** The next proof that was begun after this call and ended so. */
  private static Proof await(Replicator replicator, Outcome outcome) throws InterruptedException {
    Instant now = Instant.now();
    return await(replicator, proof -> proof.outcome() == outcome && proof.asOf().isAfter(now));
  }

  private static Proof await(Replicator replicator, Predicate<Proof> wanted)
      throws InterruptedException {
    return Await.value(
        () -> "a proof is what it should be; " + replicator.status(),
        LONG,
        () -> replicator.status().proofs().last().filter(wanted));
  }

  private SegmentInfo largest() {
    return largest(ground.replica);
  }

  private static SegmentInfo largest(Replica replica) {
    return replica.list().level(0).stream()
        .max(Comparator.comparingLong(SegmentInfo::sizeBytes))
        .orElseThrow();
  }

  private String flipByteInLargest() throws IOException {
    return flipByteInLargest(ground.replica);
  }

  /** In the very object, whatever the replica makes of it. */
  private String flipByteInLargest(Replica replica) throws IOException {
    String name = replica.nameOf(largest(replica));
    byte[] bytes;
    try (InputStream in = memory.read(name, 0, Long.MAX_VALUE)) {
      bytes = in.readAllBytes();
    }
    bytes[bytes.length / 2] ^= 1;
    memory.put(name, Body.of(bytes), Instant.now().truncatedTo(ChronoUnit.MILLIS));
    return name;
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("seseragi-proof"));
    }
  }

  @Test
  void aRestoreIsProvenWhileTheDatabaseIsUsed() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN)) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      Instant committed = Instant.now();

      Proof proof = await(replicator, Outcome.PROVEN);

      assertThat(proof.position()).isEqualTo(replicator.position());
      assertThat(proof.problem()).isEmpty();
      Proofs proofs = replicator.status().proofs();
      assertThat(proofs.provenRestorable().orElseThrow()).isAfter(committed);
      assertThat(proofs.count(Outcome.FAILED) + proofs.count(Outcome.NOT_DONE)).isZero();
      assertThat(replicator.status().isHealthy()).isTrue();
    }
    assertNothingIsLeft();
  }

  @Test
  void aRollbackJournalIsNoHindrance() throws Exception {
    try (Connection app = ground.open("DELETE");
        Replicator replicator = start(OFTEN)) {
      insert(app, 20, 300);
      replicator.sync(LONG);

      assertThat(await(replicator, Outcome.PROVEN).position()).isEqualTo(replicator.position());
    }
  }

  @Test
  void withoutASettingNothingIsProven() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      insert(app, 10, 300);
      replicator.sync(LONG);

      assertThat(replicator.status().proofs()).isEqualTo(Proofs.NONE);
    }
  }

  @Test
  void whatDidNotChangeIsLookedAtWithOneRequestAndReadAtEachTenthProof() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN)) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      Proof whole = await(replicator, Outcome.PROVEN);
      long segments = ground.replica.list().level(0).size();

      Proof look = await(replicator, Outcome.UNCHANGED);

      assertThat(whole.cost().requests()).isEqualTo(1 + segments);
      assertThat(look.cost()).isEqualTo(new Proof.Cost(1, 0));
      assertThat(replicator.status().proofs().provenRestorable().orElseThrow())
          .isAfterOrEqualTo(look.asOf());
      Proofs before = replicator.status().proofs();
      Proofs then =
          Await.value(
              () -> "all of it is read again",
              LONG,
              () ->
                  Optional.of(replicator.status().proofs())
                      .filter(now -> now.count(Outcome.PROVEN) > before.count(Outcome.PROVEN)));
      // This thread may have come late, by up to nine more.
      assertThat(then.count(Outcome.PROVEN)).isEqualTo(before.count(Outcome.PROVEN) + 1);
      assertThat(then.count(Outcome.UNCHANGED))
          .isBetween(9L, before.count(Outcome.UNCHANGED) + 9 + 9);
    }
  }

  @Test
  void aFlippedByteIsFoundAndReplicationGoesOn() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN)) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      await(replicator, Outcome.PROVEN);
      String name = flipByteInLargest();
      insert(app, 1, 300);
      replicator.sync(LONG);

      Proof proof = await(replicator, Outcome.FAILED);

      assertThat(proof.problem().orElseThrow())
          .contains(name)
          .contains("FAILED")
          .contains("-force-snapshot");
      assertThat(replicator.status().state()).isEqualTo(State.UNHEALTHY);
      assertThat(replicator.status().problem().orElseThrow()).contains(name);
      assertThat(replicator.outage()).isEmpty();
      // What was proven stays proven, and what is new is shipped.
      assertThat(replicator.status().proofs().provenRestorable().orElseThrow())
          .isBefore(proof.asOf());
      insert(app, 1, 300);
      assertThat(replicator.sync(LONG)).isGreaterThan(proof.position());
    }
  }

  @Test
  void aNewSnapshotMakesItGoodAgain() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN)) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      memory.delete(List.of(ground.replica.nameOf(largest())));
      insert(app, 1, 300);
      await(replicator, Outcome.FAILED);

      replicator.snapshot();

      await(replicator, Outcome.PROVEN);
      assertThat(replicator.status().isHealthy()).isTrue();
    }
  }

  @Test
  void aMissingSegmentIsFound() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN)) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      String name = ground.replica.nameOf(largest());
      memory.delete(List.of(name));
      insert(app, 1, 300);
      replicator.sync(LONG);

      assertThat(await(replicator, Outcome.FAILED).problem().orElseThrow()).contains(name);
    }
  }

  @Test
  void aMissingEndIsFound() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN)) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      SegmentInfo tail = ground.replica.list().tailSegment().orElseThrow();
      memory.delete(List.of(ground.replica.nameOf(tail)));

      assertThat(await(replicator, Outcome.FAILED).problem().orElseThrow())
          .contains("the end of the replica is gone");
    }
  }

  @Test
  void aReplicaThatIsDeletedUnderItIsFound() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN)) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      await(replicator, Outcome.PROVEN);
      memory.delete(memory.list("", null).objects().stream().map(ObjectInfo::name).toList());

      assertThat(await(replicator, Outcome.FAILED).problem().orElseThrow()).contains("no backup");
    }
  }

  @Test
  void aPageThatChangedHereAndWasNeverSentIsFound() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 100, 300);
    }
    // Closed behind the replicator: that drops SQLite's locks.
    try (RandomAccessFile database = new RandomAccessFile(ground.database.toFile(), "rw");
        Replicator replicator = start(OFTEN)) {
      replicator.sync(LONG);
      await(replicator, Outcome.PROVEN);
      database.seek(4 * 4096 - 7);
      database.write(new byte[] {1, 2, 3, 4, 5, 6, 7});

      Proof proof = await(replicator, Outcome.FAILED);

      assertThat(proof.problem().orElseThrow())
          .contains("page 4 is another")
          .contains("comes from " + ground.replica.nameOf(largest()));
    }
  }

  @Test
  void aWrongPageInASoundSegmentIsFound() throws Exception {
    // All in one segment, so that no later one has its last page, too.
    try (Connection app = ground.open("WAL")) {
      insert(app, 100, 300);
    }
    try (Replicator replicator = start(OFTEN)) {
      replicator.sync(LONG);
      SegmentInfo segment = largest();
      memory.put(ground.replica.nameOf(segment), withOtherLastPage(segment), segment.created());

      assertThat(await(replicator, Outcome.FAILED).problem().orElseThrow())
          .containsPattern("page \\d+ is another")
          .contains("comes from " + ground.replica.nameOf(segment));
    }
  }

  /** The same segment, in order by all its checksums, with another byte at its very end. */
  private Body withOtherLastPage(SegmentInfo segment) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (LtxDecoder decoder = new LtxDecoder(ground.replica.open(segment), "segment")) {
      LtxHeader header = decoder.header();
      LtxEncoder encoder = new LtxEncoder(bytes, header, PageFormat.BLOCK);
      byte[] page = new byte[header.pageSize().bytes()];
      for (int number = decoder.nextPage(page, 0);
          number != 0;
          number = decoder.nextPage(page, 0)) {
        page[page.length - 1] ^= (byte) (number == header.commitPages() ? 1 : 0);
        encoder.writePage(number, page, 0);
      }
      encoder.finish();
    }
    return Body.of(bytes.toByteArray());
  }

  @Test
  void aWriterGoesOnDuringAProof() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN.withBytesPerSecond(300_000))) {
      insert(app, 500, 300);
      long shipped = replicator.sync(LONG).value();
      Instant begin = Instant.now();
      Optional<Proof> proof = Optional.empty();
      while (proof.isEmpty()) {
        insert(app, 1, 300);
        replicator.sync(LONG);
        proof = replicator.status().proofs().last().filter(last -> last.asOf().isAfter(begin));
      }
      assertThat(proof.get().outcome()).isEqualTo(Outcome.PROVEN);
      assertThat(replicator.position().value() - shipped).isGreaterThan(3);
      assertThat(replicator.position()).isGreaterThan(proof.get().position());
    }
  }

  @Test
  void anEndCutsAProofShort() throws Exception {
    try (Connection app = ground.open("WAL")) {
      Replicator replicator = start(OFTEN);
      insert(app, 100, 300);
      replicator.sync(LONG);
      store.always(Operation.READ, new Fault.Hang(false));
      insert(app, 1, 300);
      replicator.sync(LONG);
      Await.until("the proof waits for the store", LONG, () -> store.hanging() > 0);
      insert(app, 1, 300);

      assertEndsSoon(replicator);
    }
  }

  @Test
  void anEndInTheMiddleOfASlowReadTakesNoTime() throws Exception {
    try (Connection app = ground.open("WAL")) {
      Replicator replicator = start(OFTEN.withBytesPerSecond(1));
      insert(app, 100, 300);
      replicator.sync(LONG);
      Await.until("a proof reads", LONG, () -> store.counts().requests(Operation.READ) > 0);

      assertEndsSoon(replicator);
    }
  }

  private void assertEndsSoon(Replicator replicator) throws IOException {
    long begin = System.nanoTime();
    Shutdown shutdown = replicator.close(Duration.ofSeconds(8));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    assertThat(shutdown.isComplete()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void withoutRoomNothingIsTriedAndThatIsNoAlarm() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN.withKeptFreeBytes(Long.MAX_VALUE / 2))) {
      insert(app, 10, 300);
      replicator.sync(LONG);
      long before = store.counts().requests();

      Proof proof = await(replicator, Outcome.NOT_DONE);

      assertThat(proof.problem().orElseThrow()).contains("no room").contains("verify-folder");
      assertThat(store.counts().requests()).isEqualTo(before);
      assertThat(replicator.status().isHealthy()).isTrue();
      assertThat(replicator.status().proofs().provenRestorable()).isEmpty();
    }
    assertNothingIsLeft();
  }

  @Test
  void anOutageIsNoAlarmOfTheProofAndIsGotOver() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(OFTEN)) {
      insert(app, 10, 300);
      replicator.sync(LONG);
      store.always(Operation.LIST, new Fault.Unavailable());
      await(replicator, Outcome.NOT_DONE);
      assertThat(replicator.status().proofs().count(Outcome.FAILED)).isZero();

      store.heal();

      await(replicator, proof -> proof.outcome().isGood());
    }
  }

  @Test
  void anEncryptedReplicaIsProvenAndItsDamageFound() throws Exception {
    EncryptionKey key = EncryptionKey.of(new byte[EncryptionKey.BYTES]);
    try (Playground secret = new Playground(folder, Encryption.around(store, key));
        Connection app = secret.open("WAL");
        Replicator replicator = start(secret, OFTEN)) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      await(replicator, Outcome.PROVEN);
      String name = flipByteInLargest(secret.replica);
      insert(app, 1, 300);
      replicator.sync(LONG);

      assertThat(await(replicator, Outcome.FAILED).problem().orElseThrow()).contains(name);
    }
  }

  @Test
  void theNextProcessKnowsWhatWasProven() throws Exception {
    try (Connection app = ground.open("WAL")) {
      Instant begin = Instant.now();
      try (Replicator replicator = start(OFTEN)) {
        insert(app, 10, 300);
        replicator.sync(LONG);
        await(replicator, Outcome.PROVEN);
      }
      try (Replicator replicator = start(ProofSettings.every(Duration.ofDays(1)))) {
        Instant proven =
            Await.value(
                () -> "the note is read",
                LONG,
                () -> replicator.status().proofs().provenRestorable());

        assertThat(proven).isBetween(begin, Instant.now());
        assertThat(replicator.status().proofs().last()).isEmpty();
      }
    }
  }

  @Test
  void snapshotsAndProofsDoNotTakeFromEachOther() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = start(ProofSettings.every(Duration.ofMillis(10)))) {
      for (int i = 0; i < 20; i++) {
        insert(app, 5, 300);
        replicator.sync(LONG);
        assertThat(replicator.snapshot()).isPresent();
      }
      await(replicator, proof -> proof.outcome().isGood());
      assertThat(replicator.status().proofs().count(Outcome.NOT_DONE)).isZero();
      assertThat(replicator.status().proofs().count(Outcome.FAILED)).isZero();
    }
  }
}
