package dev.seseragi.engine.replica;

import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one listing of a replica found. Immutable.
 *
 * @param segments all segments of all levels, ordered by level, then range
 * @param others every object that is not a segment: markers, what Litestream 0.3 wrote, strangers
 */
public record Inventory(List<SegmentInfo> segments, List<ObjectInfo> others) {
  private static final Comparator<SegmentInfo> ORDER =
      Comparator.comparingInt(SegmentInfo::level).thenComparing(SegmentInfo::range);

  /** Sorts and copies. */
  public Inventory {
    segments = segments.stream().sorted(ORDER).toList();
    others = List.copyOf(others);
  }

  /** The segments of one level, in order of their range. */
  public List<SegmentInfo> level(int level) {
    return segments.stream().filter(segment -> segment.level() == level).toList();
  }

  /** The largest position over all levels: where the next slot follows. */
  public Txid tail() {
    return segments.stream().map(SegmentInfo::max).max(Comparator.naturalOrder()).orElse(Txid.NONE);
  }

  /** The segment at the tail, the one of the lowest level if there are several. */
  public Optional<SegmentInfo> tailSegment() {
    return endingAt(tail());
  }

  /** The segment that ends at a position, the one of the lowest level if there are several. */
  public Optional<SegmentInfo> endingAt(Txid position) {
    return segments.stream().filter(segment -> segment.max().equals(position)).findFirst();
  }
}
