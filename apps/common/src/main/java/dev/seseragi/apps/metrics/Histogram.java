package dev.seseragi.apps.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How long something takes, from 1 ms to 10 s. Safe for use by many threads. */
public final class Histogram {
  private static final double NANOS = 1e9;
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  /** Empty. */
  public Histogram() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** One more. */
  public void add(long durationNanos) {
    int i = 0;
    while (i < BOUNDS.length && durationNanos > BOUNDS[i] * NANOS) {
      i++;
    }
    counts[i].increment();
    nanos.add(durationNanos);
  }

  /**
   * Adds its samples to a family of the type histogram.
   *
   * @param labels names and values in turn
   */
  public void write(Exposition text, String name, String... labels) {
    String[] all = new String[labels.length + 2];
    System.arraycopy(labels, 0, all, 0, labels.length);
    all[labels.length] = "le";
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += counts[i].sum();
      all[labels.length + 1] = i < BOUNDS.length ? Exposition.number(BOUNDS[i]) : "+Inf";
      text.sample(name + "_bucket", (double) total, all);
    }
    text.sample(name + "_sum", (double) nanos.sum() / NANOS, labels);
    text.sample(name + "_count", (double) total, labels);
  }
}
