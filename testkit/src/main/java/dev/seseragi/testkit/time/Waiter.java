package dev.seseragi.testkit.time;

import java.time.Duration;

/** How to spend time: for real, or by moving a clock that a test holds. */
@FunctionalInterface
public interface Waiter {
  /** Lets {@code duration} pass for the calling thread. */
  void pass(Duration duration) throws InterruptedException;

  /** Sleeps. */
  static Waiter sleeping() {
    return Thread::sleep;
  }
}
