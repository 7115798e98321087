package dev.seseragi.cli.restore;

import dev.seseragi.cli.text.Sizes;
import dev.seseragi.engine.restore.RestoreListener;
import dev.seseragi.engine.restore.RestorePlan;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shows how far a restore is: a bar that moves on a terminal, a line now and then elsewhere, and
 * nothing for what is quick. Used by one thread at a time.
 */
final class RestoreProgress implements RestoreListener {
  private static final long BAR_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LINE_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int BAR_WIDTH = 30;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean isTerminal;
  private final LongSupplier nanoTime;
  private long beginNanos;
  private long lastNanos;
  private boolean isBarShown;

  /**
   * @param nanoTime a monotonic clock
   */
  RestoreProgress(PrintStream err, boolean isTerminal, LongSupplier nanoTime) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.nanoTime = nanoTime;
  }

  @Override
  public void planned(RestorePlan plan) {
    beginNanos = nanoTime.getAsLong();
    lastNanos = beginNanos;
  }

  @Override
  public void progress(long doneBytes, long totalBytes) {
    long now = nanoTime.getAsLong();
    if (now - lastNanos < (isTerminal ? BAR_PAUSE_NANOS : LINE_PAUSE_NANOS)) {
      return;
    }
    lastNanos = now;
    String figures = figures(doneBytes, totalBytes, now - beginNanos);
    if (isTerminal) {
      err.print(CLEAR_LINE + bar(doneBytes, totalBytes) + " " + figures);
      isBarShown = true;
    } else {
      err.print("restoring: " + figures + "\n");
    }
  }

  /** Removes the bar, if there is one. */
  void end() {
    if (isBarShown) {
      err.print(CLEAR_LINE);
      isBarShown = false;
    }
  }

  private static String bar(long doneBytes, long totalBytes) {
    int filled = (int) (BAR_WIDTH * fraction(doneBytes, totalBytes));
    return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
  }

  private static double fraction(long doneBytes, long totalBytes) {
    return totalBytes <= 0 ? 1 : Math.min(1.0, (double) doneBytes / totalBytes);
  }

  private static String figures(long doneBytes, long totalBytes, long elapsedNanos) {
    double perSecond = doneBytes * 1e9 / Math.max(1, elapsedNanos);
    long leftSeconds = perSecond < 1 ? 0 : Math.round((totalBytes - doneBytes) / perSecond);
    return "%3d %% %s of %s, %s/s, %d:%02d left"
        .formatted(
            (int) (100 * fraction(doneBytes, totalBytes)),
            Sizes.human(doneBytes),
            Sizes.human(totalBytes),
            Sizes.human((long) perSecond),
            leftSeconds / 60,
            leftSeconds % 60);
  }
}
