package dev.seseragi.engine;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.capture.DatabaseHeaders;
import dev.seseragi.engine.fence.Claim;
import dev.seseragi.engine.fence.Descent;
import dev.seseragi.engine.fence.Fence;
import dev.seseragi.engine.fence.Look;
import dev.seseragi.engine.fence.NotDescendedException;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.OfferNote;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.engine.ledger.PageHashes;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The beginning of every start: finds out whether this database may go on from where the replica
 * is, becomes its writer, and brings the ledger up to the tail.
 */
final class TakeOver {
  private static final String LITESTREAM_3_FOLDER = "generations/";
  private static final PageSize DEFAULT_PAGE_SIZE = new PageSize(4096);

  private final Path database;
  private final Replica replica;
  private final PageLedger ledger;
  private final Path stateFolder;
  private final Provenance provenance;
  private final Claim claim;
  private final Slots slots;

  /** What was read of the replica's end already: in a start that is the most of its requests. */
  private final Map<SegmentInfo, Slots.Tail> known = new HashMap<>();

  /**
   * @param ledger the one in the state folder
   */
  TakeOver(
      Path database,
      Replica replica,
      PageLedger ledger,
      ReplicatorSettings settings,
      Claim.Environment environment) {
    this.database = database;
    this.replica = replica;
    this.ledger = ledger;
    this.stateFolder = settings.stateFolder();
    this.provenance = new Provenance(database, replica, stateFolder, environment.clock());
    this.claim = new Claim(replica, settings.takeOver(), environment);
    this.slots = new Slots(replica);
  }

  /** Where to go on, and as who. */
  record Result(Inventory inventory, Look look, Txid tail, WriterId writer) {}

  /** How much of a replica's end is to be noted in the ledger. */
  private record End(Descent descent, List<SegmentInfo> segments) {}

  private static final End NOTHING_BEFORE = new End(new Descent.Unknown(), List.of());

  /** Whether there is nothing but our own fence: what the ledger may tell is of another replica. */
  private static boolean isBeginning(Claim.Held held) {
    return held.inventory().segments().size() == 1;
  }

  /**
   * Takes over.
   *
   * @throws NotDescendedException if the user has to choose; nothing was written then
   * @throws NoDatabaseException if there is no database, and the replica holds one
   * @throws dev.seseragi.engine.fence.DamagedReplicaException if the replica has lost its end
   */
  Result run() throws InterruptedException, IOException {
    PageSize pageSize = DatabaseHeaders.pageSize(database).orElse(DEFAULT_PAGE_SIZE);
    Claim.Held held = claim.run(pageSize, this::refuse);
    End end = isBeginning(held) ? NOTHING_BEFORE : end(held.inventory());
    switch (end.descent()) {
      case Descent.From(int behind) -> {
        catchUp(end.segments().subList(0, behind));
        Files.deleteIfExists(ReplicatorSettings.consentIn(stateFolder));
      }
      case Descent.Unknown(), Descent.Further() -> ledger.forget();
      // Between the look at the gate and the fence somebody else has written.
      case Descent.Foreign() ->
          throw new NotDescendedException(database, replica.describe(), held.slot());
    }
    return new Result(held.inventory(), held.look(), held.slot(), held.writer());
  }

  /** Refuses before anything is written: a stale database must not fence out the real writer. */
  private void refuse(Inventory inventory, Optional<Slots.Tail> tail) {
    refuseLitestream3(inventory);
    tail.ifPresent(read -> known.put(inventory.tailSegment().orElseThrow(), read));
    switch (end(inventory).descent()) {
      case Descent.From(int _) -> {}
      case Descent.Foreign() -> {
        if (!holdsNothing(inventory)) {
          throw new NotDescendedException(database, replica.describe(), inventory.tail());
        }
      }
      case Descent.Unknown(), Descent.Further() -> {
        if (tail.isPresent() && !isChosen()) {
          demandProof(inventory);
        }
      }
    }
  }

  /** The ledger is of another replica, and in this one nobody has begun: everything may begin. */
  private boolean holdsNothing(Inventory inventory) {
    try {
      return provenance.holdsNothing(inventory, ledger);
    } catch (IOException e) {
      throw new SeseragiException(
          "cannot find out whether %s holds anything: %s"
              .formatted(replica.describe(), e.getMessage()),
          e);
    }
  }

  private boolean isChosen() {
    return Files.exists(ReplicatorSettings.consentIn(stateFolder));
  }

