package dev.seseragi.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.RemoteLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class PausesTest {
  private static final Deadline LATE = Deadline.never();
  private static final int ATTEMPTS = 50;

  private final List<Long> bounds = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Always draws the shortest pause there is, and keeps from what it was to draw. */
  private final RandomGenerator shortest =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new IllegalStateException("a pause has a bound");
        }

        @Override
        public long nextLong(long bound) {
          bounds.add(bound);
          return 0;
        }
      };

  private Pauses pauses(RandomGenerator random) {
    Duration second = Duration.ofSeconds(1);
    return new Pauses(new RemoteLimits(second, second, second, ATTEMPTS), random, closed);
  }

  @Test
  void theBoundDoublesUpToALongestOne() {
    Pauses pauses = pauses(shortest);
    for (int failed = 1; failed < ATTEMPTS; failed++) {
      assertThat(pauses.beforeAnotherAttempt(failed, LATE)).isTrue();
    }

    assertThat(bounds.subList(0, 8).stream().map(it -> Duration.ofNanos(it).toMillis()))
        .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    assertThat(bounds.getLast()).isEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void theLastAttemptIsTheLast() {
    assertThat(pauses(shortest).beforeAnotherAttempt(ATTEMPTS, LATE)).isFalse();
  }

  @Test
  void aPauseThatTheDeadlineWouldEndIsNotBegun() {
    long begunNanos = System.nanoTime();

    boolean isAnother =
        pauses(longest()).beforeAnotherAttempt(10, Deadline.in(Duration.ofSeconds(4)));

    assertThat(isAnother).isFalse();
    assertThat(System.nanoTime() - begunNanos).isLessThan(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void aCloseEndsThePause() throws InterruptedException {
    Thread closer = Thread.ofVirtual().start(closed::countDown);

    assertThat(pauses(longest()).beforeAnotherAttempt(10, LATE)).isFalse();
    closer.join();
  }

  @Test
  void anInterruptEndsThePauseAndIsKept() {
    Thread.currentThread().interrupt();

    assertThat(pauses(longest()).beforeAnotherAttempt(10, LATE)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  private static RandomGenerator longest() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new IllegalStateException("a pause has a bound");
      }

      @Override
      public long nextLong(long bound) {
        return bound - 1;
      }
    };
  }
}
