package dev.seseragi.engine.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

  @Test
  void whatExistedBeforeTheLatestTickIsDue() {
    Instant now = Instant.parse("2026-11-21T12:00:31Z");

    assertThat(Schedule.isDue(Instant.parse("2026-11-21T12:00:29.999Z"), now, HALF_MINUTE))
        .isTrue();
    assertThat(Schedule.isDue(Instant.parse("2026-11-21T12:00:30Z"), now, HALF_MINUTE)).isFalse();
  }

  @Test
  void itIsDueFromTheNextTickOn() {
    Instant created = Instant.parse("2026-11-21T12:00:29.999Z");
    Instant tick = Instant.parse("2026-11-21T12:00:30Z");

    assertThat(Schedule.tickAfter(created, HALF_MINUTE)).isEqualTo(tick);
    assertThat(Schedule.isDue(created, tick, HALF_MINUTE)).isTrue();
    assertThat(Schedule.isDue(created, tick.minusMillis(1), HALF_MINUTE)).isFalse();
    assertThat(Schedule.tickAfter(tick, HALF_MINUTE)).isEqualTo("2026-11-21T12:01:00Z");
  }

  @Test
  void whatComesFromTheFutureIsDue() {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");

    assertThat(Schedule.isDue(now.plusSeconds(3600), now, HALF_MINUTE)).isTrue();
  }
}
