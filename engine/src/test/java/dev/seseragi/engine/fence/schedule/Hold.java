package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a writer knows while it runs.
 *
 * @param writer in whose name it writes
 * @param found what its start found, for its housekeeping
 * @param shipped what it has put there since
 * @param isTidied whether its housekeeping is done
 */
record Hold(WriterId writer, Found found, List<SegmentInfo> shipped, boolean isTidied) {
  Hold {
    shipped = List.copyOf(shipped);
  }

  /** A listing; nothing where nobody wants to know. */
  record Found(List<SegmentInfo> segments, List<ObjectInfo> others) {
    static final Found NOTHING = new Found(List.of(), List.of());
  }

  static Hold of(WriterId writer, Found found) {
    return new Hold(writer, found, List.of(), false);
  }

  Hold shipped(SegmentInfo segment) {
    List<SegmentInfo> more = new ArrayList<>(shipped);
    more.add(segment);
    return new Hold(writer, found, more, isTidied);
  }

  Hold tidied() {
    return new Hold(writer, Found.NOTHING, List.of(), true);
  }

  /** The last slot that it filled since its start. */
  Optional<Txid> last() {
    return shipped.isEmpty() ? Optional.empty() : Optional.of(shipped.getLast().max());
  }
}
