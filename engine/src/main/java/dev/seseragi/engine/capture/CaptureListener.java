package dev.seseragi.engine.capture;

/** Learns how capture fares. Called on the capturing thread; must not block. */
public interface CaptureListener {
  /** There is no database at the path (yet, or any more). */
  void waitingForDatabase();

  /**
   * The database is followed.
   *
   * @param mode {@code wal} or {@code rollback}
   * @param how in words, how it was taken up: continued, compared, or copied whole
   */
  void following(String mode, String how);

  /** Something is wrong; capture tries again by itself. */
  void failed(String problem);
}
