package dev.seseragi.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
    assertThat(new Samples(List.of(9.0, 1.0, 4.0)).median()).isEqualTo(4);
    assertThat(new Samples(List.of(9.0, 1.0, 4.0, 5.0)).median()).isEqualTo(4.5);
  }

  @Test
  void samplesAreDividedRoundByRound() {
    Samples ours = new Samples(List.of(10.0, 30.0, 8.0));
    Samples theirs = new Samples(List.of(5.0, 10.0));

    assertThat(ours.over(theirs).values()).containsExactly(2.0, 3.0);
  }

  @Test
  void nothingIsNoMeasurement() {
    assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
