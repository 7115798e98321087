package dev.seseragi.apps.pos.sales;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PercentsTest {
  @Property(tries = 300)
  void theyAddUpTo100AndAreOffByLessThanOne(
      @ForAll @Size(min = 1, max = 40)
          List<@LongRange(min = 0, max = 1_000_000_000) Long> amounts) {
    long total = amounts.stream().mapToLong(Long::longValue).sum();
    List<Long> percents = Percents.of(amounts);

    assertThat(percents.stream().mapToLong(Long::longValue).sum()).isEqualTo(total == 0 ? 0 : 100);
    for (int i = 0; total > 0 && i < percents.size(); i++) {
      assertThat(Math.abs(percents.get(i) * total - amounts.get(i) * 100)).isLessThan(total);
    }
  }

  @Test
  void theLargestRemainderGetsWhatIsMissing() {
    assertThat(Percents.of(List.of(1L, 1L, 1L))).containsExactly(34L, 33L, 33L);
    assertThat(Percents.of(List.of(0L, 0L))).containsExactly(0L, 0L);
  }
}
