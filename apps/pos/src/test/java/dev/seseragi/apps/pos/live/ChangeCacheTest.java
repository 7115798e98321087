package dev.seseragi.apps.pos.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ChangeCacheTest {
  private final AtomicLong seq = new AtomicLong();
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger made = new AtomicInteger();
  private final ChangeCache<String, Integer> cache =
      new ChangeCache<>(() -> new Moment("e", seq.get()), time::get, Duration.ofMillis(250), 2);

  private int ask(String key) {
    return cache.get(key, made::incrementAndGet);
  }

  @Test
  void betweenTwoChangesItIsMadeOnce() {
    assertThat(ask("a")).isEqualTo(1);
    assertThat(ask("a")).isEqualTo(1);
    seq.incrementAndGet();
    assertThat(ask("a")).isEqualTo(2);
  }

  @Test
  void whatIsTooOldIsMadeAnew() {
    assertThat(ask("a")).isEqualTo(1);
    time.set(Instant.ofEpochMilli(250));
    assertThat(ask("a")).isEqualTo(1);
    time.set(Instant.ofEpochMilli(251));
    assertThat(ask("a")).isEqualTo(2);
    time.set(Instant.EPOCH);
    assertThat(ask("a")).isEqualTo(3);
  }

  @Test
  void whatWasAskedForLongestAgoIsForgotten() {
    ask("a");
    ask("b");
    ask("a");
    ask("c");
    assertThat(ask("a")).isEqualTo(1);
    assertThat(ask("b")).isEqualTo(4);
  }

  @Test
  void aChangeWhileItIsMadeIsNotCoveredByIt() {
    cache.get("a", () -> (int) seq.incrementAndGet());
    assertThat(ask("a")).isEqualTo(1);
    assertThat(made).hasValue(1);
  }

  @Test
  void aFailureIsNotKept() {
    assertThatThrownBy(() ->
            cache.get(
                "a",
                () -> {
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    assertThat(ask("a")).isEqualTo(1);
  }

  @Test
  void whoAsksWhileItIsMadeWaitsForIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      answers.add(
          devices.submit(() ->
              cache.get(
                  "a",
                  () -> {
                    begun.countDown();
                    awaitCalmly(mayEnd);
                    return made.incrementAndGet();
                  })));
      begun.await();
      for (int i = 0; i < 9; i++) {
        answers.add(devices.submit(() -> ask("a")));
      }
      assertThat(ask("b")).isEqualTo(1);
      mayEnd.countDown();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(2);
      }
    }
  }

  private static void awaitCalmly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
