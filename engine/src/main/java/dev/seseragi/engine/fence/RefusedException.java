package dev.seseragi.engine.fence;

import dev.seseragi.SeseragiException;

/**
 * This database may not go on where its replica is, and trying again does not help: the message
 * says what the user can choose. Nothing was written that changes the replica's history.
 */
public class RefusedException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  /** Says why, and what can be done. */
  public RefusedException(String message) {
    super(message);
  }
}
