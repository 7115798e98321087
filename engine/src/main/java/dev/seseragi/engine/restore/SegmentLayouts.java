package dev.seseragi.engine.restore;

import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageIndex;
import dev.seseragi.store.ObjectInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Finds out in which parts the segments of a plan are read. A small one is read in one piece, a
 * large one in slices by its page index, which is read before: while the segment in front of it is
 * being read, so that nobody waits. At most three indexes are in memory.
 *
 * <p>Safe for use by the thread that reads ahead and the one that decodes.
 */
final class SegmentLayouts {
  /**
   * A page index takes 12 bytes a page, and more while it is read: 15 MB for so many pages. A
   * larger database is decoded by one thread.
   */
  static final int MAX_INDEXED_PAGES = 1 << 19;

  /** How much of a segment's end is read in the hope that it holds the page index. */
  private static final int MIN_TAIL_BYTES = 64 * 1024;

  private static final int MAX_TAIL_BYTES = 1 << 20;

  /** Pages of 4 KiB that compress to an eighth have an index of a sixty-fourth. */
  private static final int TAIL_SHARE = 64;

  private final ReadAhead readAhead;
  private final List<ObjectInfo> objects;
  private final int pieceBytes;

  /** Guarded by this: the layouts that are asked for and not yet used up, by their number. */
  private final Map<Integer, Future<SegmentLayout>> layouts = new HashMap<>();

  /**
   * @param objects in the order in which they are read
   */
  SegmentLayouts(ReadAhead readAhead, List<ObjectInfo> objects) {
    this.readAhead = readAhead;
    this.objects = objects;
    this.pieceBytes = readAhead.pieceBytes();
  }

  /** The parts of each segment; waits for page indexes. */
  Iterator<List<Extent>> extents() {
    return IntStream.range(0, objects.size())
        .mapToObj(number -> layout(number).extents())
        .iterator();
  }

  /** The layout of the segment of that number (from 0); waits for its page index. */
  SegmentLayout layout(int number) {
    Future<SegmentLayout> layout = begun(number);
    beginNextLarge(number);
    return ReadAhead.await(layout);
  }

  private void beginNextLarge(int number) {
    int next = number + 1;
    while (next < objects.size() && isSmall(next)) {
      next++;
    }
    if (next < objects.size()) {
      // What it comes to, a failure too, is looked at when it is that segment's turn.
      var _ = begun(next);
    }
  }

  /** Forgets the layout of a segment that has been read. */
  synchronized void done(int number) {
    layouts.remove(number);
  }

  private boolean isSmall(int number) {
    return objects.get(number).sizeBytes() <= pieceBytes;
  }

  private synchronized Future<SegmentLayout> begun(int number) {
    return layouts.computeIfAbsent(
        number,
        absent -> {
          ObjectInfo object = objects.get(number);
          return isSmall(number)
              ? CompletableFuture.completedFuture(streamed(object))
              : readAhead.submit(() -> ofLarge(object));
        });
  }

  private SegmentLayout streamed(ObjectInfo object) {
    return new SegmentLayout.Streamed(Extent.cut(object, pieceBytes));
  }

  private SegmentLayout ofLarge(ObjectInfo object) throws IOException {
    String name = object.name();
    Future<byte[]> head =
        readAhead.submit(() -> readAhead.readNow(new Extent(name, 0, LtxHeader.BYTES, false)));
    long tailBytes = Math.clamp(object.sizeBytes() / TAIL_SHARE, MIN_TAIL_BYTES, MAX_TAIL_BYTES);
    long tailAt = Math.max(0, object.sizeBytes() - tailBytes);
    byte[] tail = readAhead.readNow(extent(name, tailAt, object.sizeBytes() - tailAt));
    LtxHeader header;
    try (LtxDecoder decoder =
        new LtxDecoder(new ByteArrayInputStream(ReadAhead.await(head)), name)) {
      header = decoder.header();
    }
    if (header.commitPages() > MAX_INDEXED_PAGES) {
      return streamed(object);
    }
    PageIndex index =
        PageIndex.read(
            name,
            header,
            object.sizeBytes(),
            (offset, length) ->
                offset >= tailAt
                    ? new ByteArrayInputStream(tail, (int) (offset - tailAt), (int) length)
                    : new ByteArrayInputStream(readAhead.readNow(extent(name, offset, length))));
    return SegmentLayout.sliced(name, header, index, pieceBytes);
  }

  private static Extent extent(String name, long offset, long length) {
    return new Extent(name, offset, Math.toIntExact(length), false);
  }
}
