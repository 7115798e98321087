package dev.seseragi.gate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.TestProgress;
import dev.seseragi.gate.Verdict;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnQuestionsTest {
  private static final GateRequest READ = new GateRequest("GET", "/");
  private static final GateRequest WRITE = new GateRequest("POST", "/");

  private final TestProgress progress = new TestProgress();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final TurnQuestions questions =
      new TurnQuestions(
          new OutputGate(
              progress,
              GateSettings.DEFAULTS
                  .withTimeout(Duration.ofSeconds(20))
                  .withPassesInOutage(GateRequest::isRead)),
          channel.eventLoop());

  private void ask(GateRequest request) {
    questions.ask(request, verdicts::add);
  }

  @Test
  void theRepliesOfATurnShareOneQuestionBehindTheLastOfThem() {
    ask(READ);
    ask(WRITE);
    ask(READ);
    assertThat(progress.asked()).isZero();
    channel.runPendingTasks();
    assertThat(progress.asked()).isEqualTo(1);
    assertThat(verdicts).hasSize(3).containsOnly(new Verdict.Open());

    ask(READ);
    channel.runPendingTasks();
    assertThat(progress.asked()).isEqualTo(2);
  }

  @Test
  void whatComesWhileAQuestionWaitsIsAskedAboutByAnother() {
    progress.hold();
    ask(WRITE);
    channel.runPendingTasks();
    ask(WRITE);
    channel.runPendingTasks();
    assertThat(progress.asked()).isEqualTo(2);
    assertThat(verdicts).isEmpty();

    progress.release();
    channel.runPendingTasks();

    assertThat(verdicts).hasSize(2).containsOnly(new Verdict.Open());
  }

  @Test
  void whoMayPassInAnOutageDoesNotWaitForTheOthers() {
    progress.hold();
    progress.outage("connection refused");
    ask(WRITE);
    ask(READ);
    channel.runPendingTasks();
    assertThat(verdicts).containsExactly(new Verdict.Waived());

    progress.open();
    channel.runPendingTasks();

    assertThat(verdicts).containsExactly(new Verdict.Waived(), new Verdict.Open());
  }
}
