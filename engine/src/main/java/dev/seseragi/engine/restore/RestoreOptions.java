package dev.seseragi.engine.restore;

/**
 * How a restore is done.
 *
 * @param parallelism how many objects, or parts of one, are read at the same time: 1 … 64
 * @param integrityCheck what SQLite checks before the file gets its name
 * @param overwrite whether an existing database and its {@code -wal}, {@code -shm} and {@code
 *     -journal} files are replaced, once the new one is complete
 * @param allowEarlierPoint whether, when the point asked for cannot be had because objects are
 *     missing or damaged, the latest valid point before it is restored instead; what is lost then
 *     stands in {@link RestoreResult#loss()}
 * @param listener hears how it gets on
 * @param pages sees each page
 */
public record RestoreOptions(
    int parallelism,
    IntegrityCheck integrityCheck,
    boolean overwrite,
    boolean allowEarlierPoint,
    RestoreListener listener,
    PageSink pages) {

  /** How many reads at the same time, unless told otherwise. */
  public static final int DEFAULT_PARALLELISM = 8;

  private static final int MAX_PARALLELISM = 64;

  /** Checks the range. */
  public RestoreOptions {
    if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
      throw new IllegalArgumentException(
          "the parallelism of a restore is 1 to %d, found %d"
              .formatted(MAX_PARALLELISM, parallelism));
    }
  }

  /** Eight reads at a time, no check by SQLite, nothing replaced, no earlier point. */
  public static RestoreOptions defaults() {
    return new RestoreOptions(
        DEFAULT_PARALLELISM,
        IntegrityCheck.NONE,
        false,
        false,
        RestoreListener.NONE,
        PageSink.NONE);
  }

  /** These options with another parallelism. */
  public RestoreOptions withParallelism(int parallelism) {
    return new RestoreOptions(
        parallelism, integrityCheck, overwrite, allowEarlierPoint, listener, pages);
  }

  /** These options with another check by SQLite. */
  public RestoreOptions withIntegrityCheck(IntegrityCheck integrityCheck) {
    return new RestoreOptions(
        parallelism, integrityCheck, overwrite, allowEarlierPoint, listener, pages);
  }

  /** These options, replacing an existing database or not. */
  public RestoreOptions withOverwrite(boolean overwrite) {
    return new RestoreOptions(
        parallelism, integrityCheck, overwrite, allowEarlierPoint, listener, pages);
  }

  /** These options, content with an earlier point or not. */
  public RestoreOptions withAllowEarlierPoint(boolean allowEarlierPoint) {
    return new RestoreOptions(
        parallelism, integrityCheck, overwrite, allowEarlierPoint, listener, pages);
  }

  /** These options with another listener. */
  public RestoreOptions withListener(RestoreListener listener) {
    return new RestoreOptions(
        parallelism, integrityCheck, overwrite, allowEarlierPoint, listener, pages);
  }

  /** These options with another page sink. */
  public RestoreOptions withPages(PageSink pages) {
    return new RestoreOptions(
        parallelism, integrityCheck, overwrite, allowEarlierPoint, listener, pages);
  }
}
