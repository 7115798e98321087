package dev.seseragi.engine.proof;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.restore.RestorePlan;
import dev.seseragi.ltx.LtxDecoder;
import java.io.IOException;
import java.util.Optional;

/** Finds the object from which a page of a restored database came. */
final class PageOrigin {
  private PageOrigin() {}

  /** The newest object of the plan that holds the page; empty if none does. Reads them again. */
  static Optional<String> of(int pageNumber, RestorePlan plan, Replica replica) throws IOException {
    for (SegmentInfo segment : plan.segments().reversed()) {
      if (holds(segment, pageNumber, replica)) {
        return Optional.of(replica.nameOf(segment));
      }
    }
    return Optional.empty();
  }

  private static boolean holds(SegmentInfo segment, int pageNumber, Replica replica)
      throws IOException {
    try (LtxDecoder decoder = new LtxDecoder(replica.open(segment), replica.nameOf(segment))) {
      byte[] page = new byte[decoder.header().pageSize().bytes()];
      for (int found = decoder.nextPage(page, 0); found != 0; found = decoder.nextPage(page, 0)) {
        if (found >= pageNumber) {
          return found == pageNumber;
        }
      }
      return false;
    }
  }
}
