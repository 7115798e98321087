package dev.seseragi.engine;

import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.ledger.LedgerBuilder;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.restore.PageSink;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.ltx.PageSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the page ledger of a database while it is restored, so that replication goes on behind the
 * restored position without copying the database again.
 *
 * <p>Give it to the restore as its page sink, and call {@link #finish} when the database has its
 * name. Whatever goes wrong here costs a whole copy later and never the restore.
 */
public final class RestoredLedger implements PageSink, AutoCloseable {
  private final Path ledger;
  private final Path offer;
  private @Nullable LedgerBuilder builder;
  private @Nullable PageSize pageSize;
  private volatile boolean isUseless;

  /** A ledger in a database's state folder (see {@link ReplicatorSettings#stateFolderOf}). */
  public RestoredLedger(Path stateFolder) {
    this.ledger = ReplicatorSettings.ledgerIn(stateFolder);
    this.offer = ReplicatorSettings.offerIn(stateFolder);
  }

  @Override
  public void begin(PageSize size, int commitPages) {
    try {
      close();
      Files.createDirectories(ledger.toAbsolutePath().getParent());
      builder = LedgerBuilder.create(ledger);
      pageSize = size;
      isUseless = false;
    } catch (IOException cannotWrite) {
      isUseless = true;
    }
  }

  @Override
  public void page(int pageNumber, byte[] bytes, int offset) {
    LedgerBuilder target = builder;
    PageSize size = pageSize;
    if (target == null || size == null || isUseless) {
      return;
    }
    try {
      target.put(pageNumber, PageHash.of(bytes, offset, size.bytes()));
    } catch (IOException cannotWrite) {
      isUseless = true;
    }
  }

  @Override
  public void absent(int pageNumber) {
    // A page that is in no segment has no hash.
  }

  @Override
  public void end() {
    // Complete only once the database has its name: see finish.
  }

  /**
   * Puts the ledger in place if the newest state was restored; otherwise, and if anything about it
   * is doubtful, removes the ledger that was there, which described another database.
   */
  public void finish(RestoreResult result, Replica replica) throws IOException {
    // It tells of the database that was there before.
    Files.deleteIfExists(offer);
    Optional<LedgerState> state = isUseless ? Optional.empty() : stateOf(result, replica);
    LedgerBuilder finished = builder;
    if (state.isPresent() && finished != null) {
      finished.finish(state.get());
      builder = null;
    } else {
      close();
      Files.deleteIfExists(ledger);
    }
  }

  /** Gives up what was not finished. */
  @Override
  public void close() {
    try {
      if (builder != null) {
        builder.close();
        builder = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove an unfinished page ledger", e);
    }
  }

  /** The restored state, named by the segment that a take-over will find at the tail. */
  private static Optional<LedgerState> stateOf(RestoreResult result, Replica replica) {
    return result
        .plan()
        .tail()
        .map(tail -> {
          RestoreResult.Tail last =
              result
                  .tail()
                  .filter(read -> read.segment().equals(tail))
                  .orElseGet(() -> read(tail, replica));
          return new LedgerState(
              tail.max(),
              last.nodeId(),
              last.fileChecksum(),
              result.pageSize(),
              result.commitPages(),
              Optional.empty());
        });
  }

  private static RestoreResult.Tail read(SegmentInfo tail, Replica replica) {
    Slots.Tail found = new Slots(replica).read(tail);
    return new RestoreResult.Tail(tail, found.header().nodeId(), found.identity().fileChecksum());
  }
}
