package dev.seseragi.store;

/** The store was closed by this process. Nothing is wrong with it; stop using it. */
public final class StoreClosedException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names what was asked of which store. */
  public StoreClosedException(String action, String store) {
    super("cannot " + action + " in " + store + ": it was closed in this process");
  }
}
