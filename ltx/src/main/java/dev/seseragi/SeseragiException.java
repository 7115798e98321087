package dev.seseragi;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors that Seseragi raises by itself.
 *
 * <p>Subclasses differ by what the caller does next: retry, stop, fix the configuration, restore
 * another point. A message names the action, the object, what was expected, what was found and the
 * next step, and never contains a secret.
 */
public class SeseragiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with nothing behind it. */
  public SeseragiException(String message) {
    super(message);
  }

  /** An error with what caused it. */
  public SeseragiException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
