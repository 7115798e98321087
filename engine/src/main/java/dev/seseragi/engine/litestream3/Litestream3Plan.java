package dev.seseragi.engine.litestream3;

import dev.seseragi.store.ObjectInfo;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A snapshot and what follows it. Immutable.
 *
 * @param generation the generation all of it belongs to
 * @param snapshot the whole database
 * @param snapshotIndex which WAL follows it
 * @param wal by index, then offset; indexes without a gap, each beginning at offset 0
 */
public record Litestream3Plan(
    String generation, ObjectInfo snapshot, long snapshotIndex, List<WalSegment> wal) {
  /** Copies the list. */
  public Litestream3Plan {
    wal = List.copyOf(wal);
  }

  /** Everything that is read, in order. */
  public List<ObjectInfo> objects() {
    return Stream.concat(Stream.of(snapshot), wal.stream().map(WalSegment::object)).toList();
  }

  /** When the state it ends at was shipped. */
  public Instant created() {
    return objects().getLast().timestamp();
  }
}
