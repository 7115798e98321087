package dev.seseragi.engine.proof;

import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What one proof came to: whether the store gives back what the database is.
 *
 * @param outcome what was found
 * @param asOf what was committed before this moment was covered
 * @param position the position that was restored; {@link Txid#NONE} if it did not come to that
 * @param finished when it ended
 * @param problem what is wrong, naming the object or page, and what to do; with {@link
 *     Outcome#PROVEN}: which damaged object the restore could do without
 * @param cost what it asked of the store
 */
public record Proof(
    Outcome outcome,
    Instant asOf,
    Txid position,
    Instant finished,
    Optional<String> problem,
    Cost cost) {

  /** What can be found. */
  public enum Outcome {
    /** Restored, found sound by SQLite, and equal to the database, page for page. */
    PROVEN,

    /**
     * Nothing was committed since the last proof, and all objects that it read are still there, as
     * long as they were. They were not read again: that happens at every tenth proof.
     */
    UNCHANGED,

    /** What is in the store cannot be restored, or is not what the database is. */
    FAILED,

    /** Nothing was found out: the store did not answer, there was no room, or the like. */
    NOT_DONE;

    /** As notes, metrics and commands write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a restore is proven by it. */
    public boolean isGood() {
      return this == PROVEN || this == UNCHANGED;
    }
  }

  /**
   * What was asked of a store.
   *
   * @param requests listings and reads
   * @param readBytes the bytes of what was read, repeated reads included
   */
  public record Cost(long requests, long readBytes) {
    /** Nothing. */
    public static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
      return new Cost(requests + other.requests, readBytes + other.readBytes);
    }
  }
}
