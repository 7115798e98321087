package dev.seseragi.jdbc;

import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * This process is not the writer of the replica any more: another one took over, or the replica may
 * not be continued from this database. It stays so until the process starts anew; readiness should
 * turn false and the process should end.
 *
 * <p>SQLState 08007 (transaction resolution unknown) if something was committed here, 25006
 * (read-only transaction) if the write was refused before it happened; vendor code {@value
 * #VENDOR_CODE}.
 */
public final class NotWriterException extends SQLNonTransientConnectionException {
  /** The vendor code. */
  public static final int VENDOR_CODE = 90_002;

  private static final long serialVersionUID = 1L;
  private static final String STATE_REFUSED = "25006";

  private final boolean isCommittedHere;

  NotWriterException(String message, boolean isCommittedHere, @Nullable Throwable cause) {
    super(
        message,
        isCommittedHere ? NotYetDurableException.SQL_STATE : STATE_REFUSED,
        VENDOR_CODE,
        cause);
    this.isCommittedHere = isCommittedHere;
  }

  /**
   * Whether the commit stands in the local database, which nobody will go on from. If it was on its
   * way to the store at that moment it may have got there; otherwise it did not, and never will.
   */
  public boolean isCommittedHere() {
    return isCommittedHere;
  }
}
