package dev.seseragi.engine.restore;

import dev.seseragi.ltx.PageSize;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Puts each page once into the file: who comes first wins, so segments must come newest first.
 * Pages behind the end of the database are dropped. Safe for use by several threads.
 */
final class PageWriter {
  /** Pages that follow each other are written together, up to so many bytes. */
  static final int RUN_BYTES = 256 * 1024;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final PartFile file;
  private final PageSize pageSize;
  private final int commitPages;
  private final PageSink sink;
  private final byte[] zeros;
  private final Queue<Run> idle = new ConcurrentLinkedQueue<>();

  /** One bit a page: set once it is written. The only memory that grows with the database. */
  private final long[] done;

  PageWriter(PartFile file, PageSize pageSize, int commitPages, PageSink sink) {
    this.file = file;
    this.pageSize = pageSize;
    this.commitPages = commitPages;
    this.sink = sink;
    this.zeros = new byte[pageSize.bytes()];
    this.done = new long[(int) ((commitPages + 63L) / 64)];
    file.setSize(pageSize.bytesOf(commitPages));
    sink.begin(pageSize, commitPages);
  }

  PageSize pageSize() {
    return pageSize;
  }

  int commitPages() {
    return commitPages;
  }

  /** Pages on their way, of one thread: the next one is decoded into {@link #next}. */
  final class Run {
    private final byte[] bytes = new byte[Math.max(RUN_BYTES, pageSize.bytes())];
    private int length;
    private int firstPage;

    private Run() {}

    byte[] bytes() {
      return bytes;
    }

    /** Where in {@link #bytes} the next page is to be put. */
    int next() {
      return length;
    }

    /** Takes the page that was put at {@link #next}, unless a newer one is there. */
    void add(int pageNumber) {
      if (!claim(pageNumber)) {
        return;
      }
      sink.page(pageNumber, bytes, length);
      if (isZero(length)) {
        // The file is new, so it is zeros there, and takes no space on the disk.
        return;
      }
      int pageBytes = pageSize.bytes();
      if (length > 0 && pageNumber != firstPage + length / pageBytes) {
        int at = length;
        flush();
        System.arraycopy(bytes, at, bytes, 0, pageBytes);
      }
      if (length == 0) {
        firstPage = pageNumber;
      }
      length += pageBytes;
      if (length == bytes.length) {
        flush();
      }
    }

    private void flush() {
      if (length > 0) {
        file.write(bytes, 0, length, pageSize.offsetOf(firstPage));
        length = 0;
      }
    }

    /** Writes what is waiting, and lets another thread use the memory. */
    void end() {
      flush();
      idle.add(this);
    }

    private boolean isZero(int offset) {
      return bytes[offset] == 0
          && Arrays.mismatch(bytes, offset, offset + zeros.length, zeros, 0, zeros.length) < 0;
    }
  }

  /** A run for the calling thread. */
  Run run() {
    Run run = idle.poll();
    return run != null ? run : new Run();
  }

  private boolean claim(int pageNumber) {
    if (pageNumber > commitPages) {
      return false;
    }
    int index = pageNumber - 1;
    long bit = 1L << index;
    return ((long) WORD.getAndBitwiseOr(done, index >>> 6, bit) & bit) == 0;
  }

  /**
   * Ends the writing; no other thread may be at it.
   *
   * @return the first page, other than the lock page, that nobody wrote; 0 if there is none
   */
  int end() {
    for (int index = 0; index < commitPages; index++) {
      int page = index + 1;
      if ((done[index >>> 6] & 1L << index) != 0) {
        continue;
      }
      if (page != pageSize.lockPage()) {
        return page;
      }
      sink.absent(page);
    }
    return 0;
  }
}
