package dev.seseragi.engine;

import dev.seseragi.engine.fence.Descent;
import dev.seseragi.engine.fence.NotDescendedException;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.ship.SlotReader;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The beginning of every start: what the replica has, whether this database may go on from there,
 * and in whose name.
 */
final class TakeOver {
  private static final String LITESTREAM_3_FOLDER = "generations/";

  private final Path database;
  private final Replica replica;
  private final PageLedger ledger;
  private final RandomGenerator random;

  TakeOver(Path database, Replica replica, PageLedger ledger, RandomGenerator random) {
    this.database = database;
    this.replica = replica;
    this.ledger = ledger;
    this.random = random;
  }

  /** Where to go on. */
  record Result(Inventory inventory, Txid tail, WriterId writer) {}

  /**
   * Lists the replica, compares its tail with the ledger and brings the ledger up to the tail, or
   * empties it where it proves nothing.
   *
   * @throws NotDescendedException if the user has to choose
   */
  Result run() {
    Inventory inventory = replica.list();
    refuseLitestream3(inventory);
    Optional<SegmentInfo> last = inventory.tailSegment();
    Optional<SlotReader.Tail> tail = last.map(new SlotReader(replica)::read);
    Optional<LedgerState> known = ledger.state();
    switch (Descent.of(known, tail.map(TakeOver::tailOf))) {
      case Descent.AtTail() -> {}
      case Descent.OneBehind() -> catchUp(last.orElseThrow(), tail.orElseThrow());
      case Descent.Unknown() -> ledger.forget();
      case Descent.Foreign() ->
          throw new NotDescendedException(database, replica.describe(), inventory.tail());
    }
    long tailNodeId = tail.map(found -> found.header().nodeId()).orElse(0L);
    return new Result(inventory, inventory.tail(), WriterId.after(tailNodeId, random));
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

  private static Descent.Tail tailOf(SlotReader.Tail tail) {
    return new Descent.Tail(
        tail.header().range().max(), tail.header().nodeId(), tail.identity().fileChecksum());
  }

  /** The tail is what our predecessor was sending when it ended: notes its pages in the ledger. */
  private void catchUp(SegmentInfo last, SlotReader.Tail tail) {
    LtxHeader header = tail.header();
    String name = replica.nameOf(last);
    int[] pages = new int[64];
    long[] hashes = new long[64];
    int count = 0;
    byte[] page = new byte[header.pageSize().bytes()];
    try (InputStream in = replica.open(last);
        LtxDecoder decoder = new LtxDecoder(in, name)) {
      for (int number = decoder.nextPage(page, 0);
          number != 0;
          number = decoder.nextPage(page, 0)) {
        if (count == pages.length) {
          pages = Arrays.copyOf(pages, 2 * count);
          hashes = Arrays.copyOf(hashes, 2 * count);
        }
        pages[count] = number;
        hashes[count++] = PageHash.of(page, 0, page.length);
      }
    } catch (IOException e) {
      throw new StoreException("cannot read segment " + name, e);
    }
    LedgerState next =
        new LedgerState(
            header.range().max(),
            header.nodeId(),
            tail.identity().fileChecksum(),
            header.pageSize(),
            header.commitPages(),
            Optional.empty());
    ledger.apply(next, Arrays.copyOf(pages, count), Arrays.copyOf(hashes, count));
  }
}
