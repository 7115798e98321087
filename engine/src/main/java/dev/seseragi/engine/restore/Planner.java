package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Lists a replica and decides what to read. What looks like a gap is looked at twice: retention and
 * compaction may have moved segments upwards while the listing was made.
 */
final class Planner {
  private final Replica replica;

  Planner(Replica replica) {
    this.replica = replica;
  }

  /**
   * What to read for a point.
   *
   * @param loss what the point does without; empty if nothing
   */
  record Way(RestorePlan plan, Optional<RestoreLoss> loss) {}

  /**
   * Lists, once or twice, and decides.
   *
   * @param flaws what is known to be wrong with which object: those are not read again
   */
  Way way(RestorePoint point, Map<String, String> flaws, boolean allowEarlierPoint) {
    return switch (decideWithSecondLook(point, flaws)) {
      case Decision.Go(RestorePlan plan) -> new Way(plan, Optional.empty());
      case Decision.Damaged damaged -> earlier(point, damaged, allowEarlierPoint);
      case Decision.Nothing() -> throw new NoBackupException(replica.describe());
      case Decision.NotAvailable(String why) ->
          throw new PointNotAvailableException(
              "cannot restore %s from %s: %s".formatted(point, replica.describe(), why));
    };
  }

  private Way earlier(RestorePoint point, Decision.Damaged damaged, boolean isAllowed) {
    if (isAllowed && damaged.earlier().isPresent()) {
      Decision.Earlier earlier = damaged.earlier().get();
      return new Way(earlier.plan(), Optional.of(earlier.loss()));
    }
    Optional<RestorePlan> earlier = damaged.earlier().map(Decision.Earlier::plan);
    String message =
        "cannot restore %s from %s: %s. %s"
            .formatted(
                point,
                replica.describe(),
                damaged.problem(),
                earlier.map(Planner::advice).orElse("There is no earlier point either"));
    throw new DamagedReplicaException(
        message,
        damaged.object(),
        earlier
            .filter(plan -> plan.source() == RestorePlan.Source.LTX)
            .map(RestorePlan::target)
            .orElse(null),
        null);
  }

  private static String advice(RestorePlan earlier) {
    return switch (earlier.source()) {
      case LTX ->
          "Restore an earlier point with -txid %s (%s)"
              .formatted(earlier.target(), earlier.created());
      case LITESTREAM_3 -> "Restore an earlier point with -timestamp " + earlier.created();
    };
  }

  private Decision decideWithSecondLook(RestorePoint point, Map<String, String> flaws) {
    try {
      Decision decision = decide(point, flaws);
      if (!(decision instanceof Decision.Damaged)) {
        return decision;
      }
    } catch (ObjectMissingException removed) {
      // A segment whose time was asked for went after it had been listed.
    }
    return decide(point, flaws);
  }

  private Decision decide(RestorePoint point, Map<String, String> flaws) {
    Listing listing = Listing.of(replica.list());
    History history = new History(listing.inventory(), replica::nameOf, flaws);
    Plans plans = new Plans(listing, history, flaws);
    return switch (point) {
      case RestorePoint.Latest() -> plans.latest();
      case RestorePoint.AtTxid(var txid) -> plans.at(txid);
      case RestorePoint.AtTime(Instant time) -> plans.before(time, createdBefore(time, listing));
    };
  }

  private Predicate<SegmentInfo> createdBefore(Instant time, Listing listing) {
    return replica.store().capabilities().listsExactTimestamps()
        ? segment -> segment.created().isBefore(time)
        : new CreationTimes(listing.inventory(), time, this::exactTime).before();
  }

  private Instant exactTime(SegmentInfo segment) {
    String name = replica.nameOf(segment);
    return replica
        .store()
        .stat(name)
        .map(ObjectInfo::timestamp)
        .orElseThrow(() -> new ObjectMissingException(replica.describe(), name, null));
  }
}
