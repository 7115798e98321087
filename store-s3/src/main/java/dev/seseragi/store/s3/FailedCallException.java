package dev.seseragi.store.s3;

import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;

/** A call that all its attempts left undone, or of which that is not known. */
final class FailedCallException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final boolean mayBeApplied;

  /**
   * @param failure of the last attempt
   * @param mayBeApplied whether this or an earlier attempt may have been, or may still be, applied
   */
  FailedCallException(Failure failure, boolean mayBeApplied) {
    super(failure.reason(), failure.cause());
    this.failure = failure;
    this.mayBeApplied = mayBeApplied;
  }

  Failure.Kind kind() {
    return failure.kind();
  }

  boolean mayBeApplied() {
    return mayBeApplied;
  }

  /** The same of a call without which nothing gets a name. */
  FailedCallException notApplied() {
    return new FailedCallException(failure, false);
  }

  /** The same of a look at what an earlier call did. */
  FailedCallException maybeApplied() {
    return new FailedCallException(failure, true);
  }

  /** As callers of the store are told. */
  StoreException toStoreException(String action, String store) {
    String message = "cannot %s in %s: %s".formatted(action, store, failure.reason());
    return switch (failure.kind()) {
      case REFUSED -> new StoreForbiddenException(message, failure.cause());
      case CLOSED -> new StoreClosedException(action, store);
      case TAKEN, MISSING, OUT_OF_RANGE, TEMPORARY -> new StoreException(message, failure.cause());
    };
  }
}