  private void demandProof(Inventory inventory) {
    try {
      if (provenance.proves(inventory, ledger)) {
        return;
      }
    } catch (IOException e) {
      throw new SeseragiException(
          "cannot find out whether %s descends from %s: %s"
              .formatted(database, replica.describe(), e.getMessage()),
          e);
    } catch (dev.seseragi.engine.restore.DamagedReplicaException e) {
      throw new NotDescendedException(
          "whether %s descends from %s cannot be found out (%s). `seseragi reset %s` and a new start put"
                  .formatted(database, replica.describe(), e.getMessage(), database)
              + " the database on top of what is there");
    }
    if (!DatabaseHeaders.isThere(database)) {
      throw new NoDatabaseException();
    }
    throw NotDescendedException.unproven(database, replica.describe(), inventory.tail());
  }

  /** There is nothing that could go on where the replica ends: nothing is written to it. */
  static final class NoDatabaseException extends SeseragiException {
    private static final long serialVersionUID = 1L;

    NoDatabaseException() {
      super("there is no database yet");
    }
  }

  private void refuseLitestream3(Inventory inventory) {
    boolean isLitestream3 =
        inventory.others().stream().anyMatch(o -> o.name().startsWith(LITESTREAM_3_FOLDER));
    if (inventory.segments().isEmpty() && isLitestream3) {
      throw new NotDescendedException(
          ("%s was written by Litestream 0.3, whose format Seseragi restores but does not continue."
                  + " Restore it (`seseragi restore`), then replicate to another path")
              .formatted(replica.describe()));
    }
  }

  /** Reads back from the tail as far as it takes to decide. */
  private End end(Inventory inventory) {
    Optional<LedgerState> state = ledger.state();
    Optional<OfferNote.Offered> offered =
        new OfferNote(ReplicatorSettings.offerIn(stateFolder)).read();
    List<SegmentInfo> segments = new ArrayList<>();
    List<Slots.Tail> end = new ArrayList<>();
    Descent descent = new Descent.Further();
    Optional<SegmentInfo> next = state.isEmpty() ? Optional.empty() : inventory.tailSegment();
    while (next.isPresent() && descent instanceof Descent.Further) {
      segments.add(next.get());
      end.add(known.computeIfAbsent(next.get(), slots::read));
      descent = Descent.of(state, offered, end);
      next = inventory.endingAt(next.get().min().plus(-1));
    }
    return new End(end.isEmpty() ? new Descent.Unknown() : descent, segments);
  }

  /** Notes the pages of what the ledger does not know yet, the oldest first. */
  private void catchUp(List<SegmentInfo> newestFirst) throws IOException {
    for (SegmentInfo segment : newestFirst.reversed()) {
      note(segment);
    }
  }

  private void note(SegmentInfo segment) throws IOException {
    Slots.Tail read = known.computeIfAbsent(segment, slots::read);
    LtxHeader header = read.header();
    PageHashes pages = Fence.isEmpty(segment.sizeBytes()) ? new PageHashes() : pagesOf(segment);
    LedgerState noted =
        new LedgerState(
            header.range().max(),
            header.nodeId(),
            read.identity().fileChecksum(),
            header.pageSize(),
            header.commitPages(),
            // A segment without pages leaves the database, and our place in its WAL, as it was.
            pages.isEmpty() ? ledger.state().flatMap(LedgerState::wal) : Optional.empty());
    // What was being noted when the process ended is completed, and not begun anew.
    LedgerState state = ledger.torn().filter(torn -> isSameSegment(torn, noted)).orElse(noted);
    ledger.apply(state, pages.pages(), pages.hashes());
  }

  private PageHashes pagesOf(SegmentInfo segment) {
    String name = replica.nameOf(segment);
    PageHashes pages = new PageHashes();
    try (InputStream in = replica.open(segment);
        LtxDecoder decoder = new LtxDecoder(in, name)) {
      byte[] page = new byte[decoder.header().pageSize().bytes()];
      for (int number = decoder.nextPage(page, 0);
          number != 0;
          number = decoder.nextPage(page, 0)) {
        pages.add(number, PageHash.of(page, 0, page.length));
      }
    } catch (IOException e) {
      throw new StoreException("cannot read segment " + name, e);
    }
    return pages;
  }

  private static boolean isSameSegment(LedgerState one, LedgerState other) {
    return one.txid().equals(other.txid())
        && one.nodeId() == other.nodeId()
        && one.fileChecksum() == other.fileChecksum();
  }
}
