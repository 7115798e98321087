package dev.seseragi.engine.restore;

import dev.seseragi.SeseragiException;
import dev.seseragi.store.ObjectMissingException;
import org.jspecify.annotations.Nullable;

/** An object of the plan is not what it should be. Another way around it is looked for. */
final class FlawedObjectException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  private final String object;
  private final boolean isMissing;

  private FlawedObjectException(
      String object, String problem, boolean isMissing, @Nullable Throwable cause) {
    super(problem, cause);
    this.object = object;
    this.isMissing = isMissing;
  }

  static FlawedObjectException damaged(String object, String problem, @Nullable Throwable cause) {
    return new FlawedObjectException(object, problem, false, cause);
  }

  static FlawedObjectException missing(String object, ObjectMissingException cause) {
    return new FlawedObjectException(
        object,
        "object %s is listed but cannot be read: it is not there".formatted(object),
        true,
        cause);
  }

  String object() {
    return object;
  }

  /** Whether it was gone when it was read: retention may have removed it since the listing. */
  boolean isMissing() {
    return isMissing;
  }
}
