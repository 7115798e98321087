package dev.seseragi.engine.litestream3;

import dev.seseragi.ltx.PageSize;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings what Litestream 0.3 wrote back into a database file. Memory does not grow with it. */
public final class Litestream3Reader {
  private static final int BUFFER_BYTES = 256 * 1024;

  /** Where the header of a database says how large its pages are (fileformat2.html §1.3.2). */
  private static final int PAGE_SIZE_AT = 16;

  private final Litestream3Plan plan;
  private final Supplier<ObjectStreams> streams;
  private final DatabaseOutput output;

  /**
   * A reader.
   *
   * @param streams opens the plan's objects from the first one on; may be called twice
   * @param output an empty file
   */
  public Litestream3Reader(
      Litestream3Plan plan, Supplier<ObjectStreams> streams, DatabaseOutput output) {
    this.plan = plan;
    this.streams = streams;
    this.output = output;
  }

  /** The shape of the database that was written. */
  public record Restored(PageSize pageSize, int commitPages) {}

  /**
   * Writes the database.
   *
   * @throws Litestream3Exception if an object is damaged, or one is missing before it
   */
  public Restored read() {
    Map<Long, Long> committed = new HashMap<>();
    Pass first = new Pass(Map.of());
    Restored restored = first.run(committed);
    if (!first.hasUncommitted) {
      return restored;
    }
    // A WAL ended inside a transaction, whose pages are in the file now. Litestream ships whole
    // transactions, so this is rare enough to begin again, knowing where to stop.
    output.setSize(0);
    return new Pass(committed).run(new HashMap<>());
  }

  /** One reading of all objects. */
  private final class Pass {
    private final Map<Long, Long> frameLimits;
    private boolean hasUncommitted;

    /**
     * @param frameLimits how many frames of a WAL to apply, by its index; all where none is given
     */
    Pass(Map<Long, Long> frameLimits) {
      this.frameLimits = frameLimits;
    }

    /**
     * @param committed takes how many frames of each WAL are committed
     */
    Restored run(Map<Long, Long> committed) {
      try (ObjectStreams objects = streams.get()) {
        Restored restored = copySnapshot(objects);
        int at = 0;
        while (at < plan.wal().size()) {
          long index = plan.wal().get(at).index();
          WalReplay replay =
              new WalReplay(
                  output, restored.pageSize(), frameLimits.getOrDefault(index, Long.MAX_VALUE));
          at = applyWal(at, replay, objects);
          committed.put(index, replay.committedFrames());
          hasUncommitted |= replay.committedFrames() < replay.frames();
          if (replay.committedFrames() > 0) {
            restored = new Restored(restored.pageSize(), replay.committedPages());
          }
        }
        return restored;
      }
    }

    private int applyWal(int begin, WalReplay replay, ObjectStreams objects) {
      long index = plan.wal().get(begin).index();
      int at = begin;
      String name = "";
      for (; at < plan.wal().size() && plan.wal().get(at).index() == index; at++) {
        WalSegment segment = plan.wal().get(at);
        name = segment.object().name();
        if (segment.offsetBytes() != replay.positionBytes()) {
          throw new Litestream3Exception(
              name,
              "the object before it ends at offset %08x of WAL %08x: one is missing between them"
                  .formatted(replay.positionBytes(), index),
              null);
        }
        try (Lz4Object part = new Lz4Object(name, objects.next())) {
          replay.apply(name, part);
        }
      }
      replay.end(name);
      return at;
    }
  }

  private Restored copySnapshot(ObjectStreams objects) {
    String name = plan.snapshot().name();
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    @Nullable PageSize pageSize = null;
    try (Lz4Object snapshot = new Lz4Object(name, objects.next())) {
      int read;
      while ((read = snapshot.read(buffer, 0, buffer.length)) > 0) {
        if (pageSize == null) {
          pageSize = pageSize(name, buffer, read);
        }
        output.write(buffer, 0, read, size);
        size += read;
      }
    }
    if (pageSize == null || size % pageSize.bytes() != 0) {
      throw new Litestream3Exception(
          name, "it holds %,d bytes, which is no number of whole pages".formatted(size), null);
    }
    return new Restored(pageSize, Math.toIntExact(size / pageSize.bytes()));
  }

  private static PageSize pageSize(String name, byte[] database, int length) {
    int stored =
        length < PAGE_SIZE_AT + 2
            ? 0
            : Byte.toUnsignedInt(database[PAGE_SIZE_AT]) << 8
                | Byte.toUnsignedInt(database[PAGE_SIZE_AT + 1]);
    int bytes = stored == 1 ? 1 << 16 : stored;
    if (!PageSize.isValid(bytes)) {
      throw new Litestream3Exception(name, "it does not begin with a database header", null);
    }
    return new PageSize(bytes);
  }
}
