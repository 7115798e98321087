package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a housekeeper remembers of a replica: what a restore of the newest state reads, what waits
 * to be merged, what waits to be deleted, and the newest segment of each level. The rest is
 * forgotten, so that memory does not grow with the age of a replica from which nobody deletes.
 */
final class Holdings {
  /** How many damaged segments are remembered; a replica with more of them is beyond mending. */
  static final int MAX_DAMAGED = 100;

  /**
   * How many segments of level 0 are remembered that wait to be deleted; of more the oldest are
   * forgotten, and found again by the next listing.
   */
  static final int MAX_SLOTS = 50_000;

  private final int topLevel;
  private final Map<Place, SegmentInfo> segments = new TreeMap<>();
  private final Map<Place, Instant> firstSeen = new HashMap<>();
  private final Set<Place> damaged = new HashSet<>();
  private Txid damagedEnd = Txid.NONE;
  private @Nullable Inventory inventory;

  /** A segment's identity: what a listing says of its size and age may differ from what we know. */
  private record Place(int level, TxidRange range) implements Comparable<Place> {
    static Place of(SegmentInfo segment) {
      return new Place(segment.level(), segment.range());
    }

    @Override
    public int compareTo(Place other) {
      int byLevel = Integer.compare(level, other.level);
      return byLevel != 0 ? byLevel : range.compareTo(other.range);
    }
  }

  /**
   * What the first listing found.
   *
   * @param topLevel the highest level that is merged into
   */
  Holdings(Inventory found, int topLevel) {
    this.topLevel = topLevel;
    found.segments().forEach(segment -> segments.put(Place.of(segment), segment));
  }

  /** Everything remembered, without what is damaged. */
  Inventory inventory() {
    if (inventory == null) {
      inventory = new Inventory(List.copyOf(segments.values()), List.of());
    }
    return inventory;
  }

  /** The end of history, whether the segment that holds it is damaged or not. */
  Txid tail() {
    Txid sound = inventory().tail();
    return damagedEnd.isAfter(sound) ? damagedEnd : sound;
  }

  /** Takes a later listing in place of everything remembered. */
  void replace(Inventory listed, Instant now) {
    Set<Place> known = Set.copyOf(segments.keySet());
    segments.clear();
    for (SegmentInfo segment : listed.segments()) {
      Place place = Place.of(segment);
      if (!damaged.contains(place)) {
        segments.put(place, segment);
        // Known from the first listing or from then on: its own age counts. Else somebody made it
        // since, perhaps just now, from older segments.
        if (!known.contains(place) && segment.level() > 0) {
          firstSeen.putIfAbsent(place, now);
        }
      }
    }
    firstSeen.keySet().retainAll(segments.keySet());
    inventory = null;
  }

  void add(SegmentInfo segment, Instant now) {
    Place place = Place.of(segment);
    segments.put(place, segment);
    if (segment.level() > 0) {
      firstSeen.putIfAbsent(place, now);
    }
    inventory = null;
  }

  void remove(Collection<SegmentInfo> gone) {
    for (SegmentInfo segment : gone) {
      segments.remove(Place.of(segment));
      firstSeen.remove(Place.of(segment));
    }
    inventory = null;
  }

  /**
   * Ignores a segment from now on, also when it is listed again.
   *
   * @return false if there are too many damaged ones to remember
   */
  boolean ignoreDamaged(SegmentInfo segment) {
    if (damaged.size() >= MAX_DAMAGED) {
      return false;
    }
    damaged.add(Place.of(segment));
    damagedEnd = segment.max().isAfter(damagedEnd) ? segment.max() : damagedEnd;
    remove(List.of(segment));
    return true;
  }

  /** From when on everyone who lists the replica is known to see {@code segment}. */
  Instant knownSince(SegmentInfo segment) {
    return firstSeen.getOrDefault(Place.of(segment), segment.created());
  }

  /**
   * Forgets what is not needed.
   *
   * @param isDeleting whether level 0 waits to be deleted
   */
  void forgetUnneeded(boolean isDeleting) {
    Inventory all = inventory();
    Set<SegmentInfo> needed = new HashSet<>(Chain.toNewest(all).segments());
    needed.addAll(all.level(SegmentInfo.SNAPSHOT_LEVEL));
    for (int level = 0; level < SegmentInfo.SNAPSHOT_LEVEL; level++) {
      Chain.newest(all.level(level)).ifPresent(needed::add);
    }
    for (int level = 0; level < topLevel; level++) {
      Txid merged = newestMax(all, level + 1);
      needed.addAll(endingBehind(merged, all.level(level)));
    }
    if (isDeleting) {
      needed.addAll(waiting(all));
    }
    segments.values().retainAll(needed);
    firstSeen.keySet().retainAll(segments.keySet());
    inventory = null;
  }

  /** What waits to be deleted from level 0, and the segments of level 1 that allow it. */
  private static List<SegmentInfo> waiting(Inventory all) {
    List<SegmentInfo> slots = all.level(0);
    List<SegmentInfo> waiting = slots.subList(Math.max(0, slots.size() - MAX_SLOTS), slots.size());
    if (waiting.isEmpty()) {
      return List.of();
    }
    Txid before = waiting.getFirst().min().plus(-1);
    return Stream.concat(waiting.stream(), endingBehind(before, all.level(1)).stream()).toList();
  }

  private static Txid newestMax(Inventory all, int level) {
    return Chain.newest(all.level(level)).map(SegmentInfo::max).orElse(Txid.NONE);
  }

  private static List<SegmentInfo> endingBehind(Txid position, List<SegmentInfo> level) {
    return level.stream().filter(segment -> segment.max().isAfter(position)).toList();
  }
}
