package dev.seseragi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerClockTest {
  private final AtomicLong nanos = new AtomicLong(-7);
  private final ServerClock clock = new ServerClock(nanos::get);

  @Test
  void theTimeOfTheLastAnswerGoesOn() {
    clock.hear("Fri, 20 Nov 2026 07:00:00 GMT");
    clock.hear("Sat, 21 Nov 2026 07:00:00 GMT");
    nanos.addAndGet(2_000_000_000L);

    assertThat(clock.now()).contains(Instant.parse("2026-11-21T07:00:02.500Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-11-21T07:00:00Z", "Mon, 21 Nov 2026 07:00:00 GMT"})
  void whatIsNoDateTellsNothing(String date) {
    clock.hear(date);

    assertThat(clock.now()).isEmpty();
  }
}
