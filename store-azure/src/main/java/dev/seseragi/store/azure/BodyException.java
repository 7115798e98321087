package dev.seseragi.store.azure;

import java.io.IOException;

/** A body cannot be read, or is not as long as it says. Nothing was made of it. */
final class BodyException extends IOException {
  private static final long serialVersionUID = 1L;

  BodyException(String message) {
    super(message);
  }

  BodyException(IOException cause) {
    super("the body cannot be read: " + cause.getMessage(), cause);
  }
}
