package dev.seseragi.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Committed here, not yet in the store: there was no confirmation in time, or the waiting thread
 * was interrupted (its flag stays set). The commit stands in the local database, others see it, and
 * it may still reach the store. So the work must not simply be done again: ask the database whether
 * it is there, or wait on with {@link Seseragi#awaitDurable(java.time.Duration)}.
 *
 * <p>SQLState 08007 (transaction resolution unknown), vendor code {@value #VENDOR_CODE}.
 */
public final class NotYetDurableException extends SQLException {
  /** SQLState: transaction resolution unknown. */
  public static final String SQL_STATE = "08007";

  /** The vendor code. */
  public static final int VENDOR_CODE = 90_001;

  private static final long serialVersionUID = 1L;

  NotYetDurableException(String message, @Nullable Throwable cause) {
    super(message, SQL_STATE, VENDOR_CODE, cause);
  }
}
