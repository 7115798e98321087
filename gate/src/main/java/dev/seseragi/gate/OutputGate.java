package dev.seseragi.gate;

import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.engine.fence.RefusedException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a reply may leave: it may when everything that was committed before the question
 * is in the store. Ask when the reply, or the next part of it, is complete, and send it only then.
 *
 * <p>Safe for use by many threads. Questions of many replies ride in one batch.
 */
public final class OutputGate {
  private static final Verdict OPEN = new Verdict.Open();
  private static final Verdict WAIVED = new Verdict.Waived();

  private final StoreProgress progress;
  private final GateSettings settings;

  /** A gate in front of what that progress is of. */
  public OutputGate(StoreProgress progress, GateSettings settings) {
    this.progress = progress;
    this.settings = settings;
  }

  /** A gate with default settings. */
  public OutputGate(StoreProgress progress) {
    this(progress, GateSettings.DEFAULTS);
  }

  /**
   * Asks. The future never fails, and completes at the latest when the timeout has passed; what is
   * attached to it runs on a thread of the replication and must not block.
   */
  public CompletableFuture<Verdict> ask(GateRequest request) {
    CompletableFuture<Verdicts> verdicts = ask();
    if (!verdicts.isDone()) {
      Optional<Verdict> waiver = waiver(request);
      if (waiver.isPresent()) {
        return CompletableFuture.completedFuture(waiver.get());
      }
    }
    return verdicts.thenApply(given -> given.of(request));
  }

  /**
   * Asks once for many replies, all of which are complete by now. As {@link #ask(GateRequest)},
   * except that whoever {@linkplain #waiver need not wait} is not known here.
   */
  public CompletableFuture<Verdicts> ask() {
    if (progress.isSettled()) {
      return CompletableFuture.completedFuture(request -> OPEN);
    }
    return durable()
        .orTimeout(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .handle((nothing, failure) -> request -> verdict(failure, request));
  }

  /** The answer to one question, for each of those for whom it was asked. */
  public interface Verdicts {
    /** Whether the reply to this request may leave. */
    Verdict of(GateRequest request);
  }

  /** The verdict on a request that need not wait for an answer, if it is one. */
  public Optional<Verdict> waiver(GateRequest request) {
    return progress.outage().isPresent() && settings.passesInOutage().test(request)
        ? Optional.of(WAIVED)
        : Optional.empty();
  }

  /**
   * Asks and waits, at the longest for the timeout.
   *
   * @throws InterruptedException if the thread was interrupted; the reply may not leave then
   */
  public Verdict await(GateRequest request) throws InterruptedException {
    try {
      return ask(request).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a verdict never fails", e);
    }
  }

  private CompletableFuture<Void> durable() {
    try {
      return progress.durable();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Verdict verdict(@Nullable Throwable failure, GateRequest request) {
    if (failure == null) {
      return OPEN;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case TimeoutException _ -> waiver(request).orElseGet(this::late);
      case FencedException e ->
          new Verdict.Shut(Verdict.Reason.FENCED, String.valueOf(e.getMessage()));
      case RefusedException e ->
          new Verdict.Shut(Verdict.Reason.FENCED, String.valueOf(e.getMessage()));
      default -> new Verdict.Shut(Verdict.Reason.ENDING, String.valueOf(cause.getMessage()));
    };
  }

  private Verdict late() {
    String waited = "no confirmation within %d ms".formatted(settings.timeout().toMillis());
    return progress
        .outage()
        .map(problem -> new Verdict.Shut(Verdict.Reason.OUTAGE, waited + ": " + problem))
        .orElseGet(() -> new Verdict.Shut(Verdict.Reason.TIMEOUT, waited + ": the store is slow"));
  }
}
