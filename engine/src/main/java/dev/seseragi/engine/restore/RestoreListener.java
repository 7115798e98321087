package dev.seseragi.engine.restore;

/**
 * Hears how a restore gets on. Called by one thread at a time, the one that runs the restore; what
 * it throws ends the restore.
 */
public interface RestoreListener {
  /** Hears nothing. */
  RestoreListener NONE = new RestoreListener() {};

  /**
   * What will be read. Called again, with progress starting from 0, when objects turned out to be
   * missing or damaged and another way was found.
   */
  default void planned(RestorePlan plan) {}

  /**
   * How far the restore is.
   *
   * @param doneBytes of the plan's objects, read and verified
   * @param totalBytes {@link RestorePlan#totalBytes()}
   */
  default void progress(long doneBytes, long totalBytes) {}
}
