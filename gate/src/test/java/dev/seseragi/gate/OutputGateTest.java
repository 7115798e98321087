package dev.seseragi.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.ltx.Txid;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class OutputGateTest {
  private static final GateRequest READ = new GateRequest("GET", "/");
  private static final GateRequest WRITE = new GateRequest("POST", "/");

  private final TestProgress progress = new TestProgress();

  private OutputGate gate(Duration timeout) {
    return new OutputGate(progress, GateSettings.DEFAULTS.withTimeout(timeout));
  }

  private static Verdict.Reason reason(Verdict verdict) {
    return ((Verdict.Shut) verdict).reason();
  }

  @Test
  void itOpensWhenTheStoreHasConfirmedAndNotBefore() throws Exception {
    progress.hold();
    CompletableFuture<Verdict> answer = gate(Duration.ofSeconds(20)).ask(READ);
    assertThat(answer).isNotDone();
    progress.release();
    assertThat(answer.get()).isEqualTo(new Verdict.Open());
  }

  @Test
  void aStoreThatDoesNotAnswerInTimeShutsIt() throws Exception {
    progress.hold();
    assertThat(reason(gate(Duration.ofMillis(20)).await(READ))).isEqualTo(Verdict.Reason.TIMEOUT);
    progress.outage("connection refused");
    Verdict outage = gate(Duration.ofMillis(20)).await(READ);
    assertThat(reason(outage)).isEqualTo(Verdict.Reason.OUTAGE);
    assertThat(outage.toString()).contains("connection refused");
  }

  @Test
  void aFencedWriterNeverAnswers() throws Exception {
    progress.fail(new FencedException("there", new Txid(7), 1));
    assertThat(reason(gate(Duration.ofSeconds(20)).await(READ))).isEqualTo(Verdict.Reason.FENCED);
  }

  @Test
  void onlyWhatIsLetThroughPassesInAnOutageAndOnlyThen() throws Exception {
    GateSettings settings =
        GateSettings.DEFAULTS
            .withTimeout(Duration.ofMillis(20))
            .withPassesInOutage(GateRequest::isRead);
    OutputGate gate = new OutputGate(progress, settings);
    progress.hold();
    assertThat(gate.await(READ).isPassed()).isFalse();
    progress.outage("connection refused");
    assertThat(gate.await(READ)).isEqualTo(new Verdict.Waived());
    assertThat(gate.await(WRITE).isPassed()).isFalse();
    progress.fail(new FencedException("there", new Txid(7), 1));
    assertThat(gate.await(READ).isPassed()).isFalse();
  }

  @Test
  void whatIsKnownToBeInTheStoreIsNotAskedFor() throws Exception {
    progress.hold();
    progress.settle();
    assertThat(gate(Duration.ofSeconds(20)).await(READ)).isEqualTo(new Verdict.Open());
    assertThat(gate(Duration.ofSeconds(20)).ask(READ)).isCompletedWithValue(new Verdict.Open());
    assertThat(progress.asked()).isZero();
    StoreProgress both = StoreProgress.of(List.of(progress, new TestProgress()));
    assertThat(both.isSettled()).isFalse();
  }

  @Test
  void ofSeveralDatabasesAllHaveToBeInTheStore() throws Exception {
    TestProgress other = new TestProgress();
    other.hold();
    OutputGate gate = new OutputGate(StoreProgress.of(List.of(progress, other)));
    CompletableFuture<Verdict> answer = gate.ask(READ);
    assertThat(answer).isNotDone();
    other.release();
    assertThat(answer.get().isPassed()).isTrue();
    other.fail(new FencedException("there", new Txid(7), 1));
    assertThat(reason(gate.await(READ))).isEqualTo(Verdict.Reason.FENCED);
  }
}
