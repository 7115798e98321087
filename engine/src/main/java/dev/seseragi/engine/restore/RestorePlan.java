package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a restore reads, in the order of history. Immutable.
 *
 * @param source which program's format it is read from
 * @param target the position it ends at; {@link Txid#NONE} for {@link Source#LITESTREAM_3}, which
 *     has none
 * @param created when the state it ends at was captured, as listings show it
 * @param tail the replica's last segment, of the lowest level if there are several, if the plan
 *     ends where the replica does
 * @param segments the segments, oldest first; none for {@link Source#LITESTREAM_3}
 * @param objects every object to read, oldest first
 */
public record RestorePlan(
    Source source,
    Txid target,
    Instant created,
    Optional<SegmentInfo> tail,
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
