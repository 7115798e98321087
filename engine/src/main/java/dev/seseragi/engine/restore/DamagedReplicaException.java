package dev.seseragi.engine.restore;

import dev.seseragi.SeseragiException;
import dev.seseragi.ltx.Txid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects that the point needs are missing or damaged, and nothing else in the replica covers them.
 * Reading again will not help: restore an earlier point ({@link RestoreOptions#allowEarlierPoint}).
 */
public final class DamagedReplicaException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String object;
  private final @Nullable Txid earlier;

  DamagedReplicaException(
      String message, @Nullable String object, @Nullable Txid earlier, @Nullable Throwable cause) {
    super(message, cause);
    this.object = object;
    this.earlier = earlier;
  }

  /** The name of the object that is damaged or missing; empty if no single one is to blame. */
  public Optional<String> object() {
    return Optional.ofNullable(object);
  }

  /** The latest point before the damage, as far as the listing shows; empty if there is none. */
  public Optional<Txid> earlierPoint() {
    return Optional.ofNullable(earlier);
  }
}
