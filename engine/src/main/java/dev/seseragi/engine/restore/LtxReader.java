package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.LtxSlice;
import dev.seseragi.store.ObjectInfo;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a plan into a file, newest first: a page that is there already is not
 * written again, but every segment is verified to its last byte.
 *
 * <p>Segments are decoded one after the other, so that the newest version of a page always comes
 * first; the slices of a large one are decoded side by side, as no page is in two of them.
 */
final class LtxReader implements AutoCloseable {
  /** Less than any page takes in a segment, with its header and its entry in the index. */
  private static final int MIN_PAGE_BYTES = 16;

  private final List<SegmentInfo> segments;
  private final List<ObjectInfo> objects;
  private final long planBytes;
  private final PartFile file;
  private final PageSink sink;
  private final Progress progress;
  private final ReadAhead readAhead;
  private final SegmentLayouts layouts;
  private final ExecutorService computing;
  private final int slicesAtOnce;
  private final ChainCheck chain = new ChainCheck();
  private @Nullable PageWriter writer;

  /** Of the newest segment. */
  private RestoreResult.@Nullable Tail tail;

  LtxReader(
      RestorePlan plan,
      ReadAhead readAhead,
      RestoreThreads threads,
      PartFile file,
      RestoreOptions options) {
    this.segments = plan.segments().reversed();
    this.objects = plan.objects().reversed();
    this.planBytes = plan.totalBytes();
    this.file = file;
    this.sink = options.pages();
    this.progress = new Progress(options.listener(), plan);
    this.readAhead = readAhead;
    this.layouts = new SegmentLayouts(readAhead, objects);
    this.computing = Executors.newFixedThreadPool(threads.computingCount(), threads.computing());
    this.slicesAtOnce = threads.computingCount() + 1;
  }

  /** Reads everything; what comes back has been verified, and is not on disk yet. */
  Written read() {
    readAhead.start(layouts.extents());
    long doneBytes = 0;
    for (int number = 0; number < segments.size(); number++) {
      switch (layouts.layout(number)) {
        case SegmentLayout.Streamed(List<Extent> extents) -> decode(number, extents.size());
        case SegmentLayout.Sliced sliced -> decode(number, sliced);
      }
      layouts.done(number);
      doneBytes += objects.get(number).sizeBytes();
      progress.reach(doneBytes);
    }
    PageWriter pages = opened();
    int hole = pages.end();
    if (hole != 0) {
      throw FlawedObjectException.damaged(
          objects.getFirst().name(),
          "page %,d of %,d is in no segment up to %s"
              .formatted(hole, pages.commitPages(), objects.getFirst().name()),
          null);
    }
    return new Written(pages.pageSize(), pages.commitPages(), Optional.ofNullable(tail));
  }

  private void decode(int number, int pieces) {
    try (LtxDecoder decoder =
        new LtxDecoder(new PieceStream(readAhead, pieces, progress), objects.get(number).name())) {
      LtxHeader header = decoder.header();
      PageWriter pages = accept(number, header);
      PageWriter.Run run = pages.run();
      int page;
      while ((page = decoder.nextPage(run.bytes(), run.next())) != 0) {
        run.add(page);
      }
      run.end();
      noteTail(number, header, decoder.trailer().fileChecksum());
    } catch (IOException impossible) {
      // The bytes are in memory; what goes wrong in bringing them there is no IOException.
      throw new IllegalStateException(impossible);
    }
  }

  private void decode(int number, SegmentLayout.Sliced layout) {
    PageWriter pages = accept(number, layout.header());
    Deque<Future<LtxSlice.Part>> underWay = new ArrayDeque<>();
    List<LtxSlice.Part> parts = new ArrayList<>();
    for (SegmentLayout.Slice slice : layout.slices()) {
      if (underWay.size() == slicesAtOnce) {
        parts.add(ReadAhead.await(underWay.removeFirst()));
      }
      ReadAhead.Piece piece = readAhead.next();
      underWay.add(computing.submit(() -> decode(layout, slice, piece, pages)));
      progress.add(piece.extent().lengthBytes());
    }
    for (Future<LtxSlice.Part> part : underWay) {
      parts.add(ReadAhead.await(part));
    }
    layout.index().verify(parts);
    noteTail(number, layout.header(), layout.index().trailer().fileChecksum());
  }

  private static LtxSlice.Part decode(
      SegmentLayout.Sliced layout,
      SegmentLayout.Slice bounds,
      ReadAhead.Piece piece,
      PageWriter pages)
      throws IOException {
    try (LtxSlice slice =
        new LtxSlice(piece.open(), layout.index(), bounds.first(), bounds.end())) {
      PageWriter.Run run = pages.run();
      int page;
      while ((page = slice.nextPage(run.bytes(), run.next())) != 0) {
        run.add(page);
      }
      run.end();
      return slice.part();
    } finally {
      piece.release();
    }
  }

  /** Checks that a segment belongs to the others; the first one says how large the database is. */
  private PageWriter accept(int number, LtxHeader header) {
    String object = objects.get(number).name();
    chain.next(segments.get(number), object, header);
    if (writer == null) {
      // Not proven yet, but memory and the file's size will depend on it.
      if (header.commitPages() > planBytes / MIN_PAGE_BYTES) {
        throw FlawedObjectException.damaged(
            object,
            "segment %s claims %,d pages, more than the %,d bytes of all segments can hold"
                .formatted(object, header.commitPages(), planBytes),
            null);
      }
      writer = new PageWriter(file, header.pageSize(), header.commitPages(), sink);
    }
    return writer;
  }

  private PageWriter opened() {
    if (writer == null) {
      throw new IllegalStateException("a plan has at least one segment");
    }
    return writer;
  }

  private void noteTail(int number, LtxHeader header, long fileChecksum) {
    if (number == 0) {
      tail = new RestoreResult.Tail(segments.get(number), header.nodeId(), fileChecksum);
    }
  }

  /** Ends all decoding; after that nothing is written any more. */
  @Override
  public void close() {
    computing.shutdownNow();
    computing.close();
  }
}
