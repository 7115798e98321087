package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ReachTest {
  private static final int MAX_TXID = 12;

  @Test
  void theCheaperOfTwoWaysIsTaken() {
    SegmentInfo snapshot = segment(9, 1, 4, 10_000_000);
    SegmentInfo first = segment(1, 1, 2, 1_000);
    SegmentInfo second = segment(1, 3, 4, 1_000);

    assertThat(Reach.of(List.of(snapshot, first, second)).chainTo(new Txid(4)))
        .containsExactly(first, second);
  }

  @Test
  void oneRequestIsBetterThanManySmallOnes() {
    SegmentInfo compacted = segment(1, 1, 3, 30_000);
    List<SegmentInfo> raw =
        List.of(segment(0, 1, 1, 9_000), segment(0, 2, 2, 9_000), segment(0, 3, 3, 9_000));

    assertThat(Reach.of(with(raw, compacted)).chainTo(new Txid(3))).containsExactly(compacted);
  }

  @Property(tries = 500)
  void everyPointThatCanBeReachedIsReachedAsCheaplyAsPossible(
      @ForAll("segments") List<SegmentInfo> segments) {
    Map<Long, Long> cheapest = cheapestBySearch(segments);

    Reach reach = Reach.of(segments);

    assertThat(reach.points())
        .isEqualTo(new TreeSet<>(cheapest.keySet().stream().map(Txid::new).toList()));
    for (Txid point : reach.points()) {
      List<SegmentInfo> chain = reach.chainTo(point);
      assertThat(cost(chain)).isEqualTo(cheapest.get(point.value()));
      assertThat(endOf(chain)).isEqualTo(point.value());
    }
    assertThat(reach.furthest().value())
        .isEqualTo(cheapest.keySet().stream().max(Long::compare).orElse(0L));
  }

  @Provide
  Arbitrary<List<SegmentInfo>> segments() {
    Arbitrary<Integer> txid = Arbitraries.integers().between(1, MAX_TXID);
    return Combinators.combine(
            Arbitraries.integers().between(0, 9),
            txid,
            txid,
            Arbitraries.longs().between(131, 1 << 20))
        .as((level, a, b, size) -> segment(level, Math.min(a, b), Math.max(a, b), size))
        .list()
        .ofMaxSize(14);
  }

  /** By relaxing every segment at every position until nothing changes. */
  private static Map<Long, Long> cheapestBySearch(List<SegmentInfo> segments) {
    Map<Long, Long> cost = new HashMap<>(Map.of(0L, 0L));
    boolean isChanged = true;
    while (isChanged) {
      isChanged = false;
      for (SegmentInfo segment : segments) {
        for (long from : List.copyOf(cost.keySet())) {
          if (segment.min().value() <= from + 1 && segment.max().value() > from) {
            long to = segment.max().value();
            long found =
                cost.getOrDefault(from, 0L) + segment.sizeBytes() + Reach.REQUEST_COST_BYTES;
            isChanged |= found < cost.getOrDefault(to, Long.MAX_VALUE);
            cost.merge(to, found, Math::min);
          }
        }
      }
    }
    cost.remove(0L);
    return cost;
  }

  private static long cost(List<SegmentInfo> chain) {
    return chain.stream()
        .mapToLong(segment -> segment.sizeBytes() + Reach.REQUEST_COST_BYTES)
        .sum();
  }

  /** Where a chain ends, if each segment fits on the one before. */
  private static long endOf(List<SegmentInfo> chain) {
    long position = 0;
    for (SegmentInfo segment : chain) {
      assertThat(segment.min().value()).isLessThanOrEqualTo(position + 1);
      assertThat(segment.max().value()).isGreaterThan(position);
      position = segment.max().value();
    }
    return position;
  }

  private static List<SegmentInfo> with(List<SegmentInfo> segments, SegmentInfo one) {
    return Stream.concat(segments.stream(), Stream.of(one)).toList();
  }

  static SegmentInfo segment(int level, long min, long max, long sizeBytes) {
    return new SegmentInfo(
        level, new TxidRange(new Txid(min), new Txid(max)), sizeBytes, Instant.EPOCH);
  }
}
