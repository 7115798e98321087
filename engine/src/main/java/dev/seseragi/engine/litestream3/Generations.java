package dev.seseragi.engine.litestream3;

import dev.seseragi.store.ObjectInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that Litestream 0.3 left at one place, as a listing shows it. Pure and immutable. */
public final class Generations {
  private static final Pattern SNAPSHOT =
      Pattern.compile("generations/([0-9a-f]{16})/snapshots/([0-9a-f]{8})\\.snapshot\\.lz4");
  private static final Pattern WAL =
      Pattern.compile("generations/([0-9a-f]{16})/wal/([0-9a-f]{8})_([0-9a-f]{8,16})\\.wal\\.lz4");
  private static final int HEX = 16;

  private final List<Snapshot> snapshots = new ArrayList<>();
  private final List<Wal> wal = new ArrayList<>();

  private record Snapshot(String generation, long index, ObjectInfo object) {}

  private record Wal(String generation, WalSegment segment) {}

  /** What can be read for a time. */
  public sealed interface Outcome {
    /** All there is. */
    record Complete(Litestream3Plan plan) implements Outcome {}

    /**
     * History is interrupted at an object.
     *
     * @param object the one that is missing or damaged
     * @param problem one sentence
     * @param before the plan that goes furthest without it
     */
    record Interrupted(String object, String problem, Optional<Litestream3Plan> before)
        implements Outcome {}

    /** No snapshot is old enough. */
    record NoSnapshot() implements Outcome {}
  }

  /** A plan, and what stops it. */
  private record Way(Litestream3Plan plan, @Nullable Hole hole) {}

  private record Hole(String object, String problem) {}

  /** Picks out what Litestream 0.3 wrote, and skips everything else. */
  public Generations(Collection<ObjectInfo> objects) {
    for (ObjectInfo object : objects) {
      Matcher snapshot = SNAPSHOT.matcher(object.name());
      if (snapshot.matches()) {
        snapshots.add(
            new Snapshot(snapshot.group(1), Long.parseLong(snapshot.group(2), HEX), object));
        continue;
      }
      Matcher piece = WAL.matcher(object.name());
      if (piece.matches()) {
        wal.add(new Wal(piece.group(1), walSegment(piece, object)));
      }
    }
    wal.sort(
        Comparator.comparingLong((Wal piece) -> piece.segment.index())
            .thenComparingLong(piece -> piece.segment.offsetBytes()));
  }

  /**
   * A plan from its own objects.
   *
   * @param objects {@link Litestream3Plan#objects()}
   */
  public static Litestream3Plan planOf(Collection<ObjectInfo> objects) {
    Generations chosen = new Generations(objects);
    return follow(chosen.snapshots.getFirst(), chosen.wal, Instant.MAX, Map.of()).plan;
  }

  private static WalSegment walSegment(Matcher piece, ObjectInfo object) {
    return new WalSegment(
        Long.parseLong(piece.group(2), HEX), Long.parseUnsignedLong(piece.group(3), HEX), object);
  }

  /** Whether Litestream 0.3 wrote nothing here. */
  public boolean isEmpty() {
    return snapshots.isEmpty() && wal.isEmpty();
  }

  /** When each object was received. */
  public Stream<Instant> times() {
    return Stream.concat(
            snapshots.stream().map(Snapshot::object),
            wal.stream().map(piece -> piece.segment.object()))
        .map(ObjectInfo::timestamp);
  }

  /** When the newest snapshot received at or before a time was. */
  public Optional<Instant> newestSnapshot(Instant until) {
    return snapshotsBackFrom(until).map(snapshot -> snapshot.object.timestamp()).findFirst();
  }

  /**
   * Chooses what to read, as Litestream 0.5 does: the newest snapshot over all generations, and the
   * WAL that follows it in its generation; all received at or before {@code until}. Where that
   * leads to a hole, an older snapshot of the generation may lead past it.
   *
   * @param flaws what is wrong with objects known to be damaged, by name
   */
  public Outcome plan(Instant until, Map<String, String> flaws) {
    Optional<Snapshot> newest = snapshotsBackFrom(until).findFirst();
    if (newest.isEmpty()) {
      return new Outcome.NoSnapshot();
    }
    List<Way> ways =
        snapshotsBackFrom(until)
            .filter(snapshot -> !flaws.containsKey(snapshot.object.name()))
            .map(snapshot -> follow(snapshot, wal, until, flaws))
            .toList();
    List<Way> ofGeneration =
        ways.stream().filter(way -> way.plan.generation().equals(newest.get().generation)).toList();
    for (Way way : ofGeneration) {
      if (way.hole == null) {
        return new Outcome.Complete(way.plan);
      }
    }
    Hole hole =
        ofGeneration.stream()
            .map(Way::hole)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(() -> damagedSnapshot(newest.get(), flaws));
    Optional<Litestream3Plan> before =
        ways.stream().map(Way::plan).max(Comparator.comparing(Litestream3Plan::created));
    return new Outcome.Interrupted(hole.object, hole.problem, before);
  }

  private Stream<Snapshot> snapshotsBackFrom(Instant until) {
    return snapshots.stream()
        .filter(snapshot -> !snapshot.object.timestamp().isAfter(until))
        .sorted(Comparator.comparing((Snapshot s) -> s.object.timestamp()).reversed());
  }

  private static Hole damagedSnapshot(Snapshot snapshot, Map<String, String> flaws) {
    String name = snapshot.object.name();
    return new Hole(name, Objects.requireNonNull(flaws.get(name)));
  }

  private static Way follow(
      Snapshot snapshot, List<Wal> wal, Instant until, Map<String, String> flaws) {
    List<WalSegment> taken = new ArrayList<>();
    @Nullable Hole hole = null;
    for (Wal piece : wal) {
      WalSegment segment = piece.segment;
      if (!piece.generation.equals(snapshot.generation)
          || segment.index() < snapshot.index
          || segment.object().timestamp().isAfter(until)) {
        continue;
      }
      hole = holeBefore(segment, snapshot, taken, flaws);
      if (hole != null) {
        break;
      }
      taken.add(segment);
    }
    return new Way(
        new Litestream3Plan(snapshot.generation, snapshot.object, snapshot.index, taken), hole);
  }

  /** What interrupts history between what was taken and the next segment; null if nothing does. */
  private static @Nullable Hole holeBefore(
      WalSegment next, Snapshot snapshot, List<WalSegment> taken, Map<String, String> flaws) {
    @Nullable String flaw = flaws.get(next.object().name());
    if (flaw != null) {
      return new Hole(next.object().name(), flaw);
    }
    long index = taken.isEmpty() ? snapshot.index - 1 : taken.getLast().index();
    if (next.index() == index || (next.index() == index + 1 && next.offsetBytes() == 0)) {
      return null;
    }
    boolean isBeginMissing = next.index() == index + 1;
    String missing =
        "generations/%s/wal/%08x_%08x.wal.lz4".formatted(snapshot.generation, index + 1, 0);
    return new Hole(
        missing,
        isBeginMissing
            ? "WAL %08x does not begin at offset 0 but at %08x: %s is missing"
                .formatted(next.index(), next.offsetBytes(), missing)
            : "WAL %08x is missing: the next one is %08x".formatted(index + 1, next.index()));
  }
}
