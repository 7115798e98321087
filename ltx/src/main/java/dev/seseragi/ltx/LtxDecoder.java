package dev.seseragi.ltx;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment from its beginning to its end and checks all of it: every rule of the format
 * (docs/format/ltx.md), that the page index agrees with the pages, and the file checksum.
 *
 * <p>Damage shows as {@link LtxException}, and so does a segment that ends too early; an {@link
 * IOException} means that the stream itself failed. A damaged segment may hand out pages before the
 * damage is found, also wrong ones: nothing is proven before {@link #nextPage} returns 0.
 *
 * <p>Takes less than 192 KiB of memory, whatever the segment says and however long it is. Not
 * thread-safe.
 */
public final class LtxDecoder implements AutoCloseable {
  private final SegmentInput input;
  private @Nullable SegmentBody body;
  private @Nullable LtxTrailer trailer;

  /** Set while something is read, and for good when that fails. */
  private boolean isBroken;

  /**
   * Reads from {@code in}, in large parts: it need not be buffered.
   *
   * @param segmentName names the segment in errors
   */
  public LtxDecoder(InputStream in, String segmentName) {
    this.input = new SegmentInput(in, segmentName, 0);
  }

  /**
   * What stands at the beginning. It reads as a valid header, but only the file checksum proves it.
   *
   * @throws LtxException if the segment is damaged
   * @throws IOException if the stream failed
   * @throws IllegalStateException if an earlier call failed
   */
  public LtxHeader header() throws IOException {
    return body().header();
  }

  /**
   * Reads the next page.
   *
   * @param page takes the page, at {@code offset} and behind; what it holds after an error is
   *     undefined
   * @return the page's number (from 1), or 0 at the end: then everything has been verified
   * @throws LtxException if the segment is damaged
   * @throws IOException if the stream failed
   * @throws IllegalStateException if an earlier call failed
   */
  public int nextPage(byte[] page, int offset) throws IOException {
    SegmentBody segment = body();
    Objects.checkFromIndexSize(offset, segment.header().pageSize().bytes(), page.length);
    if (trailer != null) {
      return 0;
    }
    begin();
    int pageNumber = segment.nextPage(page, offset);
    if (pageNumber == 0) {
      trailer = segment.readEnd();
    }
    isBroken = false;
    return pageNumber;
  }

  /**
   * What stands at the end.
   *
   * @throws IllegalStateException before {@link #nextPage} has returned 0
   */
  public LtxTrailer trailer() {
    if (trailer == null) {
      throw new IllegalStateException(
          "segment " + input.segment() + " has a trailer once nextPage has returned 0");
    }
    return trailer;
  }

  /** Closes the stream. */
  @Override
  public void close() throws IOException {
    input.close();
  }

  private SegmentBody body() throws IOException {
    if (body == null || isBroken) {
      begin();
      body = new SegmentBody(input);
      isBroken = false;
    }
    return body;
  }

  private void begin() {
    if (isBroken) {
      throw new IllegalStateException(
          "segment " + input.segment() + " failed before: decode it again from its beginning");
    }
    isBroken = true;
  }
}
