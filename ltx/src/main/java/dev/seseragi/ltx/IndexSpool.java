package dev.seseragi.ltx;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what the page index needs until the pages are through: about 3 bytes a page (the step to
 * its number and the length of its frame), 0.8 MB for a database of 1 GB with pages of 4 KiB. First
 * filled, then read once from the beginning. Not thread-safe.
 */
final class IndexSpool {
  private static final int FIRST_CHUNK_BYTES = 512;
  private static final int CHUNK_BYTES = 64 * 1024;

  /** Two varints of 32 bits. */
  private static final int MAX_ENTRY_BYTES = 2 * 5;

  /** Each ends with a 0, which no step between pages is. */
  private final List<byte[]> chunks = new ArrayList<>();

  private byte[] chunk = new byte[FIRST_CHUNK_BYTES];
  private int position;
  private int lastPage;

  private int nextChunk;
  private int pageNumber;
  private long offset = LtxHeader.BYTES;
  private int length;

  IndexSpool() {
    chunks.add(chunk);
  }

  /** Notes the next page and the length of its frame. */
  void add(int page, int frameBytes) {
    if (position + MAX_ENTRY_BYTES >= chunk.length) {
      chunk = new byte[CHUNK_BYTES];
      chunks.add(chunk);
      position = 0;
    }
    position = Leb128.put(chunk, position, page - lastPage);
    position = Leb128.put(chunk, position, frameBytes);
    lastPage = page;
  }

  /** Goes to the first or the next page; false behind the last one. */
  boolean next() {
    if (nextChunk == 0 || (chunk[position] == 0 && nextChunk < chunks.size())) {
      chunk = chunks.get(nextChunk++);
      position = 0;
    }
    if (chunk[position] == 0) {
      return false;
    }
    pageNumber += read();
    offset += length;
    length = read();
    return true;
  }

  int pageNumber() {
    return pageNumber;
  }

  /** Where in the segment the page's frame begins. */
  long offset() {
    return offset;
  }

  int length() {
    return length;
  }

  private int read() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = chunk[position++];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
