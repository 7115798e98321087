package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageSize;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether segments are what their names say and belong to one history. They come newest first.
 *
 * <p>A writer that was replaced never comes back under its id, and each has a later epoch than the
 * one before it. So where one writer's segments stand between those of another, or behind those of
 * a later epoch, a slot was filled by one that had been fenced before. Id 0 says nothing: that is
 * genuine Litestream, in compacted segments whoever wrote what was compacted.
 */
final class ChainCheck {
  /** The upper half of an id is its epoch. */
  private static final int EPOCH_SHIFT = 32;

  private final Set<Long> writersLeft = new HashSet<>();
  private @Nullable PageSize pageSize;
  private @Nullable String newerObject;

  /** Of the segment behind, or of the last one behind that tells. */
  private long writer;

  /** Whether the segment behind tells its writer. */
  private boolean isNeighbour;

  /**
   * Takes the next older segment.
   *
   * @throws FlawedObjectException if it, or the one before it, cannot be right
   */
  void next(SegmentInfo segment, String object, LtxHeader header) {
    if (!header.range().equals(segment.range())) {
      throw FlawedObjectException.damaged(
          object,
          "segment %s holds TXIDs %s, not those of its name".formatted(object, header.range()),
          null);
    }
    PageSize expected = pageSize;
    if (expected != null && !header.pageSize().equals(expected)) {
      throw FlawedObjectException.damaged(
          object,
          "segment %s has pages of %,d bytes, the segments behind it of %,d"
              .formatted(object, header.pageSize().bytes(), expected.bytes()),
          null);
    }
    pageSize = header.pageSize();
    checkWriter(segment, header.nodeId());
    newerObject = object;
  }

  private void checkWriter(SegmentInfo segment, long nodeId) {
    if (nodeId == 0 && segment.level() > 0) {
      isNeighbour = false;
      return;
    }
    String newer = newerObject;
    if (newer != null && nodeId != writer) {
      if (nodeId != 0 && (writersLeft.contains(nodeId) || isOfLaterEpoch(nodeId))) {
        throw FlawedObjectException.damaged(
            newer,
            "segment %s is by writer %016x, which had been replaced: writer %016x stands before it"
                .formatted(newer, writer, nodeId),
            null);
      }
      writersLeft.add(writer);
    }
    writer = nodeId;
    isNeighbour = true;
  }

  private boolean isOfLaterEpoch(long nodeId) {
    return isNeighbour
        && writer != 0
        && Long.compareUnsigned(nodeId >>> EPOCH_SHIFT, writer >>> EPOCH_SHIFT) > 0;
  }
}
