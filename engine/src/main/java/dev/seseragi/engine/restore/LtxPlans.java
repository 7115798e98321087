package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the segments of a restore. Pure.
 *
 * <p>The point is the one that Litestream would restore: all segments that end at or before the
 * TXID, or were created strictly before the time, and as far as they reach. Unlike Litestream it
 * never stops short at a gap: what ought to be reached is reached, or the decision is {@link
 * Decision.Damaged}.
 */
final class LtxPlans {
  private final History history;

  LtxPlans(History history) {
    this.history = history;
  }

  /** The newest state, unless a marker shows that more has been written: then its slot is given. */
  Decision latest(Optional<Txid> lastMarkedSlot) {
    Txid tail = history.inventory().tail();
    Decision decision = reachOrDamaged(tail, segment -> true);
    if (decision instanceof Decision.Go(RestorePlan plan)
        && lastMarkedSlot.filter(slot -> slot.isAfter(tail.next())).isPresent()) {
      return lostEnd(plan, lastMarkedSlot.get());
    }
    return decision;
  }

  private Decision lostEnd(RestorePlan plan, Txid lastMarkedSlot) {
    Txid missing = plan.target().next();
    String problem =
        "a writer's marker says that history went on at least to TXID %s, but the last segment ends at %s"
            .formatted(lastMarkedSlot.plus(-1), plan.target());
    Txid wanted = lastMarkedSlot.plus(-1);
    RestoreLoss loss =
        new RestoreLoss(
            wanted,
            plan.target(),
            plan.created(),
            plan.created(),
            Decision.problems(history.flaws(), problem));
    return new Decision.Damaged(problem, history.slotName(missing), Decision.earlier(plan, loss));
  }

  /** Exactly the state after a position. */
  Decision at(Txid txid) {
    Predicate<SegmentInfo> allowed = segment -> !segment.max().isAfter(txid);
    List<SegmentInfo> chain = history.chain(txid, allowed);
    if (!chain.isEmpty()) {
      return go(txid, chain);
    }
    Txid reached = history.reach(allowed).furthest();
    if (txid.isAfter(history.inventory().tail()) || isKeptCoarsely(reached, allowed)) {
      return new Decision.NotAvailable(points() + nearest(txid));
    }
    return damaged(txid, reached, allowed);
  }

  /** The last state before a time, given which segments were created before it. */
  Decision before(Predicate<SegmentInfo> createdBefore) {
    Optional<Txid> wanted =
        history.inventory().segments().stream()
            .filter(createdBefore)
            .map(SegmentInfo::max)
            .max(Txid::compareTo);
    if (wanted.isEmpty()) {
      return new Decision.NotAvailable("nothing was created before it. " + points());
    }
    Txid reached = history.reach(createdBefore).furthest();
    if (!reached.equals(wanted.get()) && isKeptCoarsely(reached, createdBefore)) {
      // Newer slots are there, but what leads to them was compacted into a segment that ends after
      // the time: the point before that segment is the last one that history still has.
      return reached.equals(Txid.NONE)
          ? new Decision.NotAvailable("history before it is not kept any more. " + points())
          : go(reached, history.chain(reached, createdBefore));
    }
    return reachOrDamaged(wanted.get(), createdBefore);
  }

  /** Whether the position behind {@code reached} is there, but only inside a larger segment. */
  private boolean isKeptCoarsely(Txid reached, Predicate<SegmentInfo> allowed) {
    Txid next = reached.next();
    return history.damagedAt(next, allowed).isEmpty() && history.holds(next);
  }

  private Decision reachOrDamaged(Txid wanted, Predicate<SegmentInfo> allowed) {
    List<SegmentInfo> chain = history.chain(wanted, allowed);
    return chain.isEmpty()
        ? damaged(wanted, history.reach(allowed).furthest(), allowed)
        : go(wanted, chain);
  }

  private Decision damaged(Txid wanted, Txid reached, Predicate<SegmentInfo> allowed) {
    Txid missing = reached.next();
    Optional<SegmentInfo> culprit =
        history.damagedAt(missing, allowed).or(() -> history.damagedAt(missing, segment -> true));
    String problem = culprit.flatMap(history::flaw).orElseGet(() -> missing(missing));
    String object = culprit.map(history::name).orElseGet(() -> history.slotName(missing));
    return new Decision.Damaged(problem, object, earlier(wanted, reached, problem, allowed));
  }

  private String missing(Txid position) {
    String problem =
        "TXID %s is in no object: %s, or a segment that covers it, is missing"
            .formatted(position, history.slotName(position));
    return history
        .beginsBehind(position)
        .map(next -> problem + "; the next one begins at TXID " + next)
        .orElse(problem);
  }

  private Optional<Decision.Earlier> earlier(
      Txid wanted, Txid reached, String problem, Predicate<SegmentInfo> allowed) {
    if (reached.equals(Txid.NONE)) {
      return Optional.empty();
    }
    RestorePlan plan = plan(reached, history.chain(reached, allowed));
    RestoreLoss loss =
        new RestoreLoss(
            wanted,
            reached,
            plan.created(),
            history.timeOf(wanted),
            Decision.problems(history.flaws(), problem));
    return Decision.earlier(plan, loss);
  }

  private Decision go(Txid target, List<SegmentInfo> chain) {
    return new Decision.Go(plan(target, chain));
  }

  private RestorePlan plan(Txid target, List<SegmentInfo> chain) {
    List<ObjectInfo> objects =
        chain.stream()
            .map(segment ->
                new ObjectInfo(history.name(segment), segment.sizeBytes(), segment.created()))
            .toList();
    Optional<SegmentInfo> tail =
        history.inventory().tailSegment().filter(last -> last.max().equals(target));
    return new RestorePlan(
        RestorePlan.Source.LTX, target, history.timeOf(target), tail, chain, objects);
  }

  /** Which points there are, as a sentence. */
  String points() {
    Reach all = history.reach(segment -> true);
    if (all.points().isEmpty()) {
      return "No point of this replica can be restored: it has no beginning";
    }
    Txid first = all.points().first();
    return "Points from TXID %s (%s) to %s (%s) can be restored"
        .formatted(first, time(first), all.furthest(), time(all.furthest()));
  }

  private String nearest(Txid txid) {
    Reach all = history.reach(segment -> true);
    @Nullable Txid below = all.points().lower(txid);
    @Nullable Txid above = all.points().higher(txid);
    if (below == null || above == null) {
      return "";
    }
    return "; the nearest are %s (%s) and %s (%s)"
        .formatted(below, time(below), above, time(above));
  }

  private Instant time(Txid point) {
    return history.timeOf(point);
  }
}
