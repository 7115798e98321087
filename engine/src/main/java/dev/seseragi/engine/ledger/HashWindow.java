package dev.seseragi.engine.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads hashes one by one through a window of the file that moves forward with the pages. */
final class HashWindow {
  private final LedgerFile file;
  private final ByteBuffer window;
  private int firstPage;
  private int pagesRead;

  HashWindow(LedgerFile file, int pages) {
    this.file = file;
    this.window = ByteBuffer.allocate(pages * 8);
  }

  /** The hash of a page, 0 if the file ends before it. */
  long hash(int pageNumber) throws IOException {
    if (pageNumber < firstPage || pageNumber >= firstPage + pagesRead || pagesRead == 0) {
      window.clear();
      file.readHashes(pageNumber, window);
      firstPage = pageNumber;
      pagesRead = window.position() / 8;
    }
    return pageNumber < firstPage + pagesRead ? window.getLong((pageNumber - firstPage) * 8) : 0;
  }
}
