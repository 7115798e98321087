package dev.seseragi.jdbc;

import java.sql.SQLNonTransientException;

/**
 * A {@link Position} was made by another process (or before a restart) while what it covers was not
 * yet in the store, so nobody can know here whether it got there. Look for the data instead.
 *
 * <p>SQLState 08007 (transaction resolution unknown), vendor code {@value #VENDOR_CODE}.
 */
public final class UnknownPositionException extends SQLNonTransientException {
  /** The vendor code. */
  public static final int VENDOR_CODE = 90_011;

  private static final long serialVersionUID = 1L;

  UnknownPositionException(Position position) {
    super(
        "position %s was made by another process and was not in the store then: whether it got there cannot be known here"
            .formatted(position),
        NotYetDurableException.SQL_STATE,
        VENDOR_CODE);
  }
}
