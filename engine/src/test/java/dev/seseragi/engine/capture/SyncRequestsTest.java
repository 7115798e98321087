package dev.seseragi.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.SeseragiException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class SyncRequestsTest {
  private static final long TAKES_LONG = Duration.ofHours(1).toNanos();

  private final SyncRequests requests = new SyncRequests();

  @Test
  void aRequestIsAnsweredByTheBatchThatHasWhatWasCommittedBeforeIt() {
    CompletableFuture<Void> first = requests.ask(true);
    requests.see();
    CompletableFuture<Void> late = requests.ask(true);
    requests.captured(7);
    requests.settled(6);
    assertThat(first).isNotDone();
    requests.settled(7);
    assertThat(first).isCompleted();
    assertThat(late).isNotDone();
  }

  @Test
  void whoGaveUpIsForgottenHoweverLongAnOutageLasts() {
    CompletableFuture<Void> patient = requests.ask(true);
    requests.see();
    requests.captured(1);
    for (int i = 0; i < 100_000; i++) {
      requests.ask(true).cancel(false);
      if (i % 10 == 0) {
        requests.see();
      }
      if (i % 100 == 0) {
        requests.captured(1);
      }
    }
    assertThat(requests.count()).isLessThan(3_000);

    requests.see();
    requests.captured(1);
    requests.settled(1);

    assertThat(patient).isCompleted();
    assertThat(requests.count()).isZero();
    assertThat(requests.isUrgent()).isFalse();
  }

  @Test
  void theNextBatchWaitsForThoseWhoWereAnsweredTogetherButNotForLong() {
    askAndSettle(3, 1);
    CompletableFuture<Void> early = requests.ask(true);
    assertThat(requests.nanosToGather(TAKES_LONG))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofMillis(25).toNanos());
    assertThat(early).isNotDone();
    var _ = requests.ask(true);
    var _ = requests.ask(true);
    assertThat(requests.nanosToGather(TAKES_LONG)).isNotPositive();
  }

  @Test
  void whereTheStoreIsNearNobodyWaitsForOthers() {
    askAndSettle(3, 1);
    var _ = requests.ask(true);
    assertThat(requests.nanosToGather(0)).isNotPositive();
  }

  @Test
  void whoIsAloneWaitsForNobody() {
    askAndSettle(1, 1);
    var _ = requests.ask(true);
    assertThat(requests.nanosToGather(TAKES_LONG)).isNotPositive();
  }

  @Test
  void aRequestWithoutHurryMakesNothingUrgent() {
    CompletableFuture<Void> patient = requests.ask(false);
    assertThat(requests.isUrgent()).isFalse();
    assertThat(requests.isAnybody()).isTrue();
    requests.see();
    requests.captured(1);
    requests.settled(1);
    assertThat(patient).isCompleted();
  }

  @Test
  void onceNothingIsShippedAnyMoreWhoeverAsksLearnsIt() {
    CompletableFuture<Void> before = requests.ask(true);
    requests.fail(new SeseragiException("fenced"));
    CompletableFuture<Void> after = requests.ask(true);
    assertThatThrownBy(before::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("fenced");
    assertThatThrownBy(after::join).hasMessageContaining("fenced");
    assertThat(requests.isUrgent()).isFalse();
  }

  private void askAndSettle(int count, long batch) {
    for (int i = 0; i < count; i++) {
      var _ = requests.ask(true);
    }
    requests.see();
    requests.captured(batch);
    requests.settled(batch);
  }
}
