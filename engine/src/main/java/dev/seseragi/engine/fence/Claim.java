package dev.seseragi.engine.fence;

import dev.seseragi.engine.fence.Markers.Marker;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Makes this process the one writer of a replica: looks, leaves a marker, fills the next slot with
 * a fence, and looks again. Steps 1 to 5 of docs/fencing.md.
 *
 * <p>One use at a time. Ending it anywhere, by an exception or by the end of the process, harms
 * nobody; what it left behind is a marker, and maybe a fence, of a writer that never wrote.
 */
public final class Claim {
  /** After half of this a fence is not put on the word of an old listing. */
  private static final Duration STRAY_AGE = Duration.ofMinutes(2);

  private final Replica replica;
  private final Slots slots;
  private final Environment environment;
  private final Courtesy courtesy;

  /** Claims one replica. */
  public Claim(Replica replica, TakeOverPolicy policy, Environment environment) {
    this.replica = replica;
    this.slots = new Slots(replica);
    this.environment = environment;
    this.courtesy = new Courtesy(replica, policy, environment.nanoTime());
  }

  /**
   * What a claim needs from outside.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @param deletionAge how young an object may be that others delete (see {@link Look})
   * @param pause waits before the store is asked again
   * @param label what a marker says about this process: JSON members, no secrets
   */
  public record Environment(
      RandomGenerator random,
      InstantSource clock,
      LongSupplier nanoTime,
      Duration deletionAge,
      Pause pause,
      String label) {}

  /** Waits a little. */
  public interface Pause {
    void run() throws InterruptedException;
  }

  /** Learns what the replica is like before anything is written to it; throws to refuse. */
  public interface Gate {
    void pass(Inventory inventory, Optional<Slots.Tail> tail);
  }

  /**
   * A replica that is held.
   *
   * @param look the listing behind the fence
   * @param inventory what it showed
   * @param slot of the fence: the tail
   * @param fence what lies in it
   */
  public record Held(
      Look look, Inventory inventory, Txid slot, SlotVerdict.Identity fence, WriterId writer) {}

  /**
   * Claims the replica. Returns once the fence is in the store and is the tail.
   *
   * @param pageSize for the empty database with which an empty replica begins
   * @throws DamagedReplicaException if the replica has lost its end
   * @throws HeldException if another writer has it, and the policy is to respect that
   * @throws StoreException if the store fails; nothing may be concluded, try again from the start
   */
  public Held run(PageSize pageSize, Gate gate) throws InterruptedException {
    while (true) {
      Optional<Held> held = attempt(pageSize, gate);
      if (held.isPresent()) {
        return held.get();
      }
      // Somebody else was faster: they may be the writer now, or on their way to it.
      environment.pause().run();
    }
  }

  private Optional<Held> attempt(PageSize pageSize, Gate gate) throws InterruptedException {
    Look look = new Look(STRAY_AGE, environment.nanoTime(), environment.clock());
    Inventory inventory = replica.list();
    Txid tail = inventory.tail();
    if (isOutOfDate(inventory)) {
      return Optional.empty();
    }
    Optional<Slots.Tail> end;
    try {
      end = inventory.tailSegment().map(slots::read);
    } catch (ObjectMissingException mergedMeanwhile) {
      return Optional.empty();
    }
    gate.pass(inventory, end);
    if (!courtesy.allows(inventory)) {
      return Optional.empty();
    }
    WriterId writer = WriterId.after(latestEpoch(inventory, end), environment.random());
    mark(new Marker(tail.next(), writer), end);
    if (look.isDue() && !replica.list().tail().equals(tail)) {
      return Optional.empty();
    }
    Slots.Offer fence =
        Fence.behind(
            tail,
            end.map(found -> found.header().pageSize()).orElse(pageSize),
            end.map(found -> found.header().commitPages()).orElse(1),
            writer,
            environment.clock().instant());
    return isFilled(fence) ? confirm(fence, writer) : Optional.empty();
  }

  /** Only if the fence is the tail over all levels is this process the writer (step 5). */
  private Optional<Held> confirm(Slots.Offer fence, WriterId writer) {
    Look look = new Look(environment.deletionAge(), environment.nanoTime(), environment.clock());
    Inventory inventory = replica.list();
    return inventory.tail().equals(fence.slot())
        ? Optional.of(new Held(look, inventory, fence.slot(), fence.identity(), writer))
        : Optional.empty();
  }

  /**
   * Whether markers reach beyond the tail. That is damage only if a second listing says so, too:
   * one listing takes several requests, and others go on meanwhile, so that it can show their
   * markers and not yet their segments. What was there when a marker was made, every later listing
   * shows.
   *
   * @throws DamagedReplicaException if the replica has lost its end
   */
  private boolean isOutOfDate(Inventory inventory) {
    Optional<Txid> marked =
        Markers.of(inventory.others()).stream().map(Marker::slot).max(Comparator.naturalOrder());
    if (marked.isEmpty() || !marked.get().isAfter(inventory.tail().next())) {
      return false;
    }
    Txid tail = replica.list().tail();
    if (marked.get().isAfter(tail.next())) {
      throw new DamagedReplicaException(replica.describe(), tail, marked.get());
    }
    return true;
  }

  private static long latestEpoch(Inventory inventory, Optional<Slots.Tail> tail) {
    long latest = tail.map(found -> found.header().nodeId()).orElse(0L);
    for (Marker marker : Markers.of(inventory.others())) {
      if (Long.compareUnsigned(marker.writer().value(), latest) > 0) {
        latest = marker.writer().value();
      }
    }
    return latest;
  }

  private void mark(Marker marker, Optional<Slots.Tail> tail) throws InterruptedException {
    Instant now = environment.clock().instant();
    byte[] content =
        MarkerJson.of(marker, tail, now, environment.label()).getBytes(StandardCharsets.UTF_8);
    Instant timestamp = Instant.ofEpochMilli(now.toEpochMilli());
    while (true) {
      switch (replica.store().create(marker.name(), Body.of(content), timestamp)) {
        // The name is random: who has it is ourselves, a moment ago.
        case PutOutcome.Created() -> {
          return;
        }
        case PutOutcome.Taken() -> {
          return;
        }
        case PutOutcome.Unknown(StoreException _) -> environment.pause().run();
      }
    }
  }

  private boolean isFilled(Slots.Offer fence) throws InterruptedException {
    while (true) {
      switch (slots.offer(fence, _ -> {})) {
        case SlotVerdict.Mine() -> {
          return true;
        }
        case SlotVerdict.Another(long _) -> {
          return false;
        }
        case SlotVerdict.Absent() -> environment.pause().run();
      }
    }
  }
}
