package dev.seseragi.engine.capture;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.LongSupplier;

/**
 * Follows the WAL of one attached database: captures what is committed and keeps the pins moving so
 * that the WAL can restart. One thread.
 */
final class WalFollower implements AutoCloseable {
  private static final long QUIET_NANOS = 2_000_000;

  /** 4, 16, 64, 256 ms and 1 s after the last commit. */
  private static final int MAX_RENEWALS = 5;

  private final Pins pins;
  private final FrameCapture frames;
  private final WalTurn turn;
  private final CaptureSettings settings;
  private final CaptureCounters counters;
  private final LongSupplier nanoTime;

  private int framesSinceHandOver;
  private int renewals;
  private long lastCommitNanos;

  /** Takes over pins under which everything up to the position of {@code frames} was captured. */
  WalFollower(Pins pins, FrameCapture frames, Environment env) {
    this.pins = pins;
    this.frames = frames;
    this.turn = new WalTurn(pins, frames, this::handOver, env);
    this.settings = env.settings();
    this.counters = env.counters();
    this.nanoTime = env.nanoTime();
    this.lastCommitNanos = nanoTime.getAsLong();
  }

  /** What a follower needs from outside. */
  record Environment(CaptureSettings settings, CaptureCounters counters, LongSupplier nanoTime) {}

  /** What {@link #step} found. */
  enum Step {
    /** Something was committed, and the WAL is so long that it has to turn soon. */
    CAPTURED_MUCH,
    /** Something was committed. */
    CAPTURED,
    /** Nothing new, but the pin will have to move soon. */
    SETTLING,
    /** Nothing new, and nothing to do until something is committed. */
    QUIET
  }

  /** What is captured. */
  FrameCapture frames() {
    return frames;
  }

  /** The boundary as it is now. */
  Boundary boundary() throws SQLException, IOException {
    return pins.boundary();
  }

  /** What is done with what was captured, before the pins move and the WAL is checkpointed. */
  interface AfterCapture {
    void run() throws IOException;
  }

  /**
   * Captures what there is and moves the pins where that is due (rules 3 to 10).
   *
   * @param after is run in between: who waits for the store need not wait for a checkpoint's fsync
   */
  Step step(AfterCapture after) throws SQLException, IOException {
    Boundary boundary = pins.boundary();
    boolean isNewGeneration = frames.isNewGeneration(boundary);
    int captured = frames.upTo(boundary);
    after.run();
    long now = nanoTime.getAsLong();
    boolean isQuiet = false;
    if (captured > 0) {
      lastCommitNanos = now;
      renewals = 0;
      framesSinceHandOver += captured;
      movePins(isNewGeneration);
    } else if (pins.isBehind(boundary)) {
      isQuiet = renewIfQuiet(now);
    } else {
      isQuiet = true;
      renewAgain(boundary, now);
    }
    turn.ifDue(boundary, now);
    if (captured > 0) {
      return turn.isNear(boundary) ? Step.CAPTURED_MUCH : Step.CAPTURED;
    }
    return isQuiet ? Step.QUIET : Step.SETTLING;
  }

  /** Captures everything that is committed by now; up to where that is. */
  Boundary captureAll() throws SQLException, IOException {
    Boundary boundary = pins.boundary();
    framesSinceHandOver += frames.upTo(boundary);
    return boundary;
  }

  /** How long until the pin should be renewed although nothing happened. */
  long nanosToRenewal(long now) {
    return renewals >= MAX_RENEWALS
        ? Long.MAX_VALUE
        : lastCommitNanos + ((2 * QUIET_NANOS) << (2 * renewals)) - now;
  }

  @Override
  public void close() throws SQLException, IOException {
    try (pins) {
      frames.close();
    }
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

  private void handOver() throws SQLException, IOException {
    pins.handOver(frames::upTo);
    framesSinceHandOver = 0;
    counters.handOvers.increment();
  }
}
