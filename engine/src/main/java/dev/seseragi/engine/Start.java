package dev.seseragi.engine;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.capture.DatabaseHeaders;
import dev.seseragi.engine.fence.Claim;
import dev.seseragi.engine.fence.RefusedException;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.encryption.EncryptionMismatchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Becomes the writer of a replica, however long that takes: a store that cannot be reached is asked
 * again, a database that does not exist yet is waited for.
 */
final class Start {
  private static final long RETRY_MILLIS = 1_000;
  private static final long CLAIM_PAUSE_MILLIS = 500;

  private final Path database;
  private final Replica replica;
  private final ReplicatorSettings settings;
  private final Progress progress;
  private final CountDownLatch closing;
  private final RandomGenerator random;

  /**
   * @param closing counted down when the start is to be given up
   */
  Start(
      Path database,
      Replica replica,
      ReplicatorSettings settings,
      Progress progress,
      CountDownLatch closing,
      RandomGenerator random) {
    this.database = database;
    this.replica = replica;
    this.settings = settings;
    this.progress = progress;
    this.closing = closing;
    this.random = random;
  }

  /** The writer's place in the replica, and the ledger that describes it. The caller closes it. */
  record Done(TakeOver.Result place, PageLedger ledger) {}

  /**
   * Starts.
   *
   * @throws RefusedException if this database may not go on where the replica is
   * @throws EncryptionMismatchException if the replica is encrypted otherwise than configured
   * @throws InterruptedException if the start is given up
   */
  Done run() throws InterruptedException {
    while (true) {
      try {
        return takeOver();
      } catch (RefusedException | EncryptionMismatchException e) {
        throw e;
      } catch (TakeOver.NoDatabaseException e) {
        awaitDatabase();
      } catch (IOException | SeseragiException e) {
        progress
            .health()
            .failed(
                Health.Place.START,
                "cannot take over %s: %s".formatted(replica.describe(), e.getMessage()));
        pause(RETRY_MILLIS);
      }
    }
  }

  private Done takeOver() throws IOException, InterruptedException {
    PageLedger ledger = PageLedger.open(ReplicatorSettings.ledgerIn(settings.stateFolder()));
    try {
      TakeOver.Result place =
          new TakeOver(database, replica, ledger, settings, environment()).run();
      progress.health().recovered(Health.Place.START);
      return new Done(place, ledger);
    } catch (IOException | RuntimeException | InterruptedException e) {
      ledger.close();
      throw e;
    }
  }

  /** A replica that holds a database is not taken over on behalf of none. */
  private void awaitDatabase() throws InterruptedException {
    progress.new CaptureEvents().waitingForDatabase();
    while (!DatabaseHeaders.isThere(database)) {
      pause(RETRY_MILLIS);
    }
  }

  private void pause(long millis) throws InterruptedException {
    if (closing.await(millis, TimeUnit.MILLISECONDS)) {
      throw new InterruptedException();
    }
  }

  private Claim.Environment environment() {
    return new Claim.Environment(
        random,
        InstantSource.system(),
        System::nanoTime,
        settings.deletionAge(),
        () -> pause(1 + random.nextLong(CLAIM_PAUSE_MILLIS)),
        "\"host\": \"%s\", \"process\": %d".formatted(host(), ProcessHandle.current().pid()));
  }

  /** A label for people; asking the system for its name may take seconds. */
  private static String host() {
    String name = System.getenv().getOrDefault("HOSTNAME", "unknown");
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
