package dev.seseragi.ltx;

import dev.seseragi.ltx.Segment.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads segments in parts, as a restore does. */
final class Slices {
  private Slices() {}

  /** Reads all pages in slices of {@code entries}, and verifies the whole. */
  static SortedMap<Integer, Page> readAll(byte[] bytes, PageIndex index, int entries)
      throws IOException {
    SortedMap<Integer, Page> pages = new TreeMap<>();
    List<LtxSlice.Part> parts = new ArrayList<>();
    for (int first = 0; first < index.count(); first += entries) {
      int end = Math.min(first + entries, index.count());
      parts.addFirst(read(bytes, index, first, end, pages)); // any order will do
    }
    index.verify(parts);
    return pages;
  }

  static LtxSlice.Part read(
      byte[] bytes, PageIndex index, int first, int end, SortedMap<Integer, Page> into)
      throws IOException {
    long start = index.offset(first);
    long length = index.offset(end - 1) + index.length(end - 1) - start;
    byte[] page = new byte[index.header().pageSize().bytes()];
    try (LtxSlice slice =
        new LtxSlice(Segment.ranges(bytes).open(start, length), index, first, end)) {
      for (int n = slice.nextPage(page, 0); n != 0; n = slice.nextPage(page, 0)) {
        into.put(n, new Page(page.clone()));
      }
      return slice.part();
    }
  }
}
