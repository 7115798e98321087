package dev.seseragi.engine.compact;

import static dev.seseragi.engine.compact.Segments.LARGE;
import static dev.seseragi.engine.compact.Segments.inventory;
import static dev.seseragi.engine.compact.Segments.seconds;
import static dev.seseragi.engine.compact.Segments.segment;
import static dev.seseragi.engine.compact.Segments.slot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.Txid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RetentionPlanTest {
  private static final long DAY = 24 * 3600;
  private static final long L0_AND_GRACE = 600;

  /** Level 1 has what follows the base. */
  private static final Inventory MERGED =
      inventory(
          segment(0, 1, 1, 0, LARGE),
          slot(2, 10),
          slot(3, 20),
          slot(4, 40),
          slot(5, 70),
          segment(1, 2, 3, 20),
          segment(1, 4, 4, 40));

  private static RetentionPlan plan(Inventory inventory) {
    return new RetentionPlan(inventory, SegmentInfo::created, CompactionSettings.DEFAULTS);
  }

  private static List<String> deletable(Inventory inventory, long nowSeconds, long... marked) {
    Set<Txid> slots = Set.copyOf(java.util.Arrays.stream(marked).mapToObj(Txid::new).toList());
    return plan(inventory).deletable(slots, seconds(nowSeconds)).stream()
        .map(segment ->
            "%d/%d-%d".formatted(segment.level(), segment.min().value(), segment.max().value()))
        .toList();
  }

  @Test
  void slotsGoOnceTheSegmentThatHoldsThemIsOldEnough() {
    assertThat(deletable(MERGED, 20 + L0_AND_GRACE)).isEmpty();
    assertThat(deletable(MERGED, 21 + L0_AND_GRACE)).containsExactly("0/2-2", "0/3-3");
    assertThat(deletable(MERGED, 41 + L0_AND_GRACE)).containsExactly("0/2-2", "0/3-3", "0/4-4");
  }

  @Test
  void aMarkedSlotStays() {
    assertThat(deletable(MERGED, DAY, 3, 4)).containsExactly("0/2-2");
  }

  @Test
  void aBaseThatNoSnapshotCoversStaysForEver() {
    assertThat(deletable(MERGED, 365 * DAY)).doesNotContain("0/1-1");
  }

  @Test
  void theNewestSlotStaysEvenIfAllIsMerged() {
    Inventory inventory =
        inventory(slot(1, 0), slot(2, 1), segment(1, 1, 2, 1), segment(9, 1, 2, 1));

    assertThat(deletable(inventory, 365 * DAY)).containsExactly("0/1-1");
  }

  @Test
  void aSegmentThatWasMadeLateCountsFromWhenItWasMade() {
    Instant madeAt = seconds(1000);
    RetentionPlan plan = new RetentionPlan(MERGED, segment -> madeAt, CompactionSettings.DEFAULTS);

    assertThat(plan.deletable(Set.of(), seconds(1000 + 299))).isEmpty();
    assertThat(plan.deletable(Set.of(), seconds(1000 + 300))).hasSize(3);
  }

  @Test
  void untilASnapshotHasLeftThePromisedTimeAllBeforeItStays() {
    Inventory inventory = withSnapshot(100);

    assertThat(deletable(inventory, 100 + DAY)).containsExactly("0/2-2", "0/3-3", "0/4-4");
    assertThat(deletable(inventory, 100 + DAY + 301))
        .containsExactly("0/1-1", "0/2-2", "1/2-3", "0/3-3", "0/4-4");
  }

  private static Inventory withSnapshot(long seconds) {
    return inventory(
        segment(0, 1, 1, 0, LARGE),
        slot(2, 10),
        slot(3, 20),
        slot(4, 40),
        slot(5, 70),
        segment(1, 2, 3, 20),
        segment(1, 4, 4, 40),
        segment(9, 1, 5, seconds));
  }

  @Test
  void theNewestSnapshotBeforeThePromisedTimeStaysAndOlderOnesGo() {
    Inventory inventory =
        inventory(
            segment(9, 1, 10, 0),
            segment(9, 1, 20, DAY),
            segment(9, 1, 30, 2 * DAY),
            segment(1, 11, 20, DAY),
            segment(1, 21, 30, 2 * DAY),
            slot(30, 2 * DAY));

    assertThat(deletable(inventory, 2 * DAY)).isEmpty();
    assertThat(deletable(inventory, 2 * DAY + 301)).containsExactly("9/1-10");
    assertThat(deletable(inventory, 3 * DAY + 301)).containsExactly("9/1-10", "9/1-20", "1/11-20");
  }

  @Test
  void aSlotThatLevelOneLacksStays() {
    Inventory inventory =
        inventory(
            slot(1, 0),
            slot(2, 1),
            slot(3, 2),
            slot(4, 3),
            segment(1, 2, 2, 1),
            segment(9, 1, 4, 3));

    assertThat(deletable(inventory, 9 * DAY)).containsExactly("0/1-1", "0/2-2");
  }

  @Test
  void nothingGoesWhileHistoryHasAHole() {
    Inventory inventory =
        inventory(slot(1, 0), slot(2, 1), slot(3, 2), slot(5, 4), segment(1, 1, 3, 2));

    assertThat(deletable(inventory, 9 * DAY)).isEmpty();
  }

  @Test
  void levelZeroIsKeptForEverIfItsRetentionIsZero() {
    CompactionSettings keeping =
        new CompactionSettings(
            List.of(Duration.ofSeconds(30)),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ZERO,
            true,
            PageFormat.BLOCK,
            0);

    assertThat(
            new RetentionPlan(withSnapshot(100), SegmentInfo::created, keeping)
                .deletable(Set.of(), seconds(DAY)))
        .extracting(SegmentInfo::level)
        .containsExactly(1);
  }
}
