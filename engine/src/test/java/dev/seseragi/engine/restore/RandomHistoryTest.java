package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Databases that grow, shrink and change, compacted and thinned out at random. */
final class RandomHistoryTest {
  private static final PageSize PAGE_SIZE = new PageSize(512);
  private static final int MAX_PAGES = 40;

  private Path folder = Path.of("");

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("random-history");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("restored.db"));
    Files.delete(folder);
  }

  @Property(tries = 50)
  void everyPointThatIsKeptIsRestoredToTheByte(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int commits) throws IOException {
    Random random = new Random(seed);
    ModelReplica replica =
        new ModelReplica(new MovingStore(random.nextBoolean(), true, Duration.ZERO), PAGE_SIZE);
    for (int i = 0; i < commits; i++) {
      replica.commit(change(random, replica.state(replica.tail())));
    }
    compactAndThinOut(random, replica);
    Set<Long> kept = reachable(replica);

    for (int txid = 1; txid <= commits; txid++) {
      if (kept.contains((long) txid)) {
        assertThat(restore(replica, new RestorePoint.AtTxid(new Txid(txid))))
            .isEqualTo(replica.state(txid));
      } else {
        RestorePoint gone = new RestorePoint.AtTxid(new Txid(txid));
        assertThatThrownBy(() -> restore(replica, gone))
            .isInstanceOf(PointNotAvailableException.class);
      }
      checkTime(replica, ModelReplica.time(txid));
      if (txid < commits) {
        checkTime(replica, ModelReplica.time(txid).plusMillis(1));
      }
    }
    assertThat(restore(replica, new RestorePoint.Latest())).isEqualTo(replica.state(commits));
  }

  private void checkTime(ModelReplica replica, Instant time) throws IOException {
    RestorePoint point = new RestorePoint.AtTime(time);
    int expected = asLitestreamChooses(replica, time);
    if (expected == 0) {
      assertThatThrownBy(() -> restore(replica, point))
          .isInstanceOf(PointNotAvailableException.class);
    } else {
      assertThat(restore(replica, point)).isEqualTo(replica.state(expected));
    }
  }

  /** From the newest snapshot before the time, always the segment that reaches furthest. */
  private static int asLitestreamChooses(ModelReplica replica, Instant time) {
    List<SegmentInfo> before =
        new Replica(replica.store)
            .list().segments().stream()
                .filter(segment -> segment.created().isBefore(time))
                .toList();
    long position =
        before.stream()
            .filter(segment -> segment.level() == 9)
            .mapToLong(segment -> segment.max().value())
            .max()
            .orElse(0);
    while (true) {
      long from = position;
      position =
          before.stream()
              .filter(segment -> segment.level() < 9 && segment.min().value() <= from + 1)
              .mapToLong(segment -> segment.max().value())
              .filter(max -> max > from)
              .max()
              .orElse(from);
      if (position == from) {
        return (int) position;
      }
    }
  }

  private static byte[] change(Random random, byte[] before) {
    int pages = before.length / PAGE_SIZE.bytes();
    if (pages == 0 || random.nextInt(3) == 0) {
      pages = 1 + random.nextInt(MAX_PAGES);
    }
    byte[] after = Arrays.copyOf(before, (int) PAGE_SIZE.bytesOf(pages));
    for (int writes = random.nextInt(8); writes >= 0; writes--) {
      after[random.nextInt(after.length)] = (byte) random.nextInt(4);
    }
    return after;
  }

  private static void compactAndThinOut(Random random, ModelReplica replica) {
    int tail = replica.tail();
    int compactedTo = 0;
    while (compactedTo < tail && random.nextInt(4) != 0) {
      int end = compactedTo + 1 + random.nextInt(tail - compactedTo);
      replica.segment(1, compactedTo + 1, end);
      compactedTo = end;
    }
    if (random.nextBoolean() && compactedTo > 0) {
      replica.snapshot(1 + random.nextInt(compactedTo));
    }
    int removedTo = Math.min(random.nextInt(compactedTo + 1), tail - 1);
    for (int txid = 1; txid <= removedTo; txid++) {
      replica.store.remove(ModelReplica.name(0, txid, txid));
    }
  }

  /** All positions that some segments lead to, one on top of the other. */
  private static Set<Long> reachable(ModelReplica replica) {
    Set<Long> points = new HashSet<>(Set.of(0L));
    boolean isChanged = true;
    while (isChanged) {
      isChanged = false;
      for (SegmentInfo segment : new Replica(replica.store).list().segments()) {
        long max = segment.max().value();
        boolean fits = points.stream().anyMatch(at -> at + 1 >= segment.min().value() && at < max);
        isChanged |= fits && points.add(max);
      }
    }
    return points;
  }

  private byte[] restore(ModelReplica replica, RestorePoint point) throws IOException {
    Path target = folder.resolve("restored.db");
    Files.deleteIfExists(target);
    Restores.of(replica.store).run(point, target, RestoreOptions.defaults());
    return Files.readAllBytes(target);
  }
}
