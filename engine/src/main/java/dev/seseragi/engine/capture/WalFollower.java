package dev.seseragi.engine.capture;

import dev.seseragi.engine.capture.SqliteHandle.Checkpoint;
import dev.seseragi.engine.wal.WalChecksum;
import dev.seseragi.engine.wal.WalFrame;
import dev.seseragi.engine.wal.WalHeader;
import dev.seseragi.engine.wal.WalPosition;
import dev.seseragi.engine.wal.WalSalts;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the WAL of one attached database: captures what is committed and keeps the pins moving so
 * that the WAL can restart. One thread.
 */
final class WalFollower implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 * 1024;
  private static final int MAX_TURN_FRAMES = 12_000;
  private static final int NEAR_FRAMES = 600;
  private static final int TURN_ROUNDS = 4;
  private static final long MILLI = 1_000_000;
  private static final long QUIET_NANOS = 2 * MILLI;

  /** 4, 8 … 512 ms after the last commit. */
  private static final int MAX_RENEWALS = 8;

  private static final long LOCK_NANOS = 10 * MILLI;
  private static final long LOCKED_CHECKPOINT_NANOS = 8 * MILLI;
  private static final long CHECKPOINTER_PAUSE_NANOS = MILLI * 3 / 10;
  private static final long RETRY_NANOS = 2 * MILLI;
  private static final long FIRST_BACK_OFF_NANOS = 100 * MILLI;
  private static final long LONGEST_BACK_OFF_NANOS = 5_000 * MILLI;

  private final Pins pins;
  private final WalFile wal;
  private final CaptureSettings settings;
  private final CaptureCounters counters;
  private final LongSupplier nanoTime;

  private PendingBatch pending;
  private WalPosition position;
  private @Nullable WalHeader header;

  /** The generation that was last made ready for a restart. */
  private @Nullable WalSalts turnedGeneration;

  private byte[] chunk = new byte[0];
  private int framesSinceHandOver;
  private int renewals;
  private long lastCommitNanos;
  private long nextTurnNanos;
  private long backOffNanos = FIRST_BACK_OFF_NANOS;

  /**
   * Takes over pins under which everything up to {@code position} was captured.
   *
   * @param pending takes what is captured from now on
   */
  WalFollower(Pins pins, WalFile wal, WalPosition position, PendingBatch pending, Environment env) {
    this.pins = pins;
    this.wal = wal;
    this.position = position;
    this.pending = pending;
    this.settings = env.settings();
    this.counters = env.counters();
    this.nanoTime = env.nanoTime();
    this.lastCommitNanos = nanoTime.getAsLong();
    this.nextTurnNanos = lastCommitNanos;
  }

  /** What a follower needs from outside. */
  record Environment(CaptureSettings settings, CaptureCounters counters, LongSupplier nanoTime) {}

  /** What {@link #step} found. */
  enum Step {
    /** Something was committed. */
    CAPTURED,
    /** Nothing new, but the pin will have to move soon. */
    SETTLING,
    /** Nothing new, and nothing to do until something is committed. */
    QUIET
  }

  WalPosition position() {
    return position;
  }

  /** The header of the generation that the position lies in. */
  WalHeader header() {
    return Objects.requireNonNull(header, "nothing was captured yet");
  }

  PendingBatch pending() {
    return pending;
  }

  /** From now on captures into {@code next}; gives back what was pending so far. */
  PendingBatch swapPending(PendingBatch next) {
    PendingBatch full = pending;
    pending = next;
    return full;
  }

  /** The boundary as it is now. */
  Boundary boundary() throws SQLException, IOException {
    return pins.boundary();
  }

  /** Captures what there is and moves the pins where that is due (rules 3 to 10). */
  Step step() throws SQLException, IOException {
    Boundary boundary = pins.boundary();
    boolean isNewGeneration = isNewGeneration(boundary);
    boolean hasCaptured = capture(boundary);
    long now = nanoTime.getAsLong();
    boolean isQuiet = false;
    if (hasCaptured) {
      lastCommitNanos = now;
      renewals = 0;
      movePins(isNewGeneration);
    } else if (pins.isBehind(boundary)) {
      isQuiet = renewIfQuiet(now);
    } else {
      isQuiet = true;
      renewAgain(boundary, now);
    }
    turnIfDue(boundary, now);
    if (hasCaptured) {
      return Step.CAPTURED;
    }
    return isQuiet ? Step.QUIET : Step.SETTLING;
  }

  /** Captures everything that is committed by now; up to where that is. */
  Boundary captureAll() throws SQLException, IOException {
    Boundary boundary = pins.boundary();
    capture(boundary);
    return boundary;
  }

  @Override
  public void close() throws SQLException, IOException {
    pending.discard();
    pins.close();
    wal.close();
  }

  private boolean isNewGeneration(Boundary boundary) {
    return boundary.header().isPresent()
        && !boundary.header().get().salts().equals(position.salts());
  }

  private void movePins(boolean isNewGeneration) throws SQLException, IOException {
    if (isNewGeneration) {
      // On read slot 0 the pin stops every checkpoint, and each commit of the application would
      // try one in vain (rule 6).
      handOver();
    } else if (framesSinceHandOver >= settings.stepFrames()) {
      handOver();
      pins.checkpointPassive();
    }
  }

  /**
   * A blocking checkpoint of the application waits for the pin while it holds the write lock: move
   * as soon as nobody commits (rule 8).
   */
  private boolean renewIfQuiet(long now) throws SQLException, IOException {
    if (now - lastCommitNanos < QUIET_NANOS) {
      return false;
    }
    handOver();
    return true;
  }

  /**
   * While all read slots are taken a new pin has to share an old mark, and a blocking checkpoint of
   * the application goes on waiting for it. So the pin is renewed some more times, each time later.
   */
  private void renewAgain(Boundary boundary, long now) throws SQLException, IOException {
    if (boundary.isBackfilled()) {
      renewals = MAX_RENEWALS;
    } else if (nanosToRenewal(now) <= 0) {
      renewals++;
      handOver();
    }
  }

  /** How long until the pin should be renewed although nothing happened. */
  long nanosToRenewal(long now) {
    return renewals >= MAX_RENEWALS
        ? Long.MAX_VALUE
        : lastCommitNanos + ((2 * QUIET_NANOS) << renewals) - now;
  }

  private void handOver() throws SQLException, IOException {
    pins.handOver(this::capture);
    framesSinceHandOver = 0;
    counters.handOvers.increment();
  }

  private int turnFrames(WalHeader header) {
    return (int) Math.min(MAX_TURN_FRAMES, settings.turnBytes() / header.frameBytes());
  }

  private void turnIfDue(Boundary boundary, long now) throws SQLException, IOException {
    if (boundary.header().isEmpty() || boundary.isBackfilled() || now - nextTurnNanos < 0) {
      return;
    }
    int turnFrames = turnFrames(boundary.header().get());
    if (boundary.frames() < turnFrames) {
      backOffNanos = FIRST_BACK_OFF_NANOS;
    } else if (position.salts().equals(turnedGeneration)) {
      // Everything was ready for a restart, and still the application went on behind the old end.
      turnedGeneration = null;
      blocked();
    } else {
      turn(turnFrames);
    }
  }

  /** Brings about a restart of the WAL, without the write lock where that is possible (rule 9). */
  private void turn(int turnFrames) throws SQLException, IOException {
    int left = Integer.MAX_VALUE;
    int frames = 0;
    int limit = turnFrames + turnFrames / 8;
    for (int round = 0; round < TURN_ROUNDS && frames < limit; round++) {
      handOver();
      Checkpoint done = pins.checkpointPassive();
      if (done.isComplete()) {
        handOver();
        if (pins.letsRestart()) {
          turned();
          return;
        }
        // Somebody committed in between: the new pin holds that commit's frames.
        left = 0;
        continue;
      }
      if (done.isBusy()) {
        LockSupport.parkNanos(CHECKPOINTER_PAUSE_NANOS);
      } else {
        left = done.frames() - done.backfilled();
        frames = done.frames();
      }
    }
    if (left < NEAR_FRAMES || frames >= limit) {
      turnLocked();
    } else {
      nextTurnNanos = nanoTime.getAsLong() + RETRY_NANOS;
    }
  }

  /** Holds the application's write lock for as long as one checkpoint takes (rule 10). */
  private void turnLocked() throws SQLException, IOException {
    if (!pins.tryLock(nanoTime.getAsLong() + LOCK_NANOS, nanoTime)) {
      handOver();
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
      capture(boundary.get());
      done =
          pins.checkpointUnderLock(
              boundary.get(), nanoTime.getAsLong() + LOCKED_CHECKPOINT_NANOS, nanoTime);
    } finally {
      pins.unlock();
    }
    framesSinceHandOver = 0;
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
    turnedGeneration = position.salts();
    nextTurnNanos = nanoTime.getAsLong() + RETRY_NANOS;
    counters.turns.increment();
  }

  /** Some other reader holds an old mark: the WAL cannot restart before it goes. */
  private void blocked() {
    nextTurnNanos = nanoTime.getAsLong() + backOffNanos;
    backOffNanos = Math.min(2 * backOffNanos, LONGEST_BACK_OFF_NANOS);
    counters.blockedTurns.increment();
  }

  /**
   * Captures from the position up to the boundary (rule 4).
   *
   * @return whether there was anything
   * @throws ContinuityException if the frames do not follow from the position
   */
  private boolean capture(Boundary boundary) throws IOException {
    if (boundary.header().isEmpty() || boundary.frames() == 0) {
      return false;
    }
    WalHeader now = boundary.header().get();
    boolean isNew = !now.salts().equals(position.salts());
    if (isNew || position.frame() == 0) {
      startGeneration(now, isNew);
    }
    header = now;
    if (boundary.frames() < position.frame()) {
      throw new ContinuityException("the WAL became shorter under the pin");
    }
    if (boundary.frames() == position.frame()) {
      return false;
    }
    readFrames(now, boundary.frames());
    return true;
  }

  private void startGeneration(WalHeader now, boolean isNew) throws ContinuityException {
    if (!now.pageSize().equals(pending.pageSize())) {
      throw new ContinuityException("the page size changed");
    }
    if (isNew) {
      pending.startGeneration();
    }
    // Even with the same salts: at frame 0 the chain begins with the header as it is now (rule 4).
    position = now.start();
  }

  private void readFrames(WalHeader header, int lastFrame) throws IOException {
    int frameBytes = header.frameBytes();
    int perChunk = Math.max(1, CHUNK_BYTES / frameBytes);
    if (chunk.length < perChunk * frameBytes) {
      chunk = new byte[perChunk * frameBytes];
    }
    int first = position.frame() + 1;
    WalChecksum checksum = position.checksum();
    int committed = 0;
    for (int next = first; next <= lastFrame; next += perChunk) {
      int count = Math.min(perChunk, lastFrame - next + 1);
      if (!wal.read(header.offsetOf(next), chunk, count * frameBytes)) {
        throw new ContinuityException("the WAL ends before its last commit");
      }
      for (int i = 0; i < count; i++) {
        checksum = captureFrame(header, i * frameBytes, checksum);
        committed = WalFrame.commitPages(chunk, i * frameBytes);
      }
    }
    if (committed == 0) {
      throw new ContinuityException("the last frame of the WAL is not a commit");
    }
    framesSinceHandOver += lastFrame - first + 1;
    counters.frames.add(lastFrame - first + 1L);
    position = new WalPosition(header.salts(), lastFrame, checksum);
    pending.reached(position);
  }

  private WalChecksum captureFrame(WalHeader header, int at, WalChecksum before)
      throws IOException {
    WalChecksum after = WalFrame.checksumAfter(before, chunk, at, header);
    if (!WalFrame.hasSalts(chunk, at, header.salts()) || !WalFrame.hasChecksum(chunk, at, after)) {
      throw new ContinuityException("a committed frame does not carry on the WAL's checksum");
    }
    pending.put(WalFrame.pageNumber(chunk, at), chunk, at + WalFrame.HEADER_BYTES);
    int commitPages = WalFrame.commitPages(chunk, at);
    if (commitPages != 0) {
      pending.commit(commitPages);
    }
    return after;
  }
}
