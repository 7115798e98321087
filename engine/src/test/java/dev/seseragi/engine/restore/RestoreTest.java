package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.StoreException;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RestoreTest {
  private static final PageSize PAGE_SIZE = new PageSize(4096);

  /** Its segment, which random bytes do not make smaller, is read in several pieces. */
  private static final int LARGE_PAGES = 900;

  @TempDir Path folder;
  private Path target = Path.of("");

  @BeforeEach
  void name() {
    target = folder.resolve("shop.db");
  }

  @Test
  void eachSmallSegmentIsReadOnceAfterOneListing() {
    MovingStore store = new MovingStore().load(Fixtures.named("damage-none"));

    RestoreResult result = restore(store);

    assertThat(result.plan().segments()).hasSize(11);
    assertThat(store.lists).hasValue(1);
    assertThat(store.reads).hasValue(11);
    assertThat(result.requests()).isEqualTo(12);
    assertThat(result.readBytes()).isEqualTo(result.plan().totalBytes());
  }

  @Test
  void theResultTellsByWhichSegmentTheDatabaseDescends() {
    ModelReplica replica = replica(new MovingStore(), 3, 4);
    replica.segment(0, 4, 4, 0x0000_0007_1234_5678L);

    RestoreResult result = restore(replica.store);

    RestoreResult.Tail tail = result.tail().orElseThrow();
    byte[] bytes = replica.store.bytes(ModelReplica.name(0, 4, 4));
    long checksum = ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
    assertThat(tail.segment().max()).isEqualTo(new Txid(4));
    assertThat(tail.nodeId()).isEqualTo(0x0000_0007_1234_5678L);
    assertThat(tail.fileChecksum()).isEqualTo(checksum);
    assertThat(result.pageSize()).isEqualTo(PAGE_SIZE);
    assertThat(result.commitPages()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLargeSegmentIsReadInPartsAndIsTheSame(boolean readsRangesInParallel) throws IOException {
    MovingStore store = new MovingStore(readsRangesInParallel, true, Duration.ZERO);
    ModelReplica replica = replica(store, LARGE_PAGES, 3);
    replica.snapshot(2);

    restore(store);

    assertThat(Files.readAllBytes(target)).isEqualTo(replica.state(3));
    // Header and end of the large one, and its pieces, or the stream that they are cut from.
    assertThat(store.reads).hasValueBetween(4, readsRangesInParallel ? 8 : 5);
  }

  @Test
  void noByteOfALargeSegmentCanChangeUnseen() throws IOException {
    MovingStore store = new MovingStore(true, true, Duration.ZERO);
    ModelReplica replica = replica(store, LARGE_PAGES, 1);
    byte[] whole = store.bytes(ModelReplica.name(0, 1, 1));
    Random random = new Random(42);
    for (int i = 0; i < 40; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      store.put(ModelReplica.name(0, 1, 1), changed, ModelReplica.time(1));
      Files.deleteIfExists(target);
      try {
        restore(store);
      } catch (DamagedReplicaException seen) {
        assertThat(Restores.files(folder)).isEmpty();
        continue;
      }
      assertThat(Files.readAllBytes(target)).isEqualTo(replica.state(1));
    }
  }

  @Test
  void aDamagedSegmentIsAvoidedWhereOthersHoldTheSameHistory() throws IOException {
    ModelReplica replica = replica(new MovingStore(), 20, 6);
    replica.segment(1, 1, 4);
    flip(replica, ModelReplica.name(1, 1, 4));

    RestoreResult result = restore(replica.store);

    assertThat(Files.readAllBytes(target)).isEqualTo(replica.state(6));
    assertThat(result.avoided()).singleElement().asString().contains(ModelReplica.name(1, 1, 4));
    assertThat(result.loss()).isEmpty();
  }

  @Test
  void anEarlierPointIsRestoredOnlyIfAllowedAndSaysWhatIsLost() throws IOException {
    ModelReplica replica = replica(new MovingStore(), 20, 6);
    flip(replica, ModelReplica.name(0, 5, 5));

    DamagedReplicaException problem =
        catchThrowableOfType(DamagedReplicaException.class, () -> restore(replica.store));
    assertThat(problem.object()).contains(ModelReplica.name(0, 5, 5));
    assertThat(problem.earlierPoint()).contains(new Txid(4));
    assertThat(problem).hasMessageContaining("-txid 0000000000000004");
    assertThat(Restores.files(folder)).isEmpty();

    RestoreResult result =
        restore(replica.store, RestoreOptions.defaults().withAllowEarlierPoint(true));
    assertThat(Files.readAllBytes(target)).isEqualTo(replica.state(4));
    RestoreLoss loss = result.loss().orElseThrow();
    assertThat(loss.wanted()).isEqualTo(new Txid(6));
    assertThat(loss.restored()).isEqualTo(new Txid(4));
    assertThat(loss.restoredTime()).isEqualTo(ModelReplica.time(4));
    assertThat(loss.wantedTime()).isEqualTo(ModelReplica.time(6));
    assertThat(loss.problems()).singleElement().asString().contains(ModelReplica.name(0, 5, 5));
  }

  @Test
  void segmentsThatWereCompactedMeanwhileAreFoundByAnotherListing() throws IOException {
    AtomicInteger moves = new AtomicInteger();
    ModelReplica[] holder = new ModelReplica[1];
    MovingStore store =
        new MovingStore() {
          @Override
          void beforeRead(String name) {
            if (name.equals(ModelReplica.name(0, 2, 2)) && moves.getAndIncrement() == 0) {
              holder[0].segment(1, 1, 3);
              remove(ModelReplica.name(0, 1, 1));
              remove(ModelReplica.name(0, 2, 2));
              remove(ModelReplica.name(0, 3, 3));
            }
          }
        };
    ModelReplica replica = replica(store, 5, 4);
    holder[0] = replica;

    RestoreResult result = restore(store);

    assertThat(Files.readAllBytes(target)).isEqualTo(replica.state(4));
    assertThat(result.avoided()).isEmpty();
    assertThat(store.lists).hasValue(2);
  }

  @Test
  void anObjectThatIsListedAndNeverThereEndsInAnError() {
    MovingStore store =
        new MovingStore() {
          @Override
          public InputStream read(String name, long offsetBytes, long lengthBytes) {
            if (name.equals(ModelReplica.name(0, 2, 2))) {
              throw new ObjectMissingException(describe(), name, null);
            }
            return super.read(name, offsetBytes, lengthBytes);
          }
        };
    replica(store, 5, 4);

    assertThatThrownBy(() -> restore(store))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining(ModelReplica.name(0, 2, 2))
        .hasMessageContaining("not there");
  }

  @Test
  void aReadThatFailsIsRepeatedAFewTimes() throws IOException {
    AtomicInteger failures = new AtomicInteger(2);
    MovingStore store =
        new MovingStore() {
          @Override
          void beforeRead(String name) {
            if (failures.getAndDecrement() > 0) {
              throw new StoreException("connection reset");
            }
          }
        };
    ModelReplica replica = replica(store, 5, 1);

    restore(store);
    assertThat(Files.readAllBytes(target)).isEqualTo(replica.state(1));

    Files.delete(target);
    failures.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> restore(store))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("connection reset");
    assertThat(Restores.files(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, LARGE_PAGES})
  void eachPageIsToldOnceAndItsLastContent(int pages) {
    ModelReplica replica = replica(new MovingStore(true, true, Duration.ZERO), pages, 5);
    Pages sink = new Pages();

    restore(replica.store, RestoreOptions.defaults().withPages(sink));

    assertThat(sink.database).isEqualTo(replica.state(5));
    assertThat(sink.calls).containsOnly(1);
    assertThat(sink.isEnded).isTrue();
  }

  @Test
  void theLockPageIsToldAsAbsent() {
    // The writer alone: a database of 1 GiB would be needed to see it from outside.
    Pages sink = new Pages();
    Target place = Target.at(target, false);
    PageSize large = new PageSize(65_536);
    try (PartFile file = PartFile.create(place, 1, Thread.ofVirtual().factory())) {
      PageWriter writer = new PageWriter(file, large, large.lockPage(), new LastPage(sink));
      PageWriter.Run run = writer.run();
      for (int page = 1; page < large.lockPage(); page++) {
        run.add(page);
      }
      run.end();
      assertThat(writer.end()).isZero();
    }
    assertThat(sink.absent).containsExactly(large.lockPage());
  }

  @Test
  void progressRisesToTheWhole() {
    ModelReplica replica = replica(new MovingStore(true, true, Duration.ZERO), LARGE_PAGES, 5);
    List<Long> done = new ArrayList<>();
    List<RestorePlan> plans = new ArrayList<>();
    RestoreListener listener =
        new RestoreListener() {
          @Override
          public void planned(RestorePlan plan) {
            plans.add(plan);
          }

          @Override
          public void progress(long doneBytes, long totalBytes) {
            assertThat(totalBytes).isEqualTo(plans.getLast().totalBytes());
            done.add(doneBytes);
          }
        };

    RestoreResult result = restore(replica.store, RestoreOptions.defaults().withListener(listener));

    assertThat(plans).containsExactly(result.plan());
    assertThat(done).isSorted().last().isEqualTo(result.plan().totalBytes());
  }

  @Test
  void anInterruptedRestoreLeavesNothing() {
    ModelReplica replica = replica(new MovingStore(), 5, 3);
    RestoreListener interrupting =
        new RestoreListener() {
          @Override
          public void planned(RestorePlan plan) {
            Thread.currentThread().interrupt();
          }
        };

    assertThatThrownBy(
            () -> restore(replica.store, RestoreOptions.defaults().withListener(interrupting)))
        .isInstanceOf(StoreException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Restores.files(folder)).isEmpty();
  }

  @Test
  void aSinkThatFailsEndsTheRestore() {
    ModelReplica replica = replica(new MovingStore(), 5, 3);
    PageSink failing =
        new Pages() {
          @Override
          public void end() {
            throw new IllegalStateException("no space for the ledger");
          }
        };

    assertThatThrownBy(() -> restore(replica.store, RestoreOptions.defaults().withPages(failing)))
        .hasMessage("no space for the ledger");
    assertThat(Restores.files(folder)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 2", "1, 0, 1", "1, 3, 2", "2, 1, 0"})
  void aSlotFilledByAWriterThatHadBeenReplacedIsNotAccepted(int before, int stray, int behind) {
    ModelReplica replica = replica(new MovingStore(), 5, 5);
    for (int txid = 1; txid <= 5; txid++) {
      int epoch = txid < 3 ? before : txid == 3 ? stray : behind;
      replica.segment(0, txid, txid, writer(epoch));
    }

    assertThatThrownBy(() -> restore(replica.store))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining("had been replaced");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 2", "1, 2, 3", "3, 0, 1", "1, 1, 2", "0, 0, 0", "1, 0, 0"})
  void aChangeOfWritersIsNoProblem(int first, int second, int third) throws IOException {
    ModelReplica replica = replica(new MovingStore(), 5, 6);
    for (int txid = 1; txid <= 6; txid++) {
      replica.segment(0, txid, txid, writer(txid < 3 ? first : txid < 5 ? second : third));
    }

    restore(replica.store);

    assertThat(Files.readAllBytes(target)).isEqualTo(replica.state(6));
  }

  @Test
  void whatLitestreamCompactedSaysNothingOfItsWriters() throws IOException {
    ModelReplica replica = replica(new MovingStore(), 5, 5);
    replica.segment(0, 1, 1, writer(7));
    replica.segment(1, 2, 4, 0);
    replica.segment(0, 5, 5, writer(1));
    for (int txid = 2; txid <= 4; txid++) {
      replica.store.remove(ModelReplica.name(0, txid, txid));
    }

    restore(replica.store);

    assertThat(Files.readAllBytes(target)).isEqualTo(replica.state(5));
  }

  /** An id of that epoch; 0 is Litestream. */
  private static long writer(int epoch) {
    return epoch == 0 ? 0 : (long) epoch << 32 | 0x1234;
  }

  @Test
  void segmentsOfAnotherPageSizeAreNotMixed() {
    ModelReplica replica = replica(new MovingStore(), 5, 3);
    ModelReplica other = replicaOf(new MovingStore(), new PageSize(512), 40, 3);
    replica.store.put(ModelReplica.name(0, 3, 3), other.bytes(3, 3, 0), ModelReplica.time(3));

    assertThatThrownBy(() -> restore(replica.store))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining("pages of");
  }

  @Test
  void aPageThatNoSegmentHoldsIsNotTakenForZeros() {
    ModelReplica replica = replica(new MovingStore(), 5, 2);
    ModelReplica larger = replica(new MovingStore(), 9, 3);
    replica.store.put(ModelReplica.name(0, 3, 3), larger.bytes(3, 3, 0), ModelReplica.time(3));

    assertThatThrownBy(() -> restore(replica.store))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining("page 6 of 9 is in no segment");
  }

  @Test
  void aHeaderThatClaimsAnImpossibleSizeIsRefusedBeforeMemoryIsTaken() {
    ModelReplica replica = replica(new MovingStore(), 5, 2);
    byte[] bytes = replica.store.bytes(ModelReplica.name(0, 2, 2)).clone();
    bytes[12] = 0x7f;
    replica.store.put(ModelReplica.name(0, 2, 2), bytes, ModelReplica.time(2));

    assertThatThrownBy(() -> restore(replica.store))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining("more than the");
  }

  @Test
  void sqliteChecksTheDatabaseIfAsked() {
    MovingStore store = new MovingStore().load(Fixtures.named("overflow"));
    for (IntegrityCheck check : IntegrityCheck.values()) {
      restore(store, RestoreOptions.defaults().withIntegrityCheck(check).withOverwrite(true));
      assertThat(Restores.files(folder)).containsExactly("shop.db");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUICK", "FULL"})
  void aDatabaseThatSqliteFindsDamagedIsNotPutInPlace(IntegrityCheck check) {
    // Random bytes behind a good header.
    ModelReplica replica = replica(new MovingStore(), 5, 1);

    assertThatThrownBy(
            () -> restore(replica.store, RestoreOptions.defaults().withIntegrityCheck(check)))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining("PRAGMA");
    assertThat(Restores.files(folder)).isEmpty();
  }

  @Test
  void whatIsNoDatabaseIsNotPutInPlace() {
    ModelReplica replica = replica(new MovingStore(), 5, 1);
    replica.state(1)[0] = 'X';
    replica.segment(0, 1, 1);

    assertThatThrownBy(() -> restore(replica.store))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining("not the first page of a SQLite database");
    assertThat(Restores.files(folder)).isEmpty();
  }

  private RestoreResult restore(MovingStore store) {
    return restore(store, RestoreOptions.defaults());
  }

  private RestoreResult restore(MovingStore store, RestoreOptions options) {
    return Restores.of(store).run(new RestorePoint.Latest(), target, options);
  }

  private static void flip(ModelReplica replica, String name) {
    byte[] bytes = replica.store.bytes(name).clone();
    bytes[bytes.length / 2] ^= 1;
    replica.store.put(name, bytes, ModelReplica.time(4));
  }

  private static ModelReplica replica(MovingStore store, int pages, int commits) {
    return replicaOf(store, PAGE_SIZE, pages, commits);
  }

  /** Random bytes, of which each commit changes some in the middle. */
  private static ModelReplica replicaOf(
      MovingStore store, PageSize pageSize, int pages, int commits) {
    ModelReplica replica = new ModelReplica(store, pageSize);
    byte[] state = new byte[(int) pageSize.bytesOf(pages)];
    new Random(7).nextBytes(state);
    replica.commit(state.clone());
    for (int txid = 2; txid <= commits; txid++) {
      Arrays.fill(state, state.length / 2, state.length / 2 + 100, (byte) txid);
      replica.commit(state.clone());
    }
    return replica;
  }

  /** Puts the pages together again. */
  private static class Pages implements PageSink {
    byte[] database = new byte[0];
    int[] calls = new int[0];
    final List<Integer> absent = new ArrayList<>();
    boolean isEnded;
    private int pageBytes;

    @Override
    public void begin(PageSize pageSize, int commitPages) {
      pageBytes = pageSize.bytes();
      database = new byte[(int) pageSize.bytesOf(commitPages)];
      calls = new int[commitPages];
    }

    @Override
    public void page(int pageNumber, byte[] bytes, int offset) {
      System.arraycopy(bytes, offset, database, (pageNumber - 1) * pageBytes, pageBytes);
      calls[pageNumber - 1]++;
    }

    @Override
    public void absent(int pageNumber) {
      absent.add(pageNumber);
    }

    @Override
    public void end() {
      isEnded = true;
    }
  }

  /** Passes on only what is absent. */
  private record LastPage(Pages pages) implements PageSink {
    @Override
    public void begin(PageSize pageSize, int commitPages) {}

    @Override
    public void page(int pageNumber, byte[] bytes, int offset) {}

    @Override
    public void absent(int pageNumber) {
      pages.absent(pageNumber);
    }

    @Override
    public void end() {}
  }
}
