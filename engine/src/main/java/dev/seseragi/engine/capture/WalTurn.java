package dev.seseragi.engine.capture;

import dev.seseragi.engine.capture.SqliteHandle.Checkpoint;
import dev.seseragi.engine.wal.WalHeader;
import dev.seseragi.engine.wal.WalSalts;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings about that the WAL restarts before it grows beyond its bound (rules 9 and 10). One thread.
 */
final class WalTurn {
  private static final int MAX_TURN_FRAMES = 12_000;
  private static final int NEAR_FRAMES = 600;
  private static final int TURN_ROUNDS = 4;
  private static final long MILLI = 1_000_000;
  private static final long LOCK_NANOS = 10 * MILLI;

  /** Long enough for the rest of a checkpoint of the application, which is an fsync. */
  private static final long LOCKED_CHECKPOINT_NANOS = 30 * MILLI;

  private static final long RETRY_NANOS = 2 * MILLI;
  private static final long FIRST_BACK_OFF_NANOS = 100 * MILLI;
  private static final long LONGEST_BACK_OFF_NANOS = 5_000 * MILLI;

  private final Pins pins;
  private final FrameCapture frames;
  private final HandOver handOver;
  private final CaptureSettings settings;
  private final CaptureCounters counters;
  private final LongSupplier nanoTime;

  /** The generation that was last made ready for a restart. */
  private @Nullable WalSalts turnedGeneration;

  private long nextTurnNanos;
  private long backOffNanos = FIRST_BACK_OFF_NANOS;

  /**
   * Turns the WAL of one attachment.
   *
   * @param handOver lets a new pin take over
   */
  WalTurn(Pins pins, FrameCapture frames, HandOver handOver, WalFollower.Environment env) {
    this.pins = pins;
    this.frames = frames;
    this.handOver = handOver;
    this.settings = env.settings();
    this.counters = env.counters();
    this.nanoTime = env.nanoTime();
    this.nextTurnNanos = nanoTime.getAsLong();
  }

  /** Lets a new pin take over from the present one. */
  interface HandOver {
    void run() throws SQLException, IOException;
  }

  /** Whether the WAL is so long that the next look should come soon. */
  boolean isNear(Boundary boundary) {
    return boundary.header().isPresent()
        && boundary.frames() >= turnFrames(boundary.header().get()) / 4 * 3;
  }

  /** Turns where the WAL is long enough and the last attempt is long enough ago. */
  void ifDue(Boundary boundary, long now) throws SQLException, IOException {
    if (boundary.header().isEmpty() || boundary.isBackfilled() || now - nextTurnNanos < 0) {
      return;
    }
    int turnFrames = turnFrames(boundary.header().get());
    if (boundary.frames() < turnFrames) {
      backOffNanos = FIRST_BACK_OFF_NANOS;
    } else if (frames.position().salts().equals(turnedGeneration)) {
      // Everything was ready for a restart, and still the application went on behind the old end.
      turnedGeneration = null;
      blocked();
    } else {
      turn(turnFrames);
    }
  }

  private int turnFrames(WalHeader header) {
    return (int) Math.min(MAX_TURN_FRAMES, settings.turnBytes() / header.frameBytes());
  }

  /** Without the write lock, where that is possible (rule 9). */
  private void turn(int turnFrames) throws SQLException, IOException {
    int limit = turnFrames + turnFrames / 8;
    int left = Integer.MAX_VALUE;
    for (int round = 0; round < TURN_ROUNDS; round++) {
      handOver.run();
      Checkpoint done = pins.checkpointPassive();
      if (done.isComplete()) {
        handOver.run();
        if (pins.letsRestart()) {
          turned();
          return;
        }
        // Somebody committed in between: the new pin holds that commit's frames.
        left = 0;
      } else if (done.isBusy()) {
        // The application checkpoints by itself; under the lock that is waited for.
        left = 0;
        break;
      } else {
        left = done.frames() - done.backfilled();
      }
      if (done.frames() >= limit) {
        left = 0;
        break;
      }
    }
    if (left < NEAR_FRAMES) {
      turnLocked();
    } else {
      nextTurnNanos = nanoTime.getAsLong() + RETRY_NANOS;
    }
  }

  /** Holds the application's write lock for as long as one checkpoint takes (rule 10). */
  private void turnLocked() throws SQLException, IOException {
    if (!pins.tryLock(nanoTime.getAsLong() + LOCK_NANOS, nanoTime)) {
      handOver.run();
      nextTurnNanos = nanoTime.getAsLong() + RETRY_NANOS;
      return;
    }
    long start = nanoTime.getAsLong();
    Checkpoint done;
    try {
      // The lock's own transaction pins now: nothing can be lost between the two pins.
      Optional<Boundary> boundary = pins.boundary(LOCKED_CHECKPOINT_NANOS);
      if (boundary.isEmpty()) {
        nextTurnNanos = nanoTime.getAsLong() + RETRY_NANOS;
        return;
      }
      frames.upTo(boundary.get());
      done =
          pins.checkpointUnderLock(
              boundary.get(), nanoTime.getAsLong() + LOCKED_CHECKPOINT_NANOS, nanoTime);
    } finally {
      pins.unlock();
    }
    counters.lockHeld(nanoTime.getAsLong() - start);
    if (done.isComplete()) {
      turned();
    } else if (done.isBusy()) {
      // A checkpoint of the application, which will end soon, and not an old reader.
      nextTurnNanos = nanoTime.getAsLong() + RETRY_NANOS;
    } else {
      blocked();
    }
  }

  private void turned() {
    turnedGeneration = frames.position().salts();
    nextTurnNanos = nanoTime.getAsLong() + RETRY_NANOS;
    counters.turns.increment();
  }

  /** Some other reader holds an old mark: the WAL cannot restart before it goes. */
  private void blocked() {
    nextTurnNanos = nanoTime.getAsLong() + backOffNanos;
    backOffNanos = Math.min(2 * backOffNanos, LONGEST_BACK_OFF_NANOS);
    counters.blockedTurns.increment();
  }
}
