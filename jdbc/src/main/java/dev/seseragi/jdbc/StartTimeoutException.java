package dev.seseragi.jdbc;

import dev.seseragi.SeseragiException;
import org.jspecify.annotations.Nullable;

/**
 * This process did not become the writer of the replica in time. The message says what was wrong
 * last. Nothing was changed that another start could not go on from.
 */
public final class StartTimeoutException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  StartTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
