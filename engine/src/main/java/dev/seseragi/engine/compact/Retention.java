package dev.seseragi.engine.compact;

import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.StoreForbiddenException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a {@link RetentionPlan}: for level 0 often and from memory; for all levels when the
 * anchor moves on, which is once in a snapshot interval, and then from a new listing, because most
 * of them is not remembered.
 */
final class Retention {
  /** How often level 0 is looked through while something waits there. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** How many objects one request deletes; S3 takes no more. */
  static final int MAX_DELETES = 1000;

  private final Replica replica;
  private final CompactionSettings settings;
  private final Holdings holdings;
  private final Runnable stopCheck;

  /** Up to where the levels above 0 hold nothing superfluous. */
  private Txid cleanedUpTo = Txid.NONE;

  /** Whether the holdings are all that the replica has. */
  private boolean isComplete;

  private Instant notBefore = Instant.MIN;
  private boolean isForbidden;

  Retention(Replica replica, CompactionSettings settings, Holdings holdings, Runnable stopCheck) {
    this.replica = replica;
    this.settings = settings;
    this.holdings = holdings;
    this.stopCheck = stopCheck;
  }

  /** Whether this process deletes. */
  boolean isDeleting() {
    return settings.retentionEnabled() && !isForbidden;
  }

  /** The holdings are those of a listing now. */
  void listed(Inventory listed, Instant now) {
    isComplete = true;
    RetentionPlan plan = plan();
    if (plan.belowAnchor(now).isEmpty()) {
      cleanedUpTo = anchor(plan, now);
    }
    Set<Txid> marked = Markers.slots(listed.others());
    holdings.remove(
        plan.unneededOfLevelZero(now).stream()
            .filter(segment -> marked.contains(segment.min()))
            .toList());
  }

  /** The holdings lack from now on what is not needed every day. */
  void forgotten() {
    isComplete = false;
  }

  /** Whether what is due now needs all that the replica has, and the holdings lack it. */
  boolean needsListing(Instant now) {
    return isDeleting() && !isComplete && anchor(plan(), now).isAfter(cleanedUpTo);
  }

  /** When something is to be deleted; empty if nothing will be without new segments. */
  Optional<Instant> dueAt(Instant now) {
    if (!isDeleting() || !Chain.toNewest(holdings.inventory()).reaches(holdings.tail())) {
      return Optional.empty();
    }
    RetentionPlan plan = plan();
    List<Instant> due = new ArrayList<>();
    if (anchor(plan, now).isAfter(cleanedUpTo)) {
      due.add(now);
    }
    plan.nextAnchorAt(now).ifPresent(due::add);
    plan.levelZeroAt().ifPresent(at -> due.add(Schedule.tickAfter(at, INTERVAL)));
    return due.stream().min(Instant::compareTo).map(at -> at.isAfter(notBefore) ? at : notBefore);
  }

  /**
   * Deletes what may be deleted at {@code now}.
   *
   * @return false if the store forbids it; then nothing is tried again
   */
  boolean run(Instant now) {
    notBefore = Schedule.tickAfter(now, INTERVAL);
    RetentionPlan plan = plan();
    List<SegmentInfo> slots = plan.unneededOfLevelZero(now);
    // Listed after it is known what covers these slots: a marker made before that is seen, and who
    // makes one later finds, by its next listing, that its slot lies in the past.
    Set<Txid> marked = slots.isEmpty() ? Set.of() : Markers.slots(listMarkers());
    try {
      delete(plan.deletable(marked, now));
    } catch (StoreForbiddenException e) {
      isForbidden = true;
      return false;
    }
    holdings.remove(slots);
    cleanedUpTo = anchor(plan, now);
    return true;
  }

  private List<ObjectInfo> listMarkers() {
    List<ObjectInfo> markers = new ArrayList<>();
    @Nullable String continuation = null;
    do {
      ListPage page = replica.store().list(Markers.FOLDER, continuation);
      markers.addAll(page.objects());
      continuation = page.next();
    } while (continuation != null);
    return markers;
  }

  private void delete(List<SegmentInfo> segments) {
    for (int from = 0; from < segments.size(); from += MAX_DELETES) {
      stopCheck.run();
      List<SegmentInfo> batch =
          segments.subList(from, Math.min(from + MAX_DELETES, segments.size()));
      replica.delete(batch);
      holdings.remove(batch);
    }
  }

  private RetentionPlan plan() {
    return new RetentionPlan(holdings.inventory(), holdings::knownSince, settings);
  }

  private static Txid anchor(RetentionPlan plan, Instant now) {
    return plan.anchor(now).map(SegmentInfo::max).orElse(Txid.NONE);
  }
}
