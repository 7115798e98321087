package dev.seseragi.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ServerClockTest {
  private static final String DATE = "Sat, 21 Nov 2026 07:53:37 GMT";

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private final ServerClock clock = new ServerClock(nanos::get);

  @Test
  void itHasNoTimeBeforeTheFirstAnswer() {
    assertThat(clock.now()).isEmpty();
  }

  @Test
  void itGoesOnFromTheLastAnswer() {
    clock.hear("Sat, 21 Nov 2026 07:00:00 GMT");
    clock.hear(DATE);
    nanos.addAndGet(1_500_000_000);

    assertThat(clock.now()).contains(Instant.parse("2026-11-21T07:53:38.500Z"));
  }

  @Test
  void anAnswerWithoutAUsableDateChangesNothing() {
    clock.hear(DATE);
    clock.hear(null);
    clock.hear("");
    clock.hear("2026-11-21T07:00:00Z");

    assertThat(clock.now()).contains(Instant.parse("2026-11-21T07:53:37Z"));
  }
}
