package dev.seseragi.engine.restore;

import dev.seseragi.SeseragiException;

/** An object is not what it should be. Another way around it is looked for. */
final class FlawedObjectException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  private final String object;

  FlawedObjectException(String object, String problem) {
    super(problem);
    this.object = object;
  }

  String object() {
    return object;
  }
}
