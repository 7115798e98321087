package dev.seseragi.bench.pos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class NotesTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Notes notes = new Notes(2);

  @Test
  void anEventIsLateByWhatItComesAfterTheAnswer() {
    notes.beginCounting();
    notes.heard(1, 0, 90 * MILLI);
    notes.confirmed(1, 100 * MILLI);
    notes.heard(1, 1, 140 * MILLI);
    notes.heard(1, 1, 900 * MILLI);

    Notes.Spread spread = notes.spread();
    assertThat(spread.missing()).isZero();
    assertThat(spread.times().count()).isEqualTo(2);
    assertThat(spread.times().maxNanos()).isEqualTo(40 * MILLI);
  }

  @Test
  void whatADeviceNeverHeardOfIsMissing() {
    notes.beginCounting();
    notes.confirmed(1, MILLI);
    notes.heard(1, 1, 2 * MILLI);
    notes.confirmed(2, MILLI);

    assertThat(notes.spread().missing()).isEqualTo(3);
  }

  @Test
  void whatComesWhileTheMachineWarmsUpDoesNotCountButItsFailuresDo() {
    notes.answered(Kind.CONFIRM, 201, MILLI);
    notes.answered(Kind.CONFIRM, 503, MILLI);
    notes.answered(Kind.STATUS, 409, MILLI);
    notes.beginCounting();
    notes.answered(Kind.CONFIRM, 201, MILLI);

    assertThat(notes.times(Kind.CONFIRM).count()).isEqualTo(1);
    assertThat(notes.serverErrors()).isEqualTo(1);
    assertThat(notes.surprises()).containsExactly("STATUS was answered with 409");
  }
}
