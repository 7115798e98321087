package dev.seseragi.engine.fence;

import java.util.Optional;

/** Whose segment lies in a slot, found by reading it back. */
public sealed interface SlotVerdict {
  /** Exactly the segment that was offered: it counts as created. */
  record Mine() implements SlotVerdict {}

  /** Somebody else's: this writer is fenced and stops for good. */
  record Another(long nodeId) implements SlotVerdict {}

  /**
   * None. This is not "it failed": a request may still arrive. The same bytes are offered again.
   */
  record Absent() implements SlotVerdict {}

  /**
   * What identifies a segment without reading it whole.
   *
   * @param nodeId the id of its writer
   * @param sizeBytes how long it is
   * @param fileChecksum its checksum
   */
  record Identity(long nodeId, long sizeBytes, long fileChecksum) {}

  /** Decides. Not the writer alone counts but the content, too (docs/fencing.md, step 9). */
  static SlotVerdict of(Identity offered, Optional<Identity> found) {
    if (found.isEmpty()) {
      return new Absent();
    }
    return found.get().equals(offered) ? new Mine() : new Another(found.get().nodeId());
  }
}
