package dev.seseragi.store;

import org.jspecify.annotations.Nullable;

/**
 * The store refuses the request and will refuse it again: missing permission, wrong credentials, no
 * such bucket, a read-only folder. Fix the configuration.
 */
public final class StoreForbiddenException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** The message says what was refused, why, and what to change. */
  public StoreForbiddenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
