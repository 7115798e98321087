package dev.seseragi.engine.litestream3;

import dev.seseragi.SeseragiException;
import org.jspecify.annotations.Nullable;

/**
 * An object that Litestream 0.3 wrote is damaged, or one before it is missing. Reading it again
 * will not help: restore an earlier point.
 */
public final class Litestream3Exception extends SeseragiException {
  private static final long serialVersionUID = 1L;

  private final String object;

  Litestream3Exception(String object, String problem, @Nullable Throwable cause) {
    super("object " + object + ": " + problem, cause);
    this.object = object;
  }

  /** The name of the object at which history cannot be followed. */
  public String object() {
    return object;
  }
}
