package dev.seseragi.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AttemptsTest {
  private static final Deadline LATE = Deadline.never();
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch hasBegun = new CountDownLatch(1);
  private final CountDownLatch wasInterrupted = new CountDownLatch(1);
  private final Attempts attempts = new Attempts(THREADS, closed);

  /** A request that nobody answers. */
  private final Callable<String> hanging =
      () -> {
        hasBegun.countDown();
        try {
          new CountDownLatch(1).await();
          throw new IllegalStateException("nobody ends that wait");
        } catch (InterruptedException e) {
          wasInterrupted.countDown();
          throw e;
        }
      };

  private void assertThatTheRequestHasEnded() throws InterruptedException {
    assertThat(wasInterrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anAnswerComesBackAndAnErrorToo() throws Exception {
    assertThat(attempts.run(LATE, () -> "answer")).isEqualTo("answer");
    assertThatThrownBy(() ->
            attempts.run(
                LATE,
                () -> {
                  throw new IOException("reset");
                }))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("reset");
  }

  @Test
  void theDeadlineEndsWhatHangs() throws InterruptedException {
    Deadline soon = Deadline.in(Duration.ofMillis(200));

    assertThatThrownBy(() -> attempts.run(soon, hanging)).isInstanceOf(TimeoutException.class);
    assertThatTheRequestHasEnded();
  }

  @Test
  void anInterruptOfTheCallerEndsWhatHangs() throws InterruptedException {
    Thread caller = Thread.currentThread();
    THREADS
        .newThread(() -> {
          awaitBegin();
          caller.interrupt();
        })
        .start();

    assertThatThrownBy(() -> attempts.run(LATE, hanging)).isInstanceOf(InterruptedException.class);
    assertThatTheRequestHasEnded();
  }

  @Test
  void aCloseEndsWhatHangsAndWhatComesLater() throws InterruptedException {
    THREADS
        .newThread(() -> {
          awaitBegin();
          attempts.close();
        })
        .start();

    assertThatThrownBy(() -> attempts.run(LATE, hanging)).isInstanceOf(CancellationException.class);
    assertThatTheRequestHasEnded();
    assertThat(closed.getCount()).isZero();
    assertThatThrownBy(() -> attempts.run(LATE, () -> "answer"))
        .isInstanceOf(CancellationException.class);
  }

  private void awaitBegin() {
    try {
      hasBegun.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }
}
