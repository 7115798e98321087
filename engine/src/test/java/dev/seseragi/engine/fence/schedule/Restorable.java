package dev.seseragi.engine.fence.schedule;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What can be restored from a store, found out in the most thorough way: each position by every
 * chain of segments that leads there.
 *
 * @param points by position, what the chains to it make; one content, if all is well
 * @param tail the last position of any segment
 * @param newest what a restore of the newest state makes; empty if the tail is out of reach
 */
record Restorable(Map<Long, Set<Content>> points, long tail, Optional<Content> newest) {
  /** Finds it out. */
  static Restorable of(Shelf shelf) {
    List<Change> changes = changes(shelf);
    TreeMap<Long, Set<Content>> points = new TreeMap<>(Map.of(0L, Set.of(Content.EMPTY)));
    for (Change change : changes) {
      Names.Place place = change.place();
      // Those before the end are complete: segments come in the order of their ends.
      for (Set<Content> starts :
          List.copyOf(points.subMap(place.min() - 1, place.max()).values())) {
        Set<Content> ends = points.computeIfAbsent(place.max(), position -> new HashSet<>());
        starts.forEach(start -> ends.add(start.with(change.segment())));
      }
    }
    points.remove(0L);
    long tail = changes.isEmpty() ? 0 : changes.getLast().place().max();
    return new Restorable(points, tail, at(shelf, tail));
  }

  /**
   * What a restore makes of a position: always by the segment that reaches furthest.
   *
   * @return empty if the position is out of reach
   */
  static Optional<Content> at(Shelf shelf, long target) {
    List<Change> changes = changes(shelf);
    Content content = Content.EMPTY;
    long position = 0;
    while (position < target) {
      Optional<Change> next = furthest(changes, position, target);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      content = content.with(next.get().segment());
      position = next.get().place().max();
    }
    return Optional.of(content);
  }

  private static Optional<Change> furthest(List<Change> changes, long position, long target) {
    return changes.stream()
        .filter(change -> change.place().min() <= position + 1)
        .filter(change -> change.place().max() > position && change.place().max() <= target)
        .max(
            Comparator.comparingLong((Change change) -> change.place().max())
                .thenComparingInt(change -> change.place().level()));
  }

  private static List<Change> changes(Shelf shelf) {
    return shelf.objects().entrySet().stream()
        .flatMap(object ->
            Names.place(object.getKey()).stream()
                .map(place -> new Change(place, object.getValue().blob().segment())))
        .sorted(Comparator.comparingLong((Change change) -> change.place().max()))
        .toList();
  }

  private record Change(Names.Place place, Segment segment) {}
}
