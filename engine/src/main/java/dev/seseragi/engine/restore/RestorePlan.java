package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.time.Instant;
import java.util.List;

/**
 * What a restore reads, in the order of history. Immutable.
 *
 * @param source which program's format it is read from
 * @param target the position it ends at; {@link Txid#NONE} for {@link Source#LITESTREAM_3}, which
 *     has none
 * @param created when the state it ends at was captured, as listings show it
 * @param segments the segments, oldest first; none for {@link Source#LITESTREAM_3}
 * @param objects every object to read, oldest first
 */
public record RestorePlan(
    Source source,
    Txid target,
    Instant created,
    List<SegmentInfo> segments,
    List<ObjectInfo> objects) {

  /** Where a restore can come from. */
  public enum Source {
    /** Segments of Seseragi or of Litestream from 0.5 on. */
    LTX,

    /** Snapshots and WAL segments of Litestream 0.3. */
    LITESTREAM_3
  }

  /** Copies the lists. */
  public RestorePlan {
    segments = List.copyOf(segments);
    objects = List.copyOf(objects);
    if (objects.isEmpty()) {
      throw new IllegalArgumentException("a restore reads at least one object");
    }
  }

  /** The size of all objects together. */
  public long totalBytes() {
    return objects.stream().mapToLong(ObjectInfo::sizeBytes).sum();
  }
}
