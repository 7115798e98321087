package dev.seseragi.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class BackgroundTest {
  private static final Deadline LATE = Deadline.never();
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  private final CompletableFuture<String> made = new CompletableFuture<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();

  @Test
  void itIsMadeWhileNobodyWaits() throws Exception {
    CompletableFuture<String> begun = new CompletableFuture<>();
    try (Background<String> background =
        Background.start(
            () -> {
              begun.complete("begun");
              return made.get();
            },
            closed::complete,
            THREADS)) {
      assertThat(begun.get(10, TimeUnit.SECONDS)).isEqualTo("begun");
      assertThatThrownBy(() -> background.get(Deadline.in(Duration.ofMillis(50))))
          .isInstanceOf(TimeoutException.class);

      made.complete("client");

      assertThat(background.get(LATE)).isEqualTo("client");
      assertThat(background.get(LATE)).isEqualTo("client");
    }
  }

  @Test
  void afterAFailureItIsMadeAgain() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (Background<String> background =
        Background.start(
            () -> {
              if (count.getAndIncrement() == 0) {
                throw new IOException("no certificates");
              }
              return "client";
            },
            closed::complete,
            THREADS)) {
      assertThatThrownBy(() -> background.get(LATE))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no certificates");
      assertThat(background.get(LATE)).isEqualTo("client");
      assertThat(count).hasValue(2);
    }
  }

  @Test
  void whatIsMadeTooLateIsClosedToo() throws Exception {
    Background<String> background = Background.start(made::get, closed::complete, THREADS);
    background.close();
    assertThat(closed).isNotDone();

    made.complete("client");

    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo("client");
  }
}
