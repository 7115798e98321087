package dev.seseragi.ltx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes a segment: its pages in ascending order, then {@link #finish()}.
 *
 * <p>Nothing is written before the first page or the end, and bytes go out in parts of about 32
 * KiB. {@link #finish()} flushes the stream and leaves it open; {@link #close()} closes it. A
 * segment that was closed without being finished is refused by every decoder.
 *
 * <p>Takes less than 256 KiB of memory plus about 3 bytes a page. Not thread-safe.
 */
public final class LtxEncoder implements AutoCloseable {
  private static final int LEAST_BUFFER_BYTES = 32 * 1024;

  private static final int MAX_INDEX_ENTRY_BYTES = 3 * Leb128.MAX_BYTES;

  private final OutputStream out;
  private final int pageBytes;
  private final int maxFrameBytes;
  private final PageOrder order;
  private final PageWriter pages;
  private final IndexSpool index = new IndexSpool();
  private final Crc64 crc = new Crc64();
  private final byte[] buffer;
  private int position;

  /** How many bytes have left the buffer. */
  private long flushedBytes;

  /** True once finished, and for good when writing fails. */
  private boolean isOver;

  /**
   * A segment to {@code out}.
   *
   * @throws IllegalArgumentException if the header says that there are checksums of the database
   *     (Seseragi writes none), or if the database has no pages (which needs them)
   */
  public LtxEncoder(OutputStream out, LtxHeader header, PageFormat format) {
    if (header.hasDatabaseChecksums()) {
      throw new IllegalArgumentException(
          "segments are written without database checksums, found a header with them");
    }
    if (header.commitPages() == 0) {
      throw new IllegalArgumentException(
          "a segment without database checksums needs a database of 1 page or more, found 0");
    }
    this.out = out;
    this.pageBytes = header.pageSize().bytes();
    this.maxFrameBytes = PageFrame.maxBytes(header.pageSize());
    this.order = new PageOrder(header);
    this.pages = new PageWriter(format, header.pageSize());
    this.buffer = new byte[Math.max(LEAST_BUFFER_BYTES, maxFrameBytes)];
    byte[] bytes = HeaderBytes.of(header);
    System.arraycopy(bytes, 0, buffer, 0, bytes.length);
    crc.update(bytes, 0, bytes.length);
    position = bytes.length;
  }

  /**
   * Writes the next page.
   *
   * @param pageNumber larger than the one before, not behind the database's end, not the lock page;
   *     in a segment from TXID 1 exactly the following one
   * @param page holds the page at {@code offset} and behind
   * @throws IllegalArgumentException if that page cannot come next; nothing was written
   * @throws IllegalStateException if the segment is finished or failed before
   * @throws IOException if the stream failed; the segment cannot be continued
   */
  public void writePage(int pageNumber, byte[] page, int offset) throws IOException {
    Objects.checkFromIndexSize(offset, pageBytes, page.length);
    requireOpen();
    String problem = order.next(Integer.toUnsignedLong(pageNumber));
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    makeRoom(maxFrameBytes);
    int end = pages.put(pageNumber, page, offset, buffer, position);
    crc.update(buffer, position, pages.headerBytes());
    crc.update(page, offset, pageBytes);
    index.add(pageNumber, end - position);
    position = end;
  }

  /**
   * Writes all that follows the pages, and flushes the stream.
   *
   * @throws IllegalStateException if pages are missing in a segment from TXID 1, or if it is
   *     finished or failed before
   * @throws IOException if the stream failed
   */
  public LtxTrailer finish() throws IOException {
    requireOpen();
    String problem = order.end();
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    writeEndMark();
    long indexBytes = writeIndex();
    makeRoom(SegmentEnd.BYTES);
    BigEndian.putLong(buffer, position, indexBytes);
    BigEndian.putLong(buffer, position + SegmentEnd.INDEX_SIZE_BYTES, 0);
    int hashedBytes = SegmentEnd.INDEX_SIZE_BYTES + Long.BYTES;
    crc.update(buffer, position, hashedBytes);
    LtxTrailer trailer = new LtxTrailer(0, crc.value() | SegmentEnd.CHECKSUM_PRESENT);
    BigEndian.putLong(buffer, position + hashedBytes, trailer.fileChecksum());
    position += SegmentEnd.BYTES;
    flush();
    isOver = true;
    out.flush();
    return trailer;
  }

  /** How long the segment is so far, in bytes, including what has not left the buffer. */
  public long bytesWritten() {
    return flushedBytes + position;
  }

  /** Closes the stream, and finishes nothing. */
  @Override
  public void close() throws IOException {
    isOver = true;
    out.close();
  }

  private void writeEndMark() throws IOException {
    makeRoom(SegmentEnd.END_MARK_BYTES);
    for (int i = 0; i < SegmentEnd.END_MARK_BYTES; i++) {
      buffer[position + i] = 0;
    }
    crc.update(buffer, position, SegmentEnd.END_MARK_BYTES);
    position += SegmentEnd.END_MARK_BYTES;
  }

  private long writeIndex() throws IOException {
    long start = bytesWritten();
    while (index.next()) {
      makeRoom(MAX_INDEX_ENTRY_BYTES);
      int end = Leb128.put(buffer, position, index.pageNumber());
      end = Leb128.put(buffer, end, index.offset());
      end = Leb128.put(buffer, end, index.length());
      crc.update(buffer, position, end - position);
      position = end;
    }
    makeRoom(1);
    buffer[position] = 0;
    crc.update(buffer, position, 1);
    position++;
    return bytesWritten() - start;
  }

  private void makeRoom(int bytes) throws IOException {
    if (buffer.length - position < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    isOver = true;
    out.write(buffer, 0, position);
    isOver = false;
    flushedBytes += position;
    position = 0;
  }

  private void requireOpen() {
    if (isOver) {
      throw new IllegalStateException("the segment is finished, closed, or failed before");
    }
  }
}
