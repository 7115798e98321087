package dev.seseragi.engine.restore;

import dev.seseragi.ltx.PageSize;

/**
 * Sees every page of a database on its way into the restored file: how the page ledger is built
 * without reading the file again.
 *
 * <p>Between {@link #begin} and {@link #end} each page number from 1 to {@code commitPages} is told
 * exactly once, by {@link #page} or by {@link #absent}. A restore that finds an object missing or
 * damaged begins again: {@link #begin} means that whatever came before is void. Nothing is certain
 * before {@link #end}; what a sink throws ends the restore.
 */
public interface PageSink {
  /** Sees nothing. */
  PageSink NONE =
      new PageSink() {
        @Override
        public void begin(PageSize pageSize, int commitPages) {}

        @Override
        public void page(int pageNumber, byte[] bytes, int offset) {}

        @Override
        public void absent(int pageNumber) {}

        @Override
        public void end() {}
      };

  /** The shape of the database; one thread, before any page. */
  void begin(PageSize pageSize, int commitPages);

  /**
   * A page with its content; by several threads at once, in no order.
   *
   * @param pageNumber from 1
   * @param bytes holds the page at {@code offset}; only until this call returns, and only to read
   */
  void page(int pageNumber, byte[] bytes, int offset);

  /**
   * A page that is in no object and zeros in the file: the page that SQLite reserves for locks. One
   * thread, after all calls of {@link #page}.
   */
  void absent(int pageNumber);

  /** Every page was told and every checksum agreed; the file gets its name next. One thread. */
  void end();
}
