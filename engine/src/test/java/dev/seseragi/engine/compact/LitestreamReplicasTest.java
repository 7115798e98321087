package dev.seseragi.engine.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.store.Body;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.FixtureFile;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replicas that genuine Litestream wrote, kept on by a housekeeper. */
final class LitestreamReplicasTest {
  /** What is restored into memory here; one fixture is larger than 1 GiB. */
  private static final long MAX_DATABASE_BYTES = 16 << 20;

  @TempDir Path folder;

  static Stream<Fixture> undamaged() {
    return Fixtures.undamaged().stream()
        .filter(fixture -> fixture.format() == Fixture.Format.LTX)
        .filter(
            fixture -> fixture.newest().database().orElseThrow().sizeBytes() <= MAX_DATABASE_BYTES);
  }

  private static MemoryStore storeWith(Fixture fixture) throws IOException {
    MemoryStore store = new MemoryStore();
    for (FixtureFile file : fixture.files()) {
      Path path = fixture.folder().resolve("replica").resolve(file.path());
      Instant modified = Instant.ofEpochMilli(file.modified().toEpochMilli());
      store.put(file.path(), Body.of(path), modified);
    }
    return store;
  }

  private static Instant newest(Inventory inventory) {
    return inventory.segments().stream()
        .map(SegmentInfo::created)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("undamaged")
  void atEachMomentTheNewestStateIsRestoredByteByByte(Fixture fixture) throws Exception {
    MemoryStore store = storeWith(fixture);
    Replica replica = new Replica(store);
    Inventory found = replica.list();
    TestClock clock = new TestClock(newest(found).toString());
    RecordingListener listener = new RecordingListener();
    Housekeeper housekeeper =
        new Housekeeper(
            replica,
            found,
            CompactionSettings.DEFAULTS,
            new Surroundings(Optional::empty, listener, folder, clock));
    String expected = fixture.newest().database().orElseThrow().sha256().orElseThrow();

    for (Duration step :
        List.of(Duration.ofSeconds(31), Duration.ofMinutes(12), hours(2), hours(60))) {
      clock.advance(step);
      housekeeper.runDue();
      housekeeper.runDue();

      assertThat(sha256(replica)).isEqualTo(expected);
      assertThat(replica.list().level(0)).isNotEmpty();
    }
    assertThat(listener.take()).isEmpty();
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  private static String sha256(Replica replica) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    TestDatabase.restore(replica, GenuineReader.newest(replica.list()))
        .pages()
        .forEach(digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void mergesWhatLitestreamMergedIntoTheSamePages() throws IOException {
    Fixture fixture = Fixtures.named("levels");
    Replica genuine = new Replica(storeWith(fixture));
    Inventory inventory = genuine.list();
    List<String> compared = new ArrayList<>();
    for (SegmentInfo theirs : inventory.segments()) {
      boolean isMerged = theirs.level() == 1 || theirs.level() == 2;
      if (isMerged && !theirs.startsHistory()) {
        Replica ours = new Replica(storeWith(fixture));
        ours.delete(List.of(theirs));
        List<SegmentInfo> inputs =
            inventory.level(theirs.level() - 1).stream()
                .filter(input -> theirs.range().contains(input.min()))
                .toList();
        CompactionOutcome outcome =
            new Compactor(ours, CompactionSettings.DEFAULTS, folder, () -> {})
                .run(new CompactionPlan(theirs.level(), theirs.range(), inputs));

        assertThat(outcome).isInstanceOf(CompactionOutcome.Made.class);
        assertThat(header(ours, theirs)).isEqualTo(header(genuine, theirs));
        assertThat(pages(ours, theirs)).isEqualTo(pages(genuine, theirs));
        compared.add(genuine.nameOf(theirs));
      }
    }
    assertThat(compared).hasSize(13 + 4);
  }

  private static LtxHeader header(Replica replica, SegmentInfo segment) throws IOException {
    try (LtxDecoder decoder = new LtxDecoder(replica.open(segment), "test")) {
      return decoder.header();
    }
  }

  private static Map<Integer, String> pages(Replica replica, SegmentInfo segment)
      throws IOException {
    Map<Integer, String> pages = new TreeMap<>();
    try (LtxDecoder decoder = new LtxDecoder(replica.open(segment), "test")) {
      byte[] page = new byte[decoder.header().pageSize().bytes()];
      for (int n = decoder.nextPage(page, 0); n != 0; n = decoder.nextPage(page, 0)) {
        pages.put(n, HexFormat.of().formatHex(page));
      }
    }
    return pages;
  }

  @Test
  void theLevelsOfLitestreamAreContinuedAndItsFirstSegmentsNotUploadedAgain() throws IOException {
    MemoryStore store = storeWith(Fixtures.named("levels"));
    FaultyStore counting = new FaultyStore(store);
    Inventory found = new Replica(store).list();
    TestClock clock = new TestClock(newest(found).plus(hours(2)).toString());
    Housekeeper housekeeper =
        new Housekeeper(
            new Replica(counting),
            found,
            CompactionSettings.DEFAULTS,
            new Surroundings(Optional::empty, new RecordingListener(), folder, clock));

    housekeeper.runDue();

    Inventory after = new Replica(store).list();
    assertThat(counting.counts().requests(Operation.CREATE)).isEqualTo(2);
    assertThat(after.level(2).getLast().range().toString())
        .isEqualTo("0000000000000016-0000000000000017");
    assertThat(after.level(3))
        .extracting(segment -> segment.range().toString())
        .as("behind the first segments of level 2, which are as small as fences, and the next one")
        .containsExactly("000000000000000c-0000000000000017");
  }
}
