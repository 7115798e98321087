package dev.seseragi.engine.compact;

import dev.seseragi.engine.batch.PageSpool;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxException;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one segment of several: takes them in, oldest first, and keeps the newest version of each
 * page.
 *
 * <p>Pages go through a {@link PageSpool}, one input at a time. Merging all inputs side by side
 * would need no spool, but a connection and a decoder for each, and a backlog has hundreds.
 */
final class Merge implements AutoCloseable {
  private final int memoryBytes;
  private final Path folder;
  private final Runnable stopCheck;
  private final WriterOrder writers = new WriterOrder();
  private @Nullable PageSpool spool;
  private @Nullable LtxHeader last;
  private boolean hasNewPageSize;

  /**
   * An empty merge.
   *
   * @param folder for a temporary file; must exist by the first input
   * @param stopCheck called for each page; throws to stop
   */
  Merge(int memoryBytes, Path folder, Runnable stopCheck) {
    this.memoryBytes = memoryBytes;
    this.folder = folder;
    this.stopCheck = stopCheck;
  }

  /**
   * Takes the next segment in.
   *
   * @param name of its object, for messages
   * @throws LtxException if it is not what its name and place say; the merge cannot be continued
   */
  void add(SegmentInfo segment, String name, InputStream in) throws IOException {
    try (LtxDecoder decoder = new LtxDecoder(in, name)) {
      LtxHeader header = decoder.header();
      checkPlace(segment, header).ifPresent(problem -> refuse(name, problem));
      boolean isOtherSize = last != null && !header.pageSize().equals(last.pageSize());
      PageSpool pages = isOtherSize ? startAnew(header.pageSize()) : spool(header.pageSize());
      int pagesBefore = isOtherSize || last == null ? 0 : last.commitPages();
      long added = read(decoder, pages, pagesBefore);
      if (last != null && added < pagesBetween(pagesBefore, header)) {
        refuse(
            name,
            "it takes the database from %,d to %,d pages and has %,d of the new ones"
                .formatted(pagesBefore, header.commitPages(), added));
      }
      pages.truncate(header.commitPages());
      last = header;
    }
  }

  private Optional<String> checkPlace(SegmentInfo segment, LtxHeader header) {
    if (!header.range().equals(segment.range())) {
      return Optional.of("its name does not agree with its header's range " + header.range());
    }
    if (header.commitPages() == 0) {
      return Optional.of("it says that the database has no pages");
    }
    return writers.follow(header.nodeId());
  }

  private static void refuse(String name, String problem) {
    throw new LtxException(name, 0, problem);
  }

  /** A database with pages of another size has nothing in common with what was there before. */
  private PageSpool startAnew(PageSize pageSize) throws IOException {
    close();
    hasNewPageSize = true;
    return spool(pageSize);
  }

  private PageSpool spool(PageSize pageSize) {
    if (spool == null) {
      spool = new PageSpool(pageSize, memoryBytes, folder);
    }
    return spool;
  }

  /** Puts all pages into the spool; returns how many lie behind {@code pagesBefore}. */
  private long read(LtxDecoder decoder, PageSpool pages, int pagesBefore) throws IOException {
    byte[] page = new byte[pages.pageSize().bytes()];
    long added = 0;
    for (int number = decoder.nextPage(page, 0); number != 0; number = decoder.nextPage(page, 0)) {
      stopCheck.run();
      pages.put(number, page, 0);
      if (number > pagesBefore) {
        added++;
      }
    }
    return added;
  }

  /** How many pages a segment must have to take a database from one size to its own. */
  private static long pagesBetween(int pagesBefore, LtxHeader header) {
    int lockPage = header.pageSize().lockPage();
    boolean skipsLockPage = lockPage > pagesBefore && lockPage <= header.commitPages();
    return header.commitPages() - (long) pagesBefore - (skipsLockPage ? 1 : 0);
  }

  /** Writes the result, and leaves the stream open; returns its header. */
  LtxHeader writeTo(OutputStream out, TxidRange range, PageFormat format) throws IOException {
    LtxHeader newest = Objects.requireNonNull(last, "a merge has at least one input");
    PageSpool pages = spool(newest.pageSize());
    LtxHeader header =
        LtxHeader.of(
            newest.pageSize(),
            newest.commitPages(),
            range,
            newest.timestamp(),
            WalRange.NONE,
            newest.nodeId());
    byte[] page = new byte[newest.pageSize().bytes()];
    LtxEncoder encoder = new LtxEncoder(out, header, format);
    for (int number : pages.pageNumbers()) {
      stopCheck.run();
      pages.read(number, page, 0);
      encoder.writePage(number, page, 0);
    }
    encoder.finish();
    return header;
  }

  /** Whether the inputs had pages of more than one size. */
  boolean hasNewPageSize() {
    return hasNewPageSize;
  }

  /** Forgets all pages and removes the temporary file. */
  @Override
  public void close() throws IOException {
    if (spool != null) {
      spool.close();
      spool = null;
    }
  }
}
