package dev.seseragi.bench.load;

/** Counts durations in classes of about 1.5 % width. Not thread-safe. */
public final class Histogram {
  /** Classes for each doubling. */
  private static final int STEPS_BITS = 6;

  private static final int STEPS = 1 << STEPS_BITS;

  private final long[] counts = new long[STEPS * (Long.SIZE - STEPS_BITS + 1)];
  private long count;
  private long maxNanos;

  /** An empty one. */
  public Histogram() {}

  /** Takes a duration, 0 or more. */
  public void add(long nanos) {
    counts[index(nanos)]++;
    count++;
    maxNanos = Math.max(maxNanos, nanos);
  }

  /** How many there were. */
  public long count() {
    return count;
  }

  /** The longest; 0 if there were none. */
  public long maxNanos() {
    return maxNanos;
  }

  /**
   * What {@code share} of all durations do not exceed, to within a class; 0 if there were none.
   *
   * @param share 0 to 1, such as 0.999
   */
  public long quantileNanos(double share) {
    long rank = (long) Math.ceil(share * count);
    long seen = 0;
    for (int index = 0; index < counts.length; index++) {
      seen += counts[index];
      if (seen >= rank && seen > 0) {
        return Math.min(maxNanos, end(index));
      }
    }
    return maxNanos;
  }

  private static int index(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEPS_BITS;
    return (shift << STEPS_BITS) + (int) (nanos >>> shift);
  }

  /** The largest duration of a class. */
  private static long end(int index) {
    int shift = Math.max(0, (index >>> STEPS_BITS) - 1);
    long steps = index - ((long) shift << STEPS_BITS);
    return ((steps + 1) << shift) - 1;
  }
}
