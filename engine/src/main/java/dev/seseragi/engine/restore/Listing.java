package dev.seseragi.engine.restore;

import dev.seseragi.engine.litestream3.Generations;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a restore makes of one listing. Pure and immutable.
 *
 * @param inventory segments
 * @param generations what Litestream 0.3 wrote
 * @param lastMarkedSlot the largest slot that a writer's marker names
 */
record Listing(Inventory inventory, Generations generations, Optional<Txid> lastMarkedSlot) {
  private static final Pattern MARKER =
      Pattern.compile("seseragi/writers/([0-9a-f]{16})-[0-9a-f]{16}\\.json");

  static Listing of(Inventory inventory) {
    Optional<Txid> lastMarkedSlot =
        inventory.others().stream()
            .map(object -> MARKER.matcher(object.name()))
            .filter(Matcher::matches)
            .map(marker -> Txid.parse(marker.group(1)))
            .max(Comparator.naturalOrder());
    return new Listing(inventory, new Generations(inventory.others()), lastMarkedSlot);
  }

  boolean hasSegments() {
    return !inventory.segments().isEmpty();
  }

  /** When anything was created, in no order. */
  Stream<Instant> times() {
    return Stream.concat(
        inventory.segments().stream().map(SegmentInfo::created), generations.times());
  }
}
