package dev.seseragi.engine.restore;

import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.litestream3.Generations;
import dev.seseragi.engine.litestream3.Litestream3Plan;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides what to read for a point, of all that a listing shows: segments, or what Litestream 0.3
 * wrote. Pure.
 *
 * <p>Where both are there, Litestream 0.5's choice is made: the newest state comes from the one
 * with the newest object; a TXID from segments; a time from 0.3 if its best snapshot for that time
 * is younger than the best level-9 segment.
 */
final class Plans {
  private final Listing listing;
  private final LtxPlans segments;
  private final Map<String, String> flaws;

  /**
   * @param flaws what is known to be wrong with which object
   */
  Plans(Listing listing, History history, Map<String, String> flaws) {
    this.listing = listing;
    this.segments = new LtxPlans(history);
    this.flaws = flaws;
  }

  Decision latest() {
    if (!listing.hasSegments() && listing.generations().isEmpty()) {
      return listing.lastMarkedSlot().map(Plans::lostAll).orElseGet(Decision.Nothing::new);
    }
    Optional<Instant> newestOf3 = listing.generations().times().max(Comparator.naturalOrder());
    Optional<Instant> newestSegment =
        listing.inventory().segments().stream()
            .map(SegmentInfo::created)
            .max(Comparator.naturalOrder());
    boolean isLitestream3 =
        newestOf3.isPresent()
            && newestSegment.filter(newest -> !newest.isBefore(newestOf3.get())).isEmpty();
    return isLitestream3 ? litestream3(newestOf3.get()) : segments.latest(listing.lastMarkedSlot());
  }

  Decision at(Txid txid) {
    if (listing.hasSegments()) {
      return segments.at(txid);
    }
    return listing.generations().isEmpty()
        ? latest()
        : new Decision.NotAvailable(
            "what Litestream 0.3 wrote has no TXIDs: restore by time, " + times());
  }

  /**
   * @param createdBefore whether a segment was created strictly before {@code time}
   */
  Decision before(Instant time, Predicate<SegmentInfo> createdBefore) {
    Optional<Instant> newest = listing.times().max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      return latest();
    }
    if (time.isAfter(newest.get())) {
      return new Decision.NotAvailable("that is after the newest object: " + times());
    }
    Optional<Instant> snapshotOf3 = listing.generations().newestSnapshot(time);
    boolean isLitestream3 =
        !listing.hasSegments()
            || snapshotOf3
                .filter(snapshot -> !hasYoungerSnapshot(snapshot, createdBefore))
                .isPresent();
    return isLitestream3 ? litestream3(time) : segments.before(createdBefore);
  }

  private boolean hasYoungerSnapshot(Instant than, Predicate<SegmentInfo> createdBefore) {
    return listing.inventory().level(SegmentInfo.SNAPSHOT_LEVEL).stream()
        .filter(createdBefore)
        .anyMatch(snapshot -> !snapshot.created().isBefore(than));
  }

  private static Decision lostAll(Txid markedSlot) {
    return new Decision.Damaged(
        ("a writer's marker names slot %s, but there is no segment at all: somebody has deleted them,"
                + " or the very first start ended before it wrote one (if you know that, delete what"
                + " lies under %s)")
            .formatted(markedSlot, Markers.FOLDER),
        null,
        Optional.empty());
  }

  private Decision litestream3(Instant until) {
    return switch (listing.generations().plan(until, flaws)) {
      case Generations.Outcome.Complete(Litestream3Plan plan) -> new Decision.Go(plan(plan));
      case Generations.Outcome.NoSnapshot() ->
          new Decision.NotAvailable("no snapshot of Litestream 0.3 is that old: " + times());
      case Generations.Outcome.Interrupted(
              String object,
              String problem,
              Optional<Litestream3Plan> before) ->
          new Decision.Damaged(
              problem, object, before.map(plan -> earlier(plan(plan), until, problem)));
    };
  }

  private Decision.Earlier earlier(RestorePlan plan, Instant wanted, String problem) {
    RestoreLoss loss =
        new RestoreLoss(
            Txid.NONE,
            Txid.NONE,
            plan.created(),
            wanted,
            Decision.problems(flaws.values().stream().sorted().toList(), problem));
    return new Decision.Earlier(plan, loss);
  }

  private static RestorePlan plan(Litestream3Plan plan) {
    return new RestorePlan(
        RestorePlan.Source.LITESTREAM_3,
        Txid.NONE,
        plan.created(),
        Optional.empty(),
        List.of(),
        plan.objects());
  }

  private String times() {
    return "there are objects from %s to %s"
        .formatted(
            listing.times().min(Comparator.naturalOrder()).orElseThrow(),
            listing.times().max(Comparator.naturalOrder()).orElseThrow());
  }
}
