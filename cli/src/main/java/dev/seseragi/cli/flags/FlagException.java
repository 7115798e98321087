package dev.seseragi.cli.flags;

import dev.seseragi.SeseragiException;

/** A flag is unknown or its value is none; the command's usage says what there is. */
public final class FlagException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  /** A message in the words that Go's programs use. */
  FlagException(String message) {
    super(message);
  }
}
