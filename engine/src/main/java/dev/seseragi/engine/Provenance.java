package dev.seseragi.engine;

import dev.seseragi.engine.capture.DatabaseHeaders;
import dev.seseragi.engine.capture.HeldState;
import dev.seseragi.engine.fence.Fence;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.ltx.WalRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Finds out from the replica itself whether a database descends from its end, where no ledger
 * tells: restores the end into scratch space, and compares. What was proven stands in the ledger.
 *
 * <p>Takes the time and the disk space of one restore.
 */
final class Provenance {
  /** What fences and an empty database may take together; more is somebody's data. */
  private static final long NOTHING_BYTES = 64 * 1024;

  private final Path database;
  private final Replica replica;
  private final Path stateFolder;
  private final InstantSource clock;

  Provenance(Path database, Replica replica, Path stateFolder, InstantSource clock) {
    this.database = database;
    this.replica = replica;
    this.stateFolder = stateFolder;
    this.clock = clock;
  }

  /** Whether the database descends from the end of the replica; the ledger knows it then. */
  boolean proves(Inventory inventory, PageLedger ledger) throws IOException {
    if (!DatabaseHeaders.isThere(database) && !mayBeEmpty(inventory)) {
      return false;
    }
    return proves(end -> isDescendant(inventory, end), ledger);
  }

  /** Whether the replica holds but an empty database; the ledger knows that then. */
  boolean holdsNothing(Inventory inventory, PageLedger ledger) throws IOException {
    return mayBeEmpty(inventory) && proves(Provenance::isEmpty, ledger);
  }

  private interface Condition {
    boolean holds(PageLedger end) throws IOException;
  }

  private boolean proves(Condition condition, PageLedger ledger) throws IOException {
    Path scratch = Files.createDirectories(stateFolder.resolve("descent"));
    Path found = ReplicatorSettings.ledgerIn(scratch);
    try {
      return restored(scratch)
          && holds(condition, found)
          && adopt(found, ReplicatorSettings.ledgerIn(stateFolder), ledger);
    } finally {
      Files.deleteIfExists(image(scratch));
      Files.deleteIfExists(found);
      Files.deleteIfExists(scratch);
    }
  }

  private static boolean mayBeEmpty(Inventory inventory) {
    return inventory.segments().stream().mapToLong(SegmentInfo::sizeBytes).sum() <= NOTHING_BYTES;
  }

  private static Path image(Path scratch) {
    return scratch.resolve("image.db");
  }

  /** Restores the newest state for the sake of its hashes; false if there is none to speak of. */
  private boolean restored(Path scratch) throws IOException {
    Restore restore = new Restore(replica, RestoreThreads.ofSystem(), clock);
    try (RestoredLedger hashes = new RestoredLedger(scratch)) {
      RestoreOptions options = RestoreOptions.defaults().withOverwrite(true).withPages(hashes);
      RestoreResult result = restore.run(new RestorePoint.Latest(), image(scratch), options);
      hashes.finish(result, replica);
      return Files.exists(ReplicatorSettings.ledgerIn(scratch));
    }
  }

  private static boolean holds(Condition condition, Path found) throws IOException {
    try (PageLedger end = PageLedger.open(found)) {
      return end.state().isPresent() && condition.holds(end);
    }
  }

  private boolean isDescendant(Inventory inventory, PageLedger end) throws IOException {
    try {
      // Everything grows from nothing.
      return isEmpty(end)
          || (DatabaseHeaders.isThere(database)
              && (isLitestreams(inventory) || HeldState.in(database, end, source(inventory))));
    } catch (SQLException e) {
      throw new IOException("cannot read " + database + ": " + e.getMessage(), e);
    }
  }

  private static boolean isEmpty(PageLedger end) throws IOException {
    LedgerState state = end.state().orElseThrow();
    return state.commitPages() == 1
        && end.reader().hash(1) == Fence.emptyDatabaseHash(state.pageSize());
  }

  /**
   * Whether the state that genuine Litestream keeps beside the database has the very segment with
   * which the replica ends: then it was this database that Litestream replicated last.
   */
  private boolean isLitestreams(Inventory inventory) throws IOException {
    Optional<SegmentInfo> last = lastChange(inventory).filter(segment -> segment.level() == 0);
    if (last.isEmpty()) {
      return false;
    }
    String name = "ltx/0/%s-%s.ltx".formatted(last.get().min(), last.get().max());
    Path beside = database.resolveSibling("." + database.getFileName() + "-litestream");
    // The second is meta-path, where that is configured for both.
    for (Path folder : List.of(beside, stateFolder)) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file) && Files.size(file) == last.get().sizeBytes()) {
        byte[] bytes = Files.readAllBytes(file);
        long checksum = ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
        return checksum == new Slots(replica).read(last.get()).identity().fileChecksum();
      }
    }
    return false;
  }

  /** Which WAL the newest segment that changed anything was captured from. */
  private WalRange source(Inventory inventory) {
    return lastChange(inventory)
        .map(found -> new Slots(replica).read(found).header().wal())
        .orElse(WalRange.NONE);
  }

  private static Optional<SegmentInfo> lastChange(Inventory inventory) {
    Optional<SegmentInfo> segment = inventory.tailSegment();
    while (segment.isPresent() && Fence.isEmpty(segment.get().sizeBytes())) {
      segment = inventory.endingAt(segment.get().min().plus(-1));
    }
    return segment;
  }

  private static boolean adopt(Path found, Path place, PageLedger ledger) throws IOException {
    Files.move(found, place, StandardCopyOption.ATOMIC_MOVE);
    ledger.reload();
    return true;
  }
}
