package dev.seseragi.store.sftp;

import java.io.IOException;

/** The calling thread was interrupted while it waited; its interrupt flag is set again. */
final class InterruptedCallException extends IOException {
  private static final long serialVersionUID = 1L;

  InterruptedCallException(InterruptedException cause) {
    super("the thread was interrupted", cause);
    Thread.currentThread().interrupt();
  }
}
