package dev.seseragi.engine.restore;

import dev.seseragi.SeseragiException;

/**
 * The replica is in order but cannot give this point: it lies outside the history, or inside a
 * segment, where no point is kept. The message states which points there are: choose one of them.
 */
public final class PointNotAvailableException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  PointNotAvailableException(String message) {
    super(message);
  }
}
