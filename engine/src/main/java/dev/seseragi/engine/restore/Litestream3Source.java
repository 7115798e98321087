package dev.seseragi.engine.restore;

import dev.seseragi.engine.litestream3.DatabaseOutput;
import dev.seseragi.engine.litestream3.Generations;
import dev.seseragi.engine.litestream3.Litestream3Reader;
import dev.seseragi.engine.litestream3.ObjectStreams;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.store.ObjectStore;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads what Litestream 0.3 wrote into a file: oldest first, as a WAL can be read no other way. */
final class Litestream3Source {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final RestorePlan plan;
  private final ObjectStore store;
  private final RestoreThreads threads;
  private final RestoreOptions options;

  Litestream3Source(
      RestorePlan plan, ObjectStore store, RestoreThreads threads, RestoreOptions options) {
    this.plan = plan;
    this.store = store;
    this.threads = threads;
    this.options = options;
  }

  /** Reads everything; what comes back has been verified, and is not on disk yet. */
  Written read(PartFile file) {
    Litestream3Reader reader =
        new Litestream3Reader(Generations.planOf(plan.objects()), this::open, output(file));
    Litestream3Reader.Restored restored = reader.read();
    options.listener().progress(plan.totalBytes(), plan.totalBytes());
    options.pages().begin(restored.pageSize(), restored.commitPages());
    tellPages(file, restored.pageSize(), restored.commitPages());
    return new Written(restored.pageSize(), restored.commitPages(), Optional.empty());
  }

  private static DatabaseOutput output(PartFile file) {
    return new DatabaseOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length, long position) {
        file.write(bytes, offset, length, position);
      }

      @Override
      public void setSize(long bytes) {
        file.setSize(bytes);
      }
    };
  }

  private ObjectStreams open() {
    ReadAhead readAhead = new ReadAhead(store, threads.waiting(), options.parallelism());
    List<List<Extent>> extents =
        plan.objects().stream().map(object -> Extent.cut(object, readAhead.pieceBytes())).toList();
    readAhead.start(extents.iterator());
    Iterator<List<Extent>> pieces = extents.iterator();
    Progress progress = new Progress(options.listener(), plan);
    return new ObjectStreams() {
      @Override
      public InputStream next() {
        return new PieceStream(readAhead, pieces.next().size(), progress);
      }

      @Override
      public void close() {
        readAhead.close();
      }
    };
  }

  /** The newest version of a page is known only at the end: so the pages are read once more. */
  private void tellPages(PartFile file, PageSize pageSize, int commitPages) {
    PageSink sink = options.pages();
    byte[] buffer = new byte[BUFFER_BYTES];
    int pagesAtOnce = BUFFER_BYTES / pageSize.bytes();
    for (long before = 0; before < commitPages; before += pagesAtOnce) {
      int count = (int) Math.min(pagesAtOnce, commitPages - before);
      file.read(buffer, count * pageSize.bytes(), before * pageSize.bytes());
      for (int i = 0; i < count; i++) {
        int page = (int) before + i + 1;
        if (page != pageSize.lockPage()) {
          sink.page(page, buffer, i * pageSize.bytes());
        }
      }
    }
    if (pageSize.lockPage() <= commitPages) {
      sink.absent(pageSize.lockPage());
    }
  }
}
