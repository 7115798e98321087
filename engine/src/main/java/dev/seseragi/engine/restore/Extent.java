package dev.seseragi.engine.restore;

import dev.seseragi.store.ObjectInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of an object that are read in one go.
 *
 * @param object the object's name
 * @param offsetBytes where they begin
 * @param lengthBytes how many there are; at most {@link ReadAhead#pieceBytes}, 0 for an empty
 *     object
 * @param isWhole whether that is the whole object
 */
record Extent(String object, long offsetBytes, int lengthBytes, boolean isWhole) {

  /** All of an object that fits into one piece. */
  static Extent whole(ObjectInfo object) {
    return new Extent(object.name(), 0, Math.toIntExact(object.sizeBytes()), true);
  }

  /** An object cut into pieces of equal length, whatever they hold. */
  static List<Extent> cut(ObjectInfo object, int pieceBytes) {
    if (object.sizeBytes() <= pieceBytes) {
      return List.of(whole(object));
    }
    List<Extent> extents = new ArrayList<>();
    for (long offset = 0; offset < object.sizeBytes(); offset += pieceBytes) {
      int length = (int) Math.min(pieceBytes, object.sizeBytes() - offset);
      extents.add(new Extent(object.name(), offset, length, false));
    }
    return extents;
  }

  long endBytes() {
    return offsetBytes + lengthBytes;
  }
}
