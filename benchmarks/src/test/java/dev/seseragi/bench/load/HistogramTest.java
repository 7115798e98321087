package dev.seseragi.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class HistogramTest {
  @Property(tries = 300)
  void aQuantileIsAtMostTwoPercentTooLong(
      @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 1L << 50) Long> nanos) {
    Histogram histogram = new Histogram();
    nanos.forEach(histogram::add);
    List<Long> sorted = nanos.stream().sorted().toList();

    assertThat(histogram.count()).isEqualTo(nanos.size());
    assertThat(histogram.maxNanos()).isEqualTo(Collections.max(nanos));
    for (double share : new double[] {0.001, 0.5, 0.99, 0.999, 1}) {
      long exact = sorted.get((int) Math.ceil(share * sorted.size()) - 1);
      assertThat(histogram.quantileNanos(share)).isBetween(exact, (long) (exact * 1.02) + 1);
    }
  }
}
