package dev.seseragi.engine;

import dev.seseragi.SeseragiException;

/**
 * This process did not become the writer of a replica in time. The message says what was wrong
 * last. Nothing was changed that another start could not go on from.
 */
public final class OpeningTimeoutException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  OpeningTimeoutException(String message) {
    super(message);
  }
}
