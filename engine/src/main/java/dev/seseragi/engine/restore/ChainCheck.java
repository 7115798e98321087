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
 * <p>A writer that was replaced never comes back under its id. So where one writer's segments stand
 * between those of another, a slot was filled by one that had been fenced before.
 */
final class ChainCheck {
  private final Set<Long> writersLeft = new HashSet<>();
  private @Nullable PageSize pageSize;
  private @Nullable String newerObject;
  private long writer;

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
    boolean isUnknown = nodeId == 0 && segment.level() > 0;
    if (isUnknown || (newerObject != null && nodeId == writer)) {
      return;
    }
    if (nodeId != 0 && writersLeft.contains(nodeId) && newerObject != null) {
      throw FlawedObjectException.damaged(
          newerObject,
          "segment %s is by writer %016x, but stands between segments of writer %016x"
              .formatted(newerObject, writer, nodeId),
          null);
    }
    if (newerObject != null) {
      writersLeft.add(writer);
    }
    writer = nodeId;
  }
}
