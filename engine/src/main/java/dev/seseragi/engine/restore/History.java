package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.LtxTrailer;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a listing, sorted by what a restore may do with them. Pure.
 *
 * <p>A level-0 slot that a higher level covers is used only if it belongs to the unbroken run up to
 * the tail, or to the base from which history begins: one that stands alone may have been created
 * late, in a slot that retention had emptied, by a writer that was fenced long before.
 */
final class History {
  /** Header, end of pages, end of index, index size, trailer: a segment without pages. */
  static final long SMALLEST_SEGMENT_BYTES = LtxHeader.BYTES + 6 + 1 + 8 + LtxTrailer.BYTES;

  private final Inventory inventory;
  private final BiFunction<Integer, TxidRange, String> names;
  private final Map<String, String> flaws = new HashMap<>();

  /** Not known to be damaged. */
  private final List<SegmentInfo> sound = new ArrayList<>();

  /** Sound, and not a level-0 slot that stands alone below a segment that covers it. */
  private final Set<SegmentInfo> trusted = new HashSet<>();

  /** Trusted, and not covered by a higher level. */
  private final Set<SegmentInfo> preferred = new HashSet<>();

  /**
   * @param names how the objects of segments are called
   * @param flaws what is known to be wrong with which object
   */
  History(
      Inventory inventory,
      BiFunction<Integer, TxidRange, String> names,
      Map<String, String> flaws) {
    this.inventory = inventory;
    this.names = names;
    for (SegmentInfo segment : inventory.segments()) {
      @Nullable String flaw = flaw(segment, flaws);
      if (flaw == null) {
        sound.add(segment);
      } else {
        this.flaws.put(name(segment), flaw);
      }
    }
    sortLevelZero();
  }

  private @Nullable String flaw(SegmentInfo segment, Map<String, String> known) {
    if (segment.sizeBytes() < SMALLEST_SEGMENT_BYTES) {
      return "object %s has %,d bytes, and the smallest segment has %d (the upload was cut short)"
          .formatted(name(segment), segment.sizeBytes(), SMALLEST_SEGMENT_BYTES);
    }
    return known.isEmpty() ? null : known.get(name(segment));
  }

  private void sortLevelZero() {
    List<TxidRange> above =
        sound.stream()
            .filter(segment -> segment.level() > 0)
            .map(SegmentInfo::range)
            .sorted()
            .toList();
    Txid runBegins = beginOfRunUpToTail();
    Txid baseEnds = endOfBase();
    // Sweep: both lists ascend by their begin, so what covers a slot has been passed before it.
    int passed = 0;
    Txid coveredTo = Txid.NONE;
    for (SegmentInfo segment : sound) {
      if (segment.level() > 0) {
        trusted.add(segment);
        preferred.add(segment);
        continue;
      }
      for (; passed < above.size() && !above.get(passed).min().isAfter(segment.min()); passed++) {
        Txid end = above.get(passed).max();
        coveredTo = end.isAfter(coveredTo) ? end : coveredTo;
      }
      boolean isCovered = !segment.max().isAfter(coveredTo);
      boolean isInRun = !runBegins.isAfter(segment.min()) || !segment.max().isAfter(baseEnds);
      if (!isCovered || isInRun) {
        trusted.add(segment);
      }
      if (!isCovered) {
        preferred.add(segment);
      }
    }
  }

  private Txid beginOfRunUpToTail() {
    Txid begin = inventory.tail().next();
    for (SegmentInfo segment : inventory.level(0).reversed()) {
      if (!segment.max().next().equals(begin)) {
        break;
      }
      begin = segment.min();
    }
    return begin;
  }

  /**
   * The whole copy that history begins with is not merged upwards (docs/decisions/0003): until a
   * snapshot replaces it, the points behind it rest on level 0 alone.
   */
  private Txid endOfBase() {
    List<SegmentInfo> merged =
        sound.stream()
            .filter(s -> s.level() > 0 && s.level() < SegmentInfo.SNAPSHOT_LEVEL)
            .toList();
    Txid end = Txid.NONE;
    for (SegmentInfo segment : inventory.level(0)) {
      boolean isMerged = merged.stream().anyMatch(other -> other.range().contains(segment.max()));
      if (isMerged || !segment.min().equals(end.next())) {
        break;
      }
      end = segment.max();
    }
    return end;
  }

  Inventory inventory() {
    return inventory;
  }

  String name(SegmentInfo segment) {
    return names.apply(segment.level(), segment.range());
  }

  /** The name of the level-0 segment that has one slot. */
  String slotName(Txid slot) {
    return names.apply(0, TxidRange.of(slot));
  }

  /** One sentence for each object known to be damaged. */
  List<String> flaws() {
    return flaws.values().stream().sorted().toList();
  }

  /** What is wrong with a segment; empty if nothing is known. */
  Optional<String> flaw(SegmentInfo segment) {
    return Optional.ofNullable(flaws.get(name(segment)));
  }

  /** The points that can be reached through segments that a restriction lets pass. */
  Reach reach(Predicate<SegmentInfo> allowed) {
    return Reach.of(trusted.stream().filter(allowed).toList());
  }

  /**
   * The cheapest chain to a point through allowed segments, oldest first; empty if there is none.
   * Where it can be, without level-0 slots that a higher level covers.
   */
  List<SegmentInfo> chain(Txid point, Predicate<SegmentInfo> allowed) {
    List<SegmentInfo> chain = Reach.of(preferred.stream().filter(allowed).toList()).chainTo(point);
    return chain.isEmpty() ? reach(allowed).chainTo(point) : chain;
  }

  /** Whether any sound segment holds a position, whether it may be used or not. */
  boolean holds(Txid position) {
    return sound.stream().anyMatch(segment -> segment.range().contains(position));
  }

  /** A damaged segment that should have held a position. */
  Optional<SegmentInfo> damagedAt(Txid position, Predicate<SegmentInfo> allowed) {
    return inventory.segments().stream()
        .filter(segment -> segment.range().contains(position) && flaw(segment).isPresent())
        .filter(allowed)
        .findFirst();
  }

  /** The first position behind a gap that a sound segment begins at; empty if none does. */
  Optional<Txid> beginsBehind(Txid position) {
    return sound.stream()
        .map(SegmentInfo::min)
        .filter(min -> min.isAfter(position))
        .min(Txid::compareTo);
  }

  /**
   * When the state at a point was captured, as the listing shows it; if no segment ends there, when
   * the next that does was.
   */
  Instant timeOf(Txid point) {
    return inventory.segments().stream()
        .filter(segment -> !point.isAfter(segment.max()))
        .min(Comparator.comparing(SegmentInfo::max).thenComparingInt(SegmentInfo::level))
        .orElseThrow()
        .created();
  }
}
