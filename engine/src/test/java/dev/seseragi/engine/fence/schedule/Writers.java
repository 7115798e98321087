package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Claim;
import dev.seseragi.engine.fence.Look;
import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.fence.SlotFiller;
import dev.seseragi.engine.fence.SlotVerdict;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.TakeOverPolicy;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.fence.schedule.World.Content;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.LtxTrailer;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.store.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** What writers do: the real decisions, around segments that hold next to nothing. */
final class Writers {
  private static final PageSize PAGE_SIZE = new PageSize(512);
  private static final int COMMIT_PAGES = 200;
  private static final InstantSource CLOCK = () -> Instant.EPOCH;

  private Writers() {}

  /** A segment with a page for each commit. */
  static Slots.Offer segment(TxidRange range, WriterId writer, Set<Integer> commits)
      throws IOException {
    LtxHeader header =
        LtxHeader.of(PAGE_SIZE, COMMIT_PAGES, range, Instant.EPOCH, WalRange.NONE, writer.value());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LtxEncoder encoder = new LtxEncoder(bytes, header, PageFormat.BLOCK);
    boolean isWhole = range.min().equals(Txid.FIRST);
    for (int page = 1; page <= COMMIT_PAGES; page++) {
      if (isWhole || commits.contains(page)) {
        encoder.writePage(page, new byte[PAGE_SIZE.bytes()], 0);
      }
    }
    LtxTrailer trailer = encoder.finish();
    Body body = Body.of(bytes.toByteArray());
    return new Slots.Offer(
        range.max(),
        body,
        Instant.EPOCH,
        new SlotVerdict.Identity(writer.value(), body.sizeBytes(), trailer.fileChecksum()));
  }

  static Content content(WriterId writer, Set<Integer> commits) {
    return new Content(31 * writer.value() + commits.hashCode(), Set.copyOf(commits));
  }

  private static final class Pauses implements SlotFiller.Attempts {
    private final Actor actor;

    Pauses(Actor actor) {
      this.actor = actor;
    }

    @Override
    public void failed(String problem) {}

    @Override
    public void pause() {
      actor.pause();
    }
  }

  /** Claims the replica; its fence has no commits. */
  private static Claim.Held claim(Actor actor, long seed) throws InterruptedException {
    actor.holding(new Content(seed, Set.of()));
    RandomGenerator random = new SplittableRandom(actor.lacks(Rule.RANDOM_ID) ? 1 : seed);
    Duration deletionAge = actor.lacks(Rule.LOOK) ? Duration.ofDays(1) : Duration.ZERO;
    Claim.Environment environment =
        new Claim.Environment(
            random, CLOCK, () -> 0, deletionAge, actor::pause, "\"host\": \"test\"");
    return new Claim(new Replica(actor), TakeOverPolicy.STEAL, environment)
        .run(PAGE_SIZE, (inventory, tail) -> {});
  }

  /**
   * Takes over, commits, and does its housekeeping.
   *
   * @param commits each by itself
   */
  static Actor.Program writer(long seed, World world, List<Integer> commits, boolean isTidy) {
    return actor -> {
      Claim.Held held = claim(actor, seed);
      Txid position = commit(actor, held.look(), held.writer(), held.slot(), commits);
      if (isTidy && position.value() > 0) {
        tidy(actor, world, held.writer(), position);
      }
    };
  }

  /** Goes on where its disk says that it was, without a fence. */
  static Actor.Program withoutFence(long seed, Txid position, List<Integer> commits) {
    return actor -> {
      WriterId writer = new WriterId(seed);
      Look look = new Look(Duration.ofDays(1), () -> 0, CLOCK);
      commit(actor, look, writer, position, commits);
    };
  }

  /** Where it got to; 0 if it was fenced. */
  private static Txid commit(
      Actor actor, Look look, WriterId writer, Txid from, List<Integer> commits)
      throws IOException, InterruptedException {
    Txid position = from;
    for (int commit : commits) {
      Set<Integer> one = Set.of(commit);
      Slots.Offer offer = segment(TxidRange.of(position.next()), writer, one);
      actor.holding(content(writer, one));
      boolean isStored =
          actor.lacks(Rule.FROZEN_BYTES)
              ? fillWithMore(actor, writer, offer, one)
              : new SlotFiller(new Replica(actor), look, new Pauses(actor)).fill(offer)
                  instanceof SlotFiller.Outcome.Stored;
      if (!isStored) {
        return Txid.NONE;
      }
      actor.acknowledge(one);
      position = position.next();
    }
    return position;
  }

  /** What seems to have failed is offered again together with what was committed since. */
  private static boolean fillWithMore(
      Actor actor, WriterId writer, Slots.Offer offer, Set<Integer> commits) throws IOException {
    Slots slots = new Slots(new Replica(actor));
    Slots.Offer next = offer;
    Set<Integer> all = new TreeSet<>(commits);
    while (true) {
      switch (slots.offer(next, _ -> {})) {
        case SlotVerdict.Mine() -> {
          actor.acknowledge(all);
          return true;
        }
        case SlotVerdict.Another(long _) -> {
          return false;
        }
        case SlotVerdict.Absent() -> {
          actor.pause();
          all.add(100 + commits.iterator().next());
          next = segment(TxidRange.of(offer.slot()), writer, all);
          actor.holding(content(writer, all));
        }
      }
    }
  }

  /** Merges everything that is confirmed, and deletes what that covers. */
  private static void tidy(Actor actor, World world, WriterId writer, Txid position)
      throws IOException {
    Replica replica = new Replica(actor);
    Set<Integer> commits = world.commitsUpTo(position.value());
    Slots.Offer merged = segment(TxidRange.upTo(position), writer, commits);
    actor.holding(content(writer, commits));
    var _ = replica.create(1, TxidRange.upTo(position), merged.body(), Instant.EPOCH);
    Inventory inventory = replica.list();
    Set<Txid> marked =
        actor.lacks(Rule.MARKED_SLOTS_STAY) ? Set.of() : Markers.slots(inventory.others());
    delete(replica, inventory, position, marked);
  }

  /** Retention of somebody who knows nothing of markers. */
  static Actor.Program stranger() {
    return actor -> {
      Replica replica = new Replica(actor);
      Inventory inventory = replica.list();
      Txid covered =
          inventory.level(1).stream().map(SegmentInfo::max).reduce(Txid.NONE, Writers::later);
      delete(replica, inventory, covered, Set.of());
    };
  }

  private static void delete(Replica replica, Inventory inventory, Txid covered, Set<Txid> kept) {
    List<SegmentInfo> level0 = inventory.level(0);
    List<SegmentInfo> superfluous =
        level0.stream()
            .limit(Math.max(0, level0.size() - 1))
            .filter(segment -> !segment.max().isAfter(covered))
            .filter(segment -> !kept.contains(segment.max()))
            .toList();
    if (!superfluous.isEmpty()) {
      replica.delete(superfluous);
    }
  }

  private static Txid later(Txid one, Txid other) {
    return one.isAfter(other) ? one : other;
  }
}
