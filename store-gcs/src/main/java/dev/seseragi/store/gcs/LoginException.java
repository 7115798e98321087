package dev.seseragi.store.gcs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There are no usable credentials. */
final class LoginException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean isTransient;

  /**
   * An error whose message has no secret.
   *
   * @param isTransient whether another attempt may work without a change to the configuration
   */
  LoginException(String message, boolean isTransient, @Nullable Throwable cause) {
    super(message, cause);
    this.isTransient = isTransient;
  }

  boolean isTransient() {
    return isTransient;
  }
}
