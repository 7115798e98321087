package dev.seseragi.jdbc;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A write was refused before it happened: too much is committed here that the store has not
 * confirmed, or for too long ({@link BackPressure}). Nothing was changed; trying again later is
 * right, as is HTTP 503.
 *
 * <p>SQLState 53000 (insufficient resources), vendor code {@value #VENDOR_CODE}.
 */
public final class BackPressureException extends SQLTransientConnectionException {
  /** SQLState: insufficient resources. */
  public static final String SQL_STATE = "53000";

  /** The vendor code. */
  public static final int VENDOR_CODE = 90_003;

  private static final long serialVersionUID = 1L;

  BackPressureException(String message, @Nullable Throwable cause) {
    super(message, SQL_STATE, VENDOR_CODE, cause);
  }
}
