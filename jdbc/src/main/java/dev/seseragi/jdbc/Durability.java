package dev.seseragi.jdbc;

import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.jdbc.pool.CommitGate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The gate between SQLite's commits and their callers, for a database with a replica. Safe for use
 * by many threads.
 */
final class Durability implements CommitGate {
  private final Replicator replicator;
  private final Mode mode;
  private final long commitNanos;
  private final BackPressure bounds;
  private final Backlog backlog = new Backlog();
  private final AtomicBoolean isTracking = new AtomicBoolean();

  /** Why nothing may be written any more; null if all is well. */
  private volatile @Nullable String ending;

  Durability(Replicator replicator, SeseragiOptions options) {
    this.replicator = replicator;
    this.mode = options.mode();
    this.commitNanos = options.commitTimeout().toNanos();
    this.bounds = options.backPressure();
    replicator.addListener(this::notice);
    notice(replicator.status());
  }

  Backlog backlog() {
    return backlog;
  }

  private void notice(ReplicatorStatus status) {
    switch (status.state()) {
      case FENCED, REFUSED ->
          ending = status.problem().orElse("this process is not the replica's writer any more");
      case STARTING, WAITING_FOR_DATABASE, REPLICATING, UNHEALTHY, CLOSED -> {}
    }
  }

  @Override
  public void beforeWrite() throws SQLException {
    String reason = ending;
    if (reason != null) {
      throw new NotWriterException("nothing was written: " + reason, false, null);
    }
    long oldest = backlog.oldestNanos();
    if (oldest > bounds.maxAge().toNanos()) {
      throw new BackPressureException(
          "nothing was written: %s has not confirmed a commit for %d ms, which is beyond the bound of %d ms (%s)"
              .formatted(
                  replicator.replica().describe(),
                  TimeUnit.NANOSECONDS.toMillis(oldest),
                  bounds.maxAge().toMillis(),
                  problem()),
          null);
    }
    if (replicator.unshippedBytes() > bounds.maxBytes()) {
      awaitRelief();
    }
  }

  /** The store keeps up, only not with this speed: lets it. */
  private void awaitRelief() throws SQLException {
    long number = backlog.committed();
    try {
      await(number, System.nanoTime() + commitNanos);
    } catch (NotYetDurableException e) {
      throw new BackPressureException(
          "nothing was written: %d bytes of changed pages wait for %s, which is beyond the bound of %d (%s)"
              .formatted(
                  replicator.unshippedBytes(),
                  replicator.replica().describe(),
                  bounds.maxBytes(),
                  problem()),
          e);
    }
  }

  @Override
  public void committed(long deadlineNanos) throws SQLException {
    long number = backlog.commit();
    if (mode == Mode.ASYNC) {
      replicator.signal();
      track();
      return;
    }
    long own = System.nanoTime() + commitNanos;
    await(number, deadlineNanos - own < 0 ? deadlineNanos : own);
  }

  /** Asks, one question at a time and without hurry, how far the store is. */
  private void track() {
    if (isTracking.get() || !isTracking.compareAndSet(false, true)) {
      return;
    }
    long number = backlog.committed();
    var _ =
        replicator
            .settled()
            .whenComplete((nothing, failure) -> {
              isTracking.set(false);
              if (failure == null) {
                backlog.durable(number);
                if (backlog.committed() > number) {
                  track();
                }
              }
            });
  }

  /** Waits until everything that was committed before the call is in the store. */
  void await(Duration timeout) throws SQLException {
    await(backlog.committed(), System.nanoTime() + timeout.toNanos());
  }

  /**
   * Waits until the commits up to {@code number}, all of which were made before the call, are in
   * the store.
   */
  void await(long number, long deadlineNanos) throws SQLException {
    CompletableFuture<Void> answer = durable(number);
    long begin = System.nanoTime();
    try {
      answer.get(Math.max(0, deadlineNanos - begin), TimeUnit.NANOSECONDS);
      // This thread may be here before what was to be done at the answer is done.
      backlog.durable(number);
    } catch (TimeoutException e) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      throw notYet("no confirmation within %d ms (%s)".formatted(millis, problem()), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notYet("the waiting thread was interrupted", e);
    } catch (ExecutionException e) {
      throw ended(e.getCause());
    }
  }

  /** Completes when everything that was committed before the call is in the store. */
  CompletableFuture<Void> durable() {
    return durable(backlog.committed());
  }

  private CompletableFuture<Void> durable(long number) {
    CompletableFuture<Void> answer = replicator.durable();
    // Also when nobody waits any more: the backlog has to know.
    var _ =
        answer.whenComplete((nothing, failure) -> {
          if (failure == null) {
            backlog.durable(number);
          }
        });
    return answer;
  }

  private NotYetDurableException notYet(String why, @Nullable Throwable cause) {
    return new NotYetDurableException(
        "committed here, but not yet in %s: %s. It may still get there: do not simply do it again"
            .formatted(replicator.replica().describe(), why),
        cause);
  }

  private SQLException ended(@Nullable Throwable cause) {
    String reason = cause == null ? "" : String.valueOf(cause.getMessage());
    if (cause instanceof FencedException || ending != null) {
      return new NotWriterException(
          "committed here, and not confirmed by the store: " + reason, true, cause);
    }
    return notYet(reason, cause);
  }

  private String problem() {
    return replicator.status().problem().orElse("the store is slow");
  }
}
