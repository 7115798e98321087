package dev.seseragi.engine.restore;

import dev.seseragi.SeseragiException;

/**
 * A listing that worked shows that there is no backup of any kind at this place: neither segments,
 * nor what Litestream 0.3 wrote, nor a trace of a writer. Starting with a new database loses
 * nothing.
 */
public final class NoBackupException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  NoBackupException(String replica) {
    super("cannot restore: no backup in " + replica + ": the place was listed and holds none");
  }
}
