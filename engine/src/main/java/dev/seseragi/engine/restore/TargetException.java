package dev.seseragi.engine.restore;

import dev.seseragi.SeseragiException;
import org.jspecify.annotations.Nullable;

/**
 * The place to restore to cannot be used: it is occupied, or it cannot be written. Choose another
 * one, make room, or say that what is there may be replaced. Nothing there was changed.
 */
public final class TargetException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  TargetException(String message) {
    super(message);
  }

  TargetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
