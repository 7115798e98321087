package dev.seseragi.store;

import org.jspecify.annotations.Nullable;

/** Nothing has the name that was read. Retention may have removed it: list again. */
public final class ObjectMissingException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the store and the object. */
  public ObjectMissingException(String store, String name, @Nullable Throwable cause) {
    super("there is no object " + name + " in " + store, cause);
  }
}
