package dev.seseragi.gate;

import dev.seseragi.testkit.time.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A progress that the test makes. Open at first. */
public final class TestProgress implements StoreProgress {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  // Guarded by this.
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private int asked;
  private boolean isHeld;
  private boolean isSettled;
  private Optional<RuntimeException> failure = Optional.empty();
  private Optional<String> outage = Optional.empty();

  @Override
  public synchronized CompletableFuture<Void> durable() {
    asked++;
    if (failure.isPresent()) {
      return CompletableFuture.failedFuture(failure.get());
    }
    if (!isHeld) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    waiting.add(answer);
    return answer;
  }

  @Override
  public synchronized Optional<String> outage() {
    return outage;
  }

  @Override
  public synchronized boolean isSettled() {
    return isSettled;
  }

  /** From now on it is known that everything is in the store. */
  public synchronized void settle() {
    isSettled = true;
  }

  /** From now on questions wait. */
  public synchronized void hold() {
    isHeld = true;
  }

  /** Answers what was asked; what is asked from now on waits. */
  public void release() {
    take().forEach(answer -> answer.complete(null));
  }

  /** Answers what was asked and what will be. */
  public void open() {
    synchronized (this) {
      isHeld = false;
    }
    release();
  }

  /** Answers what was asked, and what will be, with this. */
  public void fail(RuntimeException reason) {
    synchronized (this) {
      failure = Optional.of(reason);
    }
    take().forEach(answer -> answer.completeExceptionally(reason));
  }

  /** The store is known to be out of reach. */
  public synchronized void outage(String problem) {
    outage = Optional.of(problem);
  }

  private synchronized List<CompletableFuture<Void>> take() {
    List<CompletableFuture<Void>> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /** How often it was asked. */
  public synchronized int asked() {
    return asked;
  }

  private synchronized int waiting() {
    return waiting.size();
  }

  /** Returns when somebody waits. */
  public void awaitQuestion() throws InterruptedException {
    Await.until("the gate is asked", PATIENCE, () -> waiting() > 0);
  }
}
