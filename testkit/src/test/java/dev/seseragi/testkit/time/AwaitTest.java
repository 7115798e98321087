package dev.seseragi.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AwaitTest {
  @Test
  void returnsWhenTheConditionHolds() throws Exception {
    AtomicInteger asked = new AtomicInteger();

    Await.until("asked three times", Duration.ofSeconds(30), () -> asked.incrementAndGet() == 3);

    assertThat(asked).hasValue(3);
  }

  @Test
  void saysWhatItWaitedFor() {
    assertThatThrownBy(
            () -> Await.until("the tail is 5", Duration.ofMillis(1500).dividedBy(100), () -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessage("waited 0.015 s until the tail is 5, in vain");
  }

  @Test
  void givesTheAwaitedValue() throws Exception {
    String value = Await.value(() -> "a value", Duration.ofSeconds(30), () -> Optional.of("found"));

    assertThat(value).isEqualTo("found");
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Await.until("never", Duration.ofSeconds(30), () -> false))
        .isInstanceOf(InterruptedException.class);
  }
}
