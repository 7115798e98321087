package dev.seseragi.engine.restore;

/** What SQLite itself checks in a restored file before it gets its name. */
public enum IntegrityCheck {
  /** Nothing: the checksums of the segments are verified in any case. */
  NONE,

  /** {@code PRAGMA quick_check}: the structure, without comparing indexes with their tables. */
  QUICK,

  /** {@code PRAGMA integrity_check}: all of it; reads everything several times. */
  FULL
}
