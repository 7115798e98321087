package dev.seseragi.store;

/**
 * An object is not what was written under its name: it was changed, cut or exchanged since. Thrown
 * by reads and by the streams they return, where a store can tell. Reading again may help if it was
 * damaged on its way; if it does not, take the object for lost.
 */
public final class DamagedObjectException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names the store and the object, and says what is wrong with it. */
  public DamagedObjectException(String store, String name, String problem) {
    super("object %s in %s is damaged: %s".formatted(name, store, problem));
  }
}
