package dev.seseragi.engine;

import dev.seseragi.engine.proof.Proof;
import dev.seseragi.engine.proof.ProofNote;
import dev.seseragi.engine.proof.ProofSettings;
import dev.seseragi.engine.proof.Prover;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has a proof made whenever one is due, on the one thread that all databases of the process share.
 * Safe for use by many threads.
 */
final class Verification {
  /** The first proof, and the one after one that was not good, comes after this part. */
  private static final int SOON_DIVISOR = 10;

  private final Prover prover;
  private final ProofNote note;
  private final ProofSettings settings;
  private final String replica;
  private final Progress progress;
  private final EngineThreads threads;

  // Guarded by this.
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable Thread worker;
  private boolean isStopped;

  Verification(
      Prover prover,
      ReplicatorSettings settings,
      String replica,
      Progress progress,
      EngineThreads threads) {
    this.prover = prover;
    this.note = new ProofNote(ReplicatorSettings.proofIn(settings.stateFolder()));
    this.settings = settings.proofs().orElseThrow();
    this.replica = replica;
    this.progress = progress;
    this.threads = threads;
  }

  /** Begins; what an earlier process has proven counts. */
  void start() {
    // What was proven of another replica says nothing about this one.
    Optional<ProofNote.Noted> noted =
        note.read().filter(before -> before.replica().equals(replica));
    noted.ifPresent(before -> progress.provenBefore(before.provenRestorable()));
    schedule(noted.map(this::waitAfter).orElseGet(this::soon));
  }

  private Duration waitAfter(ProofNote.Noted before) {
    Instant due = before.finished().plus(waitAfter(before.outcome()));
    Duration wait = Duration.between(InstantSource.system().instant(), due);
    // The clock may have been anywhere when that was noted.
    return wait.compareTo(settings.interval()) > 0
        ? settings.interval()
        : wait.isNegative() ? Duration.ZERO : wait;
  }

  private Duration waitAfter(Proof.Outcome outcome) {
    return outcome.isGood() ? settings.interval() : soon();
  }

  private Duration soon() {
    return settings.interval().dividedBy(SOON_DIVISOR);
  }

  /** Ends the proof under way soon, and makes no more. */
  synchronized void stop() {
    isStopped = true;
    prover.cancel();
    if (timer != null) {
      timer.cancel(false);
    }
    if (worker != null) {
      worker.interrupt();
    }
  }

  /**
   * Waits, after {@link #stop}, until nothing is under way any more and the scratch space empty.
   */
  synchronized void awaitEnd(long deadlineNanos) throws InterruptedException {
    long left = deadlineNanos - System.nanoTime();
    while (worker != null && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadlineNanos - System.nanoTime();
    }
  }

  private synchronized void schedule(Duration wait) {
    if (!isStopped) {
      timer =
          threads
              .timers()
              .schedule(
                  () -> threads.provers().execute(this::work),
                  wait.toMillis() + 1,
                  TimeUnit.MILLISECONDS);
    }
  }

  private void work() {
    if (!begin()) {
      return;
    }
    Duration wait = soon();
    try {
      Optional<Proof> proof = prover.prove();
      wait = proof.map(Proof::outcome).map(this::waitAfter).orElse(wait);
      proof.ifPresent(this::tell);
    } finally {
      end();
      schedule(wait);
    }
  }

  private synchronized boolean begin() {
    if (isStopped) {
      return false;
    }
    worker = Thread.currentThread();
    return true;
  }

  private synchronized void end() {
    worker = null;
    notifyAll();
    // A stop may have interrupted the very end: the thread goes on with other databases.
    Thread.interrupted();
  }

  private void tell(Proof proof) {
    progress.proved(proof);
    try {
      note.write(
          new ProofNote.Noted(
              replica,
              progress.proofs().provenRestorable(),
              proof.finished(),
              proof.outcome(),
              proof.problem()));
    } catch (IOException unwritable) {
      // The next process proves again, which costs no more than a restore.
    }
  }
}
