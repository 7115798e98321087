package dev.seseragi.gate.proxy;

import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.Verdict;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Asks the gate once for all replies that a turn of an event loop has brought: behind the last of
 * them, so that the answer speaks for each. Also the answer comes to the loop once. On that loop.
 */
final class TurnQuestions {
  private final OutputGate gate;
  private final EventExecutor loop;

  /** At most one for each connection of the loop. */
  private List<Asking> asking = new ArrayList<>();

  private record Asking(GateRequest request, Consumer<Verdict> answer) {}

  TurnQuestions(OutputGate gate, EventExecutor loop) {
    this.gate = gate;
    this.loop = loop;
  }

  /** Asks at the end of this turn; the answer comes on the loop, and never during the call. */
  void ask(GateRequest request, Consumer<Verdict> answer) {
    if (asking.isEmpty()) {
      // Tasks of a loop run when everything has been read that was there.
      loop.execute(this::ask);
    }
    asking.add(new Asking(request, answer));
  }

  private void ask() {
    List<Asking> all = asking;
    asking = new ArrayList<>();
    CompletableFuture<OutputGate.Verdicts> verdicts = gate.ask();
    if (verdicts.isDone()) {
      answer(all, verdicts.join());
      return;
    }
    List<Asking> waiting = new ArrayList<>();
    for (Asking one : all) {
      Optional<Verdict> waiver = gate.waiver(one.request());
      waiver.ifPresentOrElse(one.answer(), () -> waiting.add(one));
    }
    var _ = verdicts.thenAccept(given -> loop.execute(() -> answer(waiting, given)));
  }

  private static void answer(List<Asking> all, OutputGate.Verdicts verdicts) {
    for (Asking one : all) {
      one.answer().accept(verdicts.of(one.request()));
    }
  }
}
