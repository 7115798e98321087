package dev.seseragi.jdbc;

/** When a commit returns. */
public enum Mode {
  /** When the store has it. */
  DURABLE,
  /**
   * When SQLite has it. A process or machine that dies takes up to one sync interval of
   * acknowledged commits with it. For tools and bulk loads.
   */
  ASYNC
}
