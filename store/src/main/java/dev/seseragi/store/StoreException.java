package dev.seseragi.store;

import dev.seseragi.SeseragiException;
import org.jspecify.annotations.Nullable;

/**
 * The store could not do what it was asked. Where this class itself is thrown nothing is known to
 * be wrong with the request or the configuration: trying again later may work. Subclasses name the
 * cases in which another step is the right one.
 */
public class StoreException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  /** An error with what caused it. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** An error with nothing behind it. */
  public StoreException(String message) {
    super(message);
  }
}
