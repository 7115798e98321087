package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What may be deleted. Pure.
 *
 * <p>Promised are the newest state, every single segment as a point in time for the level-0
 * retention, and every point in time, to within the interval of level 1, for the snapshot
 * retention; and a plan that was made for one of them from a listing finds its segments for the
 * deletion grace. (A plan for an older point that came nearer to it than promised, by a segment of
 * level 0 that was still there, may have to be made anew.)
 *
 * <ul>
 *   <li>The <em>anchor</em> is the newest snapshot that is older than the snapshot retention and
 *       the grace. No promised restore begins before it, so all that it covers may go: older
 *       snapshots, segments of levels 1 to 8 that end before it, segments of level 0.
 *   <li>Without an anchor nothing of levels 1 to 9 goes.
 *   <li>A segment of level 0 that lies in a segment of level 1 goes when that one is older than the
 *       level-0 retention and known for the grace. So the points inside it stay until all of them
 *       have left the promised time.
 *   <li>The newest segment of each level stays, and so does what a marker names, what level 1 does
 *       not have yet, and everything if history could not be restored to its end without it.
 * </ul>
 */
final class RetentionPlan {
  private final Inventory inventory;
  private final Function<SegmentInfo, Instant> knownSince;
  private final CompactionSettings settings;
  private final List<SegmentInfo> snapshots;

  /**
   * A plan for what is stored.
   *
   * @param knownSince from when on everyone who lists the replica is known to see a segment
   */
  RetentionPlan(
      Inventory inventory, Function<SegmentInfo, Instant> knownSince, CompactionSettings settings) {
    this.inventory = inventory;
    this.knownSince = knownSince;
    this.settings = settings;
    this.snapshots = inventory.level(SegmentInfo.SNAPSHOT_LEVEL);
  }

  /**
   * What may go at {@code now}, in an order in which history is shortened from its beginning.
   *
   * @param markedSlots what markers name, listed after the inventory was known
   */
  List<SegmentInfo> deletable(Set<Txid> markedSlots, Instant now) {
    List<SegmentInfo> candidates =
        Stream.concat(
                belowAnchor(now).stream(),
                unneededOfLevelZero(now).stream()
                    .filter(segment -> !markedSlots.contains(segment.min())))
            .sorted(
                Comparator.comparing((SegmentInfo segment) -> !segment.startsHistory())
                    .thenComparing(SegmentInfo::max))
            .toList();
    return staysWhole(candidates) ? candidates : List.of();
  }

  /** The snapshot before which nothing is promised; empty if everything is. */
  Optional<SegmentInfo> anchor(Instant now) {
    return snapshots.stream()
        .filter(snapshot -> !anchorAt(snapshot).isAfter(now))
        .max(Comparator.comparing(SegmentInfo::max));
  }

  /** When the next snapshot becomes the anchor. */
  Optional<Instant> nextAnchorAt(Instant now) {
    return snapshots.stream()
        .map(this::anchorAt)
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }

  /** The segments of levels 1 to 9 that the anchor makes superfluous. */
  List<SegmentInfo> belowAnchor(Instant now) {
    Optional<SegmentInfo> anchor = anchor(now);
    if (anchor.isEmpty()) {
      return List.of();
    }
    Txid end = anchor.get().max();
    List<SegmentInfo> below = new ArrayList<>();
    for (int level = 1; level <= SegmentInfo.SNAPSHOT_LEVEL; level++) {
      allButNewest(inventory.level(level)).stream()
          .filter(segment -> end.isAfter(segment.max()))
          .forEach(below::add);
    }
    return below;
  }

  /** The segments of level 0 that may go unless a marker names them. */
  List<SegmentInfo> unneededOfLevelZero(Instant now) {
    return levelZero().stream()
        .filter(slot -> !slot.unneededAt.isAfter(now))
        .map(Slot::segment)
        .toList();
  }

  /** When the first segment of level 0 may go, marked or not; may be in the past. */
  Optional<Instant> levelZeroAt() {
    return levelZero().stream().map(Slot::unneededAt).min(Instant::compareTo);
  }

  private Instant anchorAt(SegmentInfo snapshot) {
    // A point in time is served by a snapshot made strictly before it: hence one more moment.
    Instant promised = snapshot.created().plus(settings.snapshotRetention()).plusMillis(1);
    return later(promised, knownSince.apply(snapshot)).plus(settings.deletionGrace());
  }

  /** A slot of level 0 and from when on nobody needs it. */
  private record Slot(SegmentInfo segment, Instant unneededAt) {}

  private List<Slot> levelZero() {
    Optional<SegmentInfo> newest = Chain.newest(inventory.level(1));
    if (settings.l0Retention().isZero() || newest.isEmpty()) {
      return List.of();
    }
    Chain.Steps levelOne = new Chain.Steps(inventory.level(1));
    List<Slot> slots = new ArrayList<>();
    for (SegmentInfo segment : allButNewest(inventory.level(0))) {
      if (segment.max().isAfter(newest.get().max())) {
        break; // level 1 is still to be made from it
      }
      Stream<SegmentInfo> merged = levelOne.from(segment.min().plus(-1)).stream();
      Stream.concat(merged, snapshots.stream())
          .filter(cover -> contains(cover, segment))
          .map(this::unneededAt)
          .min(Instant::compareTo)
          .ifPresent(at -> slots.add(new Slot(segment, at)));
    }
    return slots;
  }

  /** From when on nobody needs the segments of level 0 that lie in {@code cover}. */
  private Instant unneededAt(SegmentInfo cover) {
    if (cover.level() == SegmentInfo.SNAPSHOT_LEVEL) {
      return anchorAt(cover);
    }
    Instant promised = cover.created().plus(settings.l0Retention()).plusMillis(1);
    return later(promised, knownSince.apply(cover)).plus(settings.deletionGrace());
  }

  private boolean staysWhole(List<SegmentInfo> deleted) {
    Set<SegmentInfo> gone = Set.copyOf(deleted);
    Inventory rest =
        new Inventory(
            inventory.segments().stream().filter(segment -> !gone.contains(segment)).toList(),
            inventory.others());
    return Chain.toNewest(rest).reaches(inventory.tail());
  }

  private static boolean contains(SegmentInfo cover, SegmentInfo segment) {
    return !cover.min().isAfter(segment.min()) && !segment.max().isAfter(cover.max());
  }

  private static List<SegmentInfo> allButNewest(List<SegmentInfo> level) {
    Optional<SegmentInfo> newest = Chain.newest(level);
    return level.stream().filter(segment -> !newest.equals(Optional.of(segment))).toList();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
