package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.schedule.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of the past binds the future. Immutable.
 *
 * @param acknowledged the commits that somebody counts on
 * @param shown the commits that somebody has read
 * @param points what each position was when it could be restored first
 * @param slots what each slot was ever filled with
 * @param begun for each offer whether it was first made behind the fence of a later writer
 */
record Promises(
    Set<Integer> acknowledged,
    Set<Integer> shown,
    Map<Long, Content> points,
    Map<String, Set<Blob>> slots,
    Map<Offer, Boolean> begun) {

  static final Promises NONE = new Promises(Set.of(), Set.of(), Map.of(), Map.of(), Map.of());

  Promises {
    acknowledged = Set.copyOf(acknowledged);
    shown = Set.copyOf(shown);
    points = Map.copyOf(points);
    slots = Map.copyOf(slots);
    begun = Map.copyOf(begun);
  }

  /** Who wanted to fill which slot. */
  record Offer(String actor, String slot) {}

  /** What follows from something that happened, and what is broken by it. */
  record Next(Promises promises, List<Violation> violations) {}

  Promises acknowledging(List<Integer> commits) {
    Set<Integer> more = new HashSet<>(acknowledged);
    more.addAll(commits);
    return new Promises(more, shown, points, slots, begun);
  }

  private Promises showing(List<Integer> commits) {
    Set<Integer> more = new HashSet<>(shown);
    more.addAll(commits);
    return new Promises(acknowledged, more, points, slots, begun);
  }

  /** Somebody's request to fill a slot gets to the store. */
  Promises offered(String actor, Request.Create request) {
    Offer offer = new Offer(actor, request.name());
    if (!Names.isSlot(request.name())
        || request.blob().segment().isFence()
        || begun.containsKey(offer)) {
      return this;
    }
    Map<Offer, Boolean> more = new HashMap<>(begun);
    more.put(offer, isBehindFence(request.blob().segment().nodeId()));
    return new Promises(acknowledged, shown, points, slots, more);
  }

  /** Whether another writer's fence was put behind the one of this writer. */
  private boolean isBehindFence(long nodeId) {
    return lastFence(nodeId, true) < lastFence(nodeId, false);
  }

  private long lastFence(long nodeId, boolean isOwn) {
    return slots.entrySet().stream()
        .filter(slot ->
            slot.getValue().stream()
                .map(Blob::segment)
                .anyMatch(filled -> filled.isFence() && (filled.nodeId() == nodeId) == isOwn))
        .mapToLong(slot -> Names.place(slot.getKey()).orElseThrow().max())
        .max()
        .orElse(0);
  }

  /** The store holds something else now. */
  Next stored(Shelf shelf, Restorable restorable) {
    List<Violation> violations = new ArrayList<>();
    Map<String, Set<Blob>> filled = new HashMap<>(slots);
    shelf
        .objects()
        .forEach((name, object) -> {
          if (Names.isSlot(name)) {
            fill(filled, name, object.blob()).ifPresent(violations::add);
          }
        });
    Map<Long, Content> known = new HashMap<>(points);
    restorable
        .points()
        .forEach((position, contents) -> {
          for (Content content : contents) {
            Content before = known.putIfAbsent(position, content);
            if (before != null && !before.equals(content)) {
              violations.add(forked(position, content, before));
            }
          }
        });
    return new Next(new Promises(acknowledged, shown, known, filled, begun), violations);
  }

  private static Violation forked(long position, Content one, Content other) {
    return new Violation(
        Kind.FORK, "position %d is %s, and is or was %s".formatted(position, one, other));
  }

  private static Optional<Violation> fill(Map<String, Set<Blob>> filled, String name, Blob blob) {
    Set<Blob> before = filled.getOrDefault(name, Set.of());
    if (before.contains(blob)) {
      return Optional.empty();
    }
    Set<Blob> all = new HashSet<>(before);
    all.add(blob);
    filled.put(name, Set.copyOf(all));
    return before.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(Kind.OVERWRITTEN, Names.of(name) + " held something else before"));
  }

  /** A program did something. */
  Next after(String actor, Effect effect) {
    return switch (effect) {
      case Effect.Acknowledged(String slot, List<Integer> commits) ->
          new Next(acknowledging(commits), behindFence(actor, slot, commits));
      case Effect.Shown(List<Integer> commits) -> new Next(showing(commits), List.of());
      case Effect.SetAside(List<Integer> commits) ->
          commits.stream().anyMatch(shown::contains)
              ? broken(Kind.SHOWN_AND_GONE, commits + " were read and are set aside")
              : new Next(this, List.of());
      case Effect.Wrote(Disk _) -> new Next(this, List.of());
      case Effect.Restored(Set<Integer> expected, long position, Content found) ->
          expected.stream().allMatch(found::has)
              ? new Next(this, List.of())
              : broken(
                  Kind.SHORT_RESTORE,
                  "a restore gets to %d, %s; %s were acknowledged before it began"
                      .formatted(position, found, expected));
      case Effect.Refused(String why, boolean isCalledDamaged) ->
          isCalledDamaged ? broken(Kind.FALSE_ALARM, why) : new Next(this, List.of());
    };
  }

  private List<Violation> behindFence(String actor, String slot, List<Integer> commits) {
    return begun.getOrDefault(new Offer(actor, slot), false)
        ? List.of(
            new Violation(
                Kind.BEHIND_FENCE,
                "%s acknowledges %s, begun behind a later writer's fence"
                    .formatted(actor, commits)))
        : List.of();
  }

  /** Whether the store keeps what was promised. */
  Optional<Violation> check(Restorable restorable) {
    long tail = restorable.tail();
    Optional<Content> end = restorable.newest();
    if (end.isEmpty()) {
      return Optional.of(new Violation(Kind.TORN, "the tail is %d, out of reach".formatted(tail)));
    }
    return acknowledged.stream()
        .filter(commit -> !end.get().has(commit))
        .findFirst()
        .map(commit ->
            new Violation(
                Kind.LOST,
                "commit %d was acknowledged; the history ends at %d, %s"
                    .formatted(commit, tail, end.get())));
  }

  private Next broken(Kind kind, String what) {
    return new Next(this, List.of(new Violation(kind, what)));
  }
}
