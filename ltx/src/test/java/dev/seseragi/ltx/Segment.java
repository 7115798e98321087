package dev.seseragi.ltx;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A whole segment in memory: what tests write, and what they find when they read it back. */
record Segment(LtxHeader header, SortedMap<Integer, Page> pages, LtxTrailer trailer) {

  /** A page's bytes with equality. */
  static final class Page {
    private final byte[] bytes;

    Page(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Page page && Arrays.equals(bytes, page.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return bytes.length + " bytes #" + Integer.toHexString(hashCode());
    }
  }

  static byte[] encode(LtxHeader header, PageFormat format, SortedMap<Integer, Page> pages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LtxEncoder encoder = new LtxEncoder(out, header, format)) {
      for (Map.Entry<Integer, Page> page : pages.entrySet()) {
        encoder.writePage(page.getKey(), page.getValue().bytes(), 0);
      }
      encoder.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Segment decode(byte[] bytes) {
    try {
      return decode(new ByteArrayInputStream(bytes), "test.ltx");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Segment decode(InputStream in, String name) throws IOException {
    try (LtxDecoder decoder = new LtxDecoder(in, name)) {
      int pageBytes = decoder.header().pageSize().bytes();
      byte[] page = new byte[pageBytes];
      SortedMap<Integer, Page> pages = new TreeMap<>();
      for (int n = decoder.nextPage(page, 0); n != 0; n = decoder.nextPage(page, 0)) {
        pages.put(n, new Page(page.clone()));
      }
      return new Segment(decoder.header(), pages, decoder.trailer());
    }
  }

  /** The segment's ranges as a store would open them. */
  static RangeSource ranges(byte[] bytes) {
    return (offset, length) ->
        new ByteArrayInputStream(bytes, (int) offset, (int) Math.min(length, bytes.length));
  }
}
