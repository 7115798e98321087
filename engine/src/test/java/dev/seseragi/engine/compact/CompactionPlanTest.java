package dev.seseragi.engine.compact;

import static dev.seseragi.engine.compact.Segments.EMPTY;
import static dev.seseragi.engine.compact.Segments.LARGE;
import static dev.seseragi.engine.compact.Segments.SMALL;
import static dev.seseragi.engine.compact.Segments.inventory;
import static dev.seseragi.engine.compact.Segments.seconds;
import static dev.seseragi.engine.compact.Segments.segment;
import static dev.seseragi.engine.compact.Segments.slot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class CompactionPlanTest {
  private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

  private static Optional<String> plan(Inventory inventory, int level, long nowSeconds) {
    return CompactionPlan.of(inventory, level, HALF_MINUTE, seconds(nowSeconds))
        .map(CompactionPlan::range)
        .map(range -> range.min().value() + "-" + range.max().value());
  }

  @Test
  void aLevelContinuesBehindItsNewestSegment() {
    Inventory inventory =
        inventory(slot(4, 1), slot(5, 2), slot(6, 3), segment(1, 2, 4, 1), slot(7, 31));

    assertThat(plan(inventory, 1, 32)).hasValue("5-6");
    assertThat(plan(inventory, 1, 29)).isEmpty();
    assertThat(CompactionPlan.dueAt(inventory, 1, HALF_MINUTE, seconds(9))).hasValue(seconds(30));
  }

  @Test
  void nothingIsDueForALevelThatHasAll() {
    Inventory inventory = inventory(slot(1, 0), slot(2, 1), segment(1, 1, 2, 1));

    assertThat(plan(inventory, 1, 3600)).isEmpty();
    assertThat(CompactionPlan.dueAt(inventory, 1, HALF_MINUTE, seconds(0))).isEmpty();
  }

  @Test
  void theWholeCopyThatHistoryBeginsWithIsNotMergedUpwards() {
    Inventory inventory = inventory(segment(0, 1, 1, 0, LARGE), slot(2, 1), slot(3, 2));

    assertThat(plan(inventory, 1, 60)).hasValue("2-3");
  }

  @Test
  void theWholeCopyBehindFencesIsNotMergedUpwards() {
    Inventory inventory =
        inventory(
            segment(0, 1, 1, 0, SMALL),
            segment(0, 2, 2, 0, EMPTY),
            segment(0, 3, 3, 0, LARGE),
            slot(4, 1));

    assertThat(plan(inventory, 1, 60)).hasValue("4-4");
  }

  @Test
  void aLoneBaseIsNeverDue() {
    Inventory inventory = inventory(segment(0, 1, 1, 0, SMALL), segment(0, 2, 2, 0, LARGE));

    assertThat(CompactionPlan.dueAt(inventory, 1, HALF_MINUTE, seconds(99))).isEmpty();
  }

  @Test
  void aDatabaseOfTinyCommitsIsMergedFromItsNinthSlotOn() {
    List<SegmentInfo> slots = new ArrayList<>();
    for (int txid = 1; txid <= 20; txid++) {
      slots.add(segment(0, txid, txid, txid, SMALL));
    }

    assertThat(plan(new Inventory(slots, List.of()), 1, 60)).hasValue("9-20");
  }

  @Test
  void aWholeCopyInMidHistoryIsAnOrdinarySegment() {
    Inventory inventory =
        inventory(segment(1, 2, 3, 0), slot(4, 1), segment(0, 5, 5, 2, LARGE), slot(6, 3));

    assertThat(plan(inventory, 1, 60)).hasValue("4-6");
  }

  @Test
  void aHigherLevelBeginsWhereTheLowerOneDoes() {
    Inventory inventory = inventory(segment(1, 3, 8, 1), segment(1, 9, 12, 2));

    assertThat(plan(inventory, 2, 60)).hasValue("3-12");
  }

  @Test
  void aHigherLevelDoesNotTakeTheBaseThatLitestreamMerged() {
    Inventory inventory = inventory(segment(1, 1, 8, 1, LARGE), segment(1, 9, 12, 2));

    assertThat(plan(inventory, 2, 60)).hasValue("9-12");
  }

  @Test
  void aHoleIsNotPassedBeforeASnapshotCoversIt() {
    Inventory holed =
        inventory(segment(1, 2, 3, 0), slot(4, 1), slot(6, 2), slot(7, 3), slot(8, 40));

    assertThat(plan(holed, 1, 60)).hasValue("4-4");

    Inventory merged = inventory(segment(1, 2, 4, 0), slot(6, 2), slot(7, 3), slot(8, 40));
    assertThat(plan(merged, 1, 60)).isEmpty();

    Inventory covered =
        inventory(segment(1, 2, 4, 0), slot(6, 2), slot(7, 3), slot(8, 40), segment(9, 1, 5, 2));
    assertThat(plan(covered, 1, 60)).hasValue("6-8");
  }

  @Test
  void segmentsThatOverlapBecauseTwoMadeThemAreMergedAllTheSame() {
    Inventory inventory =
        inventory(
            segment(1, 2, 5, 1), segment(1, 2, 6, 2), segment(1, 6, 9, 3), segment(2, 2, 3, 0));

    CompactionPlan plan = CompactionPlan.of(inventory, 2, HALF_MINUTE, seconds(60)).orElseThrow();

    assertThat(plan.range()).isEqualTo(new TxidRange(new Txid(4), new Txid(9)));
    assertThat(plan.inputs()).extracting(segment -> segment.max().value()).containsExactly(6L, 9L);
  }

  @Test
  void aLongBacklogIsMergedInSteps() {
    List<SegmentInfo> slots = new ArrayList<>();
    for (int txid = 2; txid <= 2000; txid++) {
      slots.add(slot(txid, 1));
    }
    Inventory inventory = new Inventory(slots, List.of());

    assertThat(plan(inventory, 1, 60)).hasValue("2-" + (1 + CompactionPlan.MAX_INPUTS));
  }

  @Property(tries = 300)
  void whatIsDueIsExactlyWhatIsPlanned(
      @ForAll @Size(max = 12) List<@IntRange(max = 90) Integer> ages,
      @ForAll @IntRange(max = 5) int merged,
      @ForAll @IntRange(max = 200) int now) {
    List<SegmentInfo> segments = new ArrayList<>();
    for (int i = 0; i < ages.size(); i++) {
      segments.add(slot(i + 1, ages.get(i)));
    }
    if (merged > 0) {
      segments.add(segment(1, 1, merged, 0));
    }
    Inventory inventory = new Inventory(segments, List.of());

    Optional<CompactionPlan> plan = CompactionPlan.of(inventory, 1, HALF_MINUTE, seconds(now));
    Optional<Instant> due = CompactionPlan.dueAt(inventory, 1, HALF_MINUTE, seconds(now));

    assertThat(plan.isPresent()).isEqualTo(due.filter(at -> !at.isAfter(seconds(now))).isPresent());
    plan.ifPresent(CompactionPlanTest::assertContinuous);
  }

  private static void assertContinuous(CompactionPlan plan) {
    Txid end = plan.range().min().plus(-1);
    for (SegmentInfo input : plan.inputs()) {
      assertThat(input.min()).isEqualTo(end.next());
      end = input.max();
    }
    assertThat(end).isEqualTo(plan.range().max());
  }
}
