package dev.seseragi.engine.compact;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to go on. */
final class TestClock implements InstantSource {
  private Instant now;

  TestClock(String start) {
    this.now = Instant.parse(start);
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  void setTo(Instant then) {
    now = then;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
