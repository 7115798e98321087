package dev.seseragi.apps.database;

import dev.seseragi.apps.database.StorageException.Kind;
import dev.seseragi.gate.StoreProgress;
import dev.seseragi.jdbc.Seseragi;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether all that an answer may show is in the store: what the output gate asks for each answer.
 *
 * @param isGated whether anything is held back: not in asynchronous mode, nor without a replica
 */
record ShownWrites(WritesUnderWay writes, Opening opening, boolean isGated)
    implements StoreProgress {
  @Override
  public boolean isSettled() {
    return !isGated || writes.isQuiet();
  }

  @Override
  public CompletableFuture<Void> durable() {
    Optional<Seseragi> opened = opening.opened();
    if (opened.isEmpty()) {
      return CompletableFuture.failedFuture(
          new StorageException(Kind.CLOSED, "the database is not open", null));
    }
    long doubts = writes.doubts();
    return opened.get().durable().thenRun(() -> writes.settle(doubts));
  }

  @Override
  public Optional<String> outage() {
    return opening.opened().flatMap(Seseragi::outage);
  }
}
