package dev.seseragi.store.azure;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no token just now; nothing was sent to the store. */
final class NoTokenException extends IOException {
  private static final long serialVersionUID = 1L;

  NoTokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
