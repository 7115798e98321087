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
 */
record Restorable(Map<Long, Set<Content>> points, long tail) {
  /** Finds it out. */
  static Restorable of(Shelf shelf) {
    List<Change> changes =
        shelf.objects().entrySet().stream()
            .flatMap(object ->
                Names.place(object.getKey()).stream()
                    .map(place -> new Change(place, object.getValue().blob().segment())))
            .sorted(Comparator.comparingLong((Change change) -> change.place().max()))
            .toList();
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
    return new Restorable(points, changes.isEmpty() ? 0 : changes.getLast().place().max());
  }

  private record Change(Names.Place place, Segment segment) {}

  /** A position's content; empty if it cannot be restored. */
  Optional<Content> at(long position) {
    return points.getOrDefault(position, Set.of()).stream().findFirst();
  }
}
