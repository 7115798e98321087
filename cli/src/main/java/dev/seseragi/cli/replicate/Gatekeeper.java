package dev.seseragi.cli.replicate;

import dev.seseragi.engine.Replicator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Stands between the command and those who ask it something. Its methods are called by one thread,
 * in the order in which they stand here, and do not block but for {@link #close}.
 */
public interface Gatekeeper extends AutoCloseable {
  /** Nobody stands there. */
  Gatekeeper NONE =
      new Gatekeeper() {
        @Override
        public void replicating(List<Replicator> replicators) {}

        @Override
        public Map<String, String> variables() {
          return Map.of();
        }

        @Override
        public void started(Runnable giveUp) {}

        @Override
        public CompletableFuture<Void> drain() {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public void ending() {}

        @Override
        public void close() {}
      };

  /** This process is the writer of these databases. */
  void replicating(List<Replicator> replicators);

  /** What the command finds in its environment besides ours. */
  Map<String, String> variables();

  /**
   * The command runs.
   *
   * @param giveUp to be called, from any thread, if the command does not become what it should:
   *     ends everything
   */
  void started(Runnable giveUp);

  /** The end begins. Completes when everything that was asked so far is answered. */
  CompletableFuture<Void> drain();

  /** The command has ended, or is told to end: it is not to be asked any more. */
  void ending();

  /**
   * The databases are shipped as far as they will be; what still waits for an answer gets it. Has
   * no effect the second time.
   */
  @Override
  void close();
}
