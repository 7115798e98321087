package dev.seseragi.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WriterResultTest {
  private static final WriterResult RESULT = new WriterResult(10, 1_000, 0.5, 7, 8, 9, 4_152);

  @Test
  void aResultIsFoundInTheOutputOfItsProcess() {
    String output = "WARNING: something else\n" + RESULT.line() + "\nmore\n";

    assertThat(WriterResult.parse(output)).isEqualTo(RESULT);
    assertThat(RESULT.perSecond()).isEqualTo(2_000);
  }

  @Test
  void aProcessWithoutAResultFails() {
    assertThatThrownBy(() -> WriterResult.parse("out of memory"))
        .hasMessageContaining("out of memory");
  }
}
