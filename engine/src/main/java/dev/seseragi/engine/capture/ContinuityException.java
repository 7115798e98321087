package dev.seseragi.engine.capture;

import java.io.IOException;

/**
 * It can't be proven any more that every committed frame was seen. Capture compares the whole
 * database with the page ledger then; nothing is lost.
 */
final class ContinuityException extends IOException {
  private static final long serialVersionUID = 1L;

  ContinuityException(String reason) {
    super(reason);
  }
}
