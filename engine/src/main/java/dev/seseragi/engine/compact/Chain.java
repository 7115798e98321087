package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a restore of the newest state reads, chosen as Litestream chooses
 * (docs/format/replica-layout.md): the newest snapshot, then always the segment that reaches
 * furthest.
 *
 * @param segments oldest first
 * @param end how far they get; {@link Txid#NONE} if history has no beginning
 */
record Chain(List<SegmentInfo> segments, Txid end) {
  private static final Comparator<SegmentInfo> BY_RANGE =
      Comparator.comparing(SegmentInfo::range)
          .thenComparing(Comparator.comparingInt(SegmentInfo::level).reversed());

  static Chain toNewest(Inventory inventory) {
    List<SegmentInfo> chain = new ArrayList<>();
    Txid end = Txid.NONE;
    Optional<SegmentInfo> snapshot = newest(inventory.level(SegmentInfo.SNAPSHOT_LEVEL));
    if (snapshot.isPresent()) {
      chain.add(snapshot.get());
      end = snapshot.get().max();
    }
    Steps steps =
        new Steps(
            inventory.segments().stream()
                .filter(segment -> segment.level() != SegmentInfo.SNAPSHOT_LEVEL)
                .sorted(BY_RANGE)
                .toList());
    for (Optional<SegmentInfo> next = steps.from(end); next.isPresent(); next = steps.from(end)) {
      chain.add(next.get());
      end = next.get().max();
    }
    return new Chain(List.copyOf(chain), end);
  }

  /** The segment of a level that reaches furthest. */
  static Optional<SegmentInfo> newest(List<SegmentInfo> level) {
    return level.stream().max(Comparator.comparing(SegmentInfo::max));
  }

  /** Whether the newest segment can be restored. */
  boolean reaches(Txid tail) {
    return !tail.isAfter(end);
  }

  /** Walks over segments in order of their ranges, from ever later positions: O(n) in all. */
  static final class Steps {
    private final List<SegmentInfo> segments;
    private int next;
    private Optional<SegmentInfo> furthest = Optional.empty();

    /**
     * Over these segments.
     *
     * @param segments in order of their ranges; of equal ones the first is preferred
     */
    Steps(List<SegmentInfo> segments) {
      this.segments = segments;
    }

    /**
     * The segment that brings a database from {@code position} furthest; empty if none continues
     * there.
     *
     * @param position not before that of an earlier call
     */
    Optional<SegmentInfo> from(Txid position) {
      while (next < segments.size() && !segments.get(next).min().isAfter(position.next())) {
        SegmentInfo candidate = segments.get(next);
        if (furthest.isEmpty() || candidate.max().isAfter(furthest.get().max())) {
          furthest = Optional.of(candidate);
        }
        next++;
      }
      return furthest.filter(segment -> segment.max().isAfter(position));
    }

    /** The first segment that begins behind the position last asked for. */
    Optional<SegmentInfo> behind() {
      return next < segments.size() ? Optional.of(segments.get(next)) : Optional.empty();
    }
  }
}
