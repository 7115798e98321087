package dev.seseragi.engine.capture;

/** How long a session waits between two looks at the WAL, and what wakes it earlier. */
final class Pace {
  private static final long MILLI = 1_000_000;
  private static final long BUSY_PAUSE_NANOS = 2 * MILLI;
  private static final long NEAR_PAUSE_NANOS = MILLI / 5;
  private static final long SETTLING_PAUSE_NANOS = MILLI;

  /** From 400 captures or 1,000 frames a second on, events cost more than looking every 2 ms. */
  private static final long BUSY_WINDOW_NANOS = 50 * MILLI;

  private static final int BUSY_CAPTURES = 20;
  private static final int BUSY_FRAMES = 50;
  private static final long QUIET_AGAIN_NANOS = 20 * MILLI;

  private final Session.Context context;
  private final FileEvents.Subscription events;
  private long windowStartNanos = System.nanoTime();
  private long lastCaptureNanos = windowStartNanos;
  private int capturesInWindow;
  private long framesBeforeWindow;

  Pace(Session.Context context, FileEvents.Subscription events) {
    this.context = context;
    this.events = events;
  }

  /** Waits as long as what the last step found allows. */
  void pause(WalFollower.Step step, WalFollower follower) throws InterruptedException {
    long now = System.nanoTime();
    switch (step) {
      case CAPTURED_MUCH -> {
        countCapture(now);
        context.signal().awaitUrgent(NEAR_PAUSE_NANOS);
      }
      case CAPTURED -> {
        countCapture(now);
        long pause = Math.min(BUSY_PAUSE_NANOS, nanosToHandOver(follower));
        if (events.isArmed() && !context.requests().isUrgent()) {
          context.signal().await(pause);
        } else {
          context.signal().awaitUrgent(pause);
        }
      }
      case SETTLING -> context.signal().await(SETTLING_PAUSE_NANOS);
      case QUIET -> {
        boolean isQuietAgain = now - lastCaptureNanos > QUIET_AGAIN_NANOS;
        if (events.isArmed()) {
          context.signal().await(idleNanos(follower));
        } else if (!isQuietAgain || !events.arm()) {
          context.signal().awaitUrgent(Math.min(BUSY_PAUSE_NANOS, nanosToHandOver(follower)));
        }
      }
    }
  }

  private void countCapture(long now) {
    lastCaptureNanos = now;
    capturesInWindow++;
    if (now - windowStartNanos > BUSY_WINDOW_NANOS) {
      long frames = context.setup().counters().frames();
      if (capturesInWindow >= BUSY_CAPTURES || frames - framesBeforeWindow >= BUSY_FRAMES) {
        events.disarm();
      }
      framesBeforeWindow = frames;
      windowStartNanos = now;
      capturesInWindow = 0;
    }
  }

  private long idleNanos(WalFollower follower) {
    long look =
        Math.min(
            context.setup().settings().idleLook().toNanos(),
            Math.max(0, follower.nanosToRenewal(System.nanoTime())));
    return Math.min(look, nanosToHandOver(follower));
  }

  /** How long until what is captured is due; for ever where there is nothing, or it has to wait. */
  private long nanosToHandOver(WalFollower follower) {
    return follower.frames().pending().isEmpty() || !context.shipper().isIdle()
        ? Long.MAX_VALUE
        : Math.max(0, context.nanosToNextHandOver());
  }
}
