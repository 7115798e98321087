package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Short ways to write inventories down. */
final class Segments {
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  static final long LARGE = 50_000_000;
  static final long SMALL = 400;
  static final long EMPTY = 131;

  private Segments() {}

  /** A segment of 5,000 bytes, made {@code seconds} after noon. */
  static SegmentInfo segment(int level, long min, long max, long seconds) {
    return segment(level, min, max, seconds, 5000);
  }

  static SegmentInfo segment(int level, long min, long max, long seconds, long sizeBytes) {
    TxidRange range = new TxidRange(new Txid(min), new Txid(max));
    return new SegmentInfo(level, range, sizeBytes, NOON.plus(Duration.ofSeconds(seconds)));
  }

  /** A slot made {@code seconds} after noon. */
  static SegmentInfo slot(long txid, long seconds) {
    return segment(0, txid, txid, seconds);
  }

  static Inventory inventory(SegmentInfo... segments) {
    return new Inventory(List.of(segments), List.of());
  }

  static Instant seconds(long afterNoon) {
    return NOON.plusSeconds(afterNoon);
  }
}
