package dev.seseragi.engine.restore;

import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageIndex;
import java.util.ArrayList;
import java.util.List;

/** In which parts a segment is read. */
sealed interface SegmentLayout {
  /** The parts, in order. */
  List<Extent> extents();

  /** From its beginning to its end, in pieces that know nothing of its pages. */
  record Streamed(List<Extent> extents) implements SegmentLayout {}

  /**
   * In slices of whole pages, which are decoded side by side.
   *
   * @param slices one for each extent
   */
  record Sliced(LtxHeader header, PageIndex index, List<Slice> slices, List<Extent> extents)
      implements SegmentLayout {}

  /**
   * Entries of a page index.
   *
   * @param first the first one
   * @param end the one behind the last
   */
  record Slice(int first, int end) {}

  /** As few slices as can be read in pieces of that size. */
  static SegmentLayout sliced(String object, LtxHeader header, PageIndex index, int pieceBytes) {
    List<Slice> slices = new ArrayList<>();
    List<Extent> extents = new ArrayList<>();
    int first = 0;
    while (first < index.count()) {
      long begin = index.offset(first);
      int end = first + 1;
      while (end < index.count() && index.offset(end) + index.length(end) - begin <= pieceBytes) {
        end++;
      }
      long length = index.offset(end - 1) + index.length(end - 1) - begin;
      slices.add(new Slice(first, end));
      extents.add(new Extent(object, begin, (int) length, false));
      first = end;
    }
    return new Sliced(header, index, slices, extents);
  }
}
