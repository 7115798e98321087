package dev.seseragi.store.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The connection broke, or could not be made. What was asked last may or may not have been done;
 * another connection may work.
 */
final class ConnectionLostException extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectionLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
