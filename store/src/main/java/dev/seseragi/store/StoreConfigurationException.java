package dev.seseragi.store;

import dev.seseragi.SeseragiException;
import org.jspecify.annotations.Nullable;

/** A store cannot be opened as it is configured; the message names the key and what it takes. */
public final class StoreConfigurationException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  /** An error of the configuration alone. */
  public StoreConfigurationException(String message) {
    super(message);
  }

  /** An error that something else found. */
  public StoreConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
