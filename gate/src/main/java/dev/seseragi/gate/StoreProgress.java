package dev.seseragi.gate;

import dev.seseragi.engine.Replicator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Knows when what is committed is in the store. Safe for use by many threads. For a database opened
 * with seseragi-jdbc: {@link dev.seseragi.gate.jdbc.SeseragiProgress}.
 */
public interface StoreProgress {
  /**
   * Completes when everything that was committed before the call, by whatever process, is in the
   * store. Fails if it never will be; with a {@link dev.seseragi.engine.fence.FencedException} or
   * {@link dev.seseragi.engine.fence.RefusedException} where this process is not the replica's
   * writer. Must be cheap when nothing is missing, and many questions must be able to share one
   * answer. Each call gives a future of its own.
   */
  CompletableFuture<Void> durable();

  /**
   * Whether it is known here, without a question to anybody, that everything that was committed
   * before the call is in the store. Asked for each reply, and only where it says no is {@link
   * #durable} called: must cost next to nothing, and says no where it is not certain.
   */
  default boolean isSettled() {
    return false;
  }

  /** What keeps the store from being reached; empty if nothing is known to. Must not block. */
  Optional<String> outage();

  /** The progress of one database that the engine replicates. */
  static StoreProgress of(Replicator replicator) {
    return new StoreProgress() {
      @Override
      public CompletableFuture<Void> durable() {
        return replicator.durable();
      }

      @Override
      public Optional<String> outage() {
        return replicator.outage();
      }
    };
  }

  /** The progress of several databases: a reply may have seen any of them. */
  static StoreProgress of(List<StoreProgress> all) {
    return all.size() == 1 ? all.getFirst() : new AllOf(List.copyOf(all));
  }
}
