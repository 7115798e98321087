package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which points a set of segments reaches from nothing, and by which chain each is cheapest. Pure.
 *
 * <p>A segment can be put on top of position p if it begins at p+1 or before and ends behind p: it
 * holds every page changed since p, as of its end. The largest such reach never depends on the
 * choice between overlapping segments, so the cheapest chain loses nothing.
 */
final class Reach {
  /** What one more request is worth, in bytes: about what a store sends in its latency. */
  static final long REQUEST_COST_BYTES = 128 * 1024;

  private static final Step BEGINNING = new Step(Txid.NONE, null, null, 0);

  /** The cheapest way to each point, by its last step. */
  private final NavigableMap<Txid, Step> steps;

  private record Step(
      Txid position, @Nullable SegmentInfo segment, @Nullable Step before, long costBytes) {}

  private Reach(NavigableMap<Txid, Step> steps) {
    this.steps = steps;
  }

  /** Looks at all segments once, in the order in which they end: O(n log n). */
  static Reach of(Collection<SegmentInfo> segments) {
    NavigableMap<Txid, Step> steps = new TreeMap<>();
    // Ascending in position and, because a dearer step is of no use to anyone who could also take a
    // later and cheaper one, in cost. So the first one not before p is the cheapest from p on.
    List<Step> frontier = new ArrayList<>(List.of(BEGINNING));
    List<SegmentInfo> byEnd =
        segments.stream().sorted(Comparator.comparing(SegmentInfo::max)).toList();
    int from = 0;
    while (from < byEnd.size()) {
      int to = from;
      Txid end = byEnd.get(from).max();
      @Nullable Step best = null;
      for (; to < byEnd.size() && byEnd.get(to).max().equals(end); to++) {
        best = cheaper(best, stepOver(frontier, byEnd.get(to)));
      }
      if (best != null) {
        steps.put(end, best);
        while (frontier.getLast().costBytes >= best.costBytes) {
          frontier.removeLast();
        }
        frontier.add(best);
      }
      from = to;
    }
    return new Reach(steps);
  }

  private static @Nullable Step cheaper(@Nullable Step one, @Nullable Step other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.costBytes < one.costBytes ? other : one;
  }

  private static @Nullable Step stepOver(List<Step> frontier, SegmentInfo segment) {
    Step needed = new Step(segment.min().plus(-1), null, null, 0);
    int found =
        Collections.binarySearch(frontier, needed, Comparator.comparing(step -> step.position));
    int index = found >= 0 ? found : -found - 1;
    if (index == frontier.size()) {
      return null;
    }
    Step before = frontier.get(index);
    long cost = before.costBytes + segment.sizeBytes() + REQUEST_COST_BYTES;
    return new Step(segment.max(), segment, before, cost);
  }

  /** The points reached, in order. */
  NavigableSet<Txid> points() {
    return steps.navigableKeySet();
  }

  /** The last point reached; {@link Txid#NONE} if there is none. */
  Txid furthest() {
    return steps.isEmpty() ? Txid.NONE : steps.lastKey();
  }

  /** The cheapest chain to a point, oldest first; empty if the point is not reached. */
  List<SegmentInfo> chainTo(Txid point) {
    Deque<SegmentInfo> chain = new ArrayDeque<>();
    @Nullable Step step = steps.get(point);
    while (step != null && step.segment != null) {
      chain.addFirst(step.segment);
      step = step.before;
    }
    return List.copyOf(chain);
  }
}
