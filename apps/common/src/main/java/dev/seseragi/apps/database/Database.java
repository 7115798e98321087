package dev.seseragi.apps.database;

import dev.seseragi.apps.database.StorageException.Kind;
import dev.seseragi.apps.metrics.Exposition;
import dev.seseragi.apps.metrics.Histogram;
import dev.seseragi.engine.Shutdown;
import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.Verdict;
import dev.seseragi.jdbc.Mode;
import dev.seseragi.jdbc.NotWriterException;
import dev.seseragi.jdbc.NotYetDurableException;
import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.jdbc.SeseragiStatus;
import dev.seseragi.ltx.Txid;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The database of an application, which others may hold before it is open. Safe for use by many
 * threads.
 */
public final class Database {
  private static final System.Logger LOG = System.getLogger("dev.seseragi.apps.database");

  /** Writes that may hold a connection: those that ride together to the store. */
  private static final int WRITE_CONNECTIONS = 96;

  private static final GateRequest NO_REQUEST = new GateRequest("", "");

  private final DatabaseSettings settings;
  private final Opening opening;
  private final WritesUnderWay writes = new WritesUnderWay();
  private final Semaphore writeConnections = new Semaphore(WRITE_CONNECTIONS, true);
  private final Histogram commitTimes = new Histogram();
  private final OutputGate gate;

  /** A database that is not open yet. */
  public Database(DatabaseSettings settings) {
    this.settings = settings;
    this.opening = new Opening(settings, WRITE_CONNECTIONS);
    boolean isGated = settings.isReplicated() && settings.mode() == Mode.DURABLE;
    this.gate =
        new OutputGate(
            new ShownWrites(writes, opening, isGated),
            GateSettings.DEFAULTS.withTimeout(settings.durableWait()));
  }

  /**
   * Restores it if need be, becomes its writer, migrates it, and lets it be used. Called once;
   * until it has returned the others wait.
   *
   * @param prepare what else is done before others may use it, such as seeds
   * @throws dev.seseragi.SeseragiException as {@link Seseragi#open} says
   * @throws IllegalStateException if a newer program has migrated it
   */
  public void open(List<Migration> migrations, Consumer<Database> prepare) {
    openForMigrations();
    for (String applied : new Migrations(this, migrations).up()) {
      LOG.log(System.Logger.Level.INFO, "applied migration {0}", applied);
    }
    prepare.accept(this);
    opening.ready();
  }

  /** The same for commands that look at migrations or undo them: others go on waiting. */
  public void openForMigrations() {
    // What an earlier process committed here may not be in the store yet.
    writes.doubt();
    opening.open();
  }

  /** Waits until it is open; false if it was not in time. */
  public boolean awaitOpen(Duration timeout) throws InterruptedException {
    return opening.await(timeout);
  }

  /** Whether it is open. */
  public boolean isOpen() {
    return opening.isOpen();
  }

  /**
   * Reads, each statement for itself.
   *
   * @throws StorageException if it cannot be read
   */
  public <T extends @Nullable Object> T read(Work<T> work) {
    try (Connection connection = seseragi().readDataSource().getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw StorageException.of(e);
    }
  }

  /**
   * Reads with several statements from one state.
   *
   * @throws StorageException if it cannot be read
   */
  public <T extends @Nullable Object> T readOneState(Work<T> work) {
    return read(connection -> {
      connection.setAutoCommit(false);
      return work.run(connection);
    });
  }

  /**
   * Runs a transaction that may write, and returns when it is committed and, in durable mode, in
   * the store. Whatever {@code work} throws rolls it back.
   *
   * @throws StorageException if it was not written, or not confirmed
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    if (writes.count() >= settings.maxWaitingWrites()) {
      throw busy(null);
    }
    writes.begin();
    try {
      awaitWriteConnection();
      try {
        return transaction(work);
      } finally {
        writeConnections.release();
      }
    } finally {
      writes.end();
    }
  }

  private <T extends @Nullable Object> T transaction(Work<T> work) {
    try (Connection connection = seseragi().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      T result = work.run(connection);
      long begin = System.nanoTime();
      connection.commit();
      commitTimes.add(System.nanoTime() - begin);
      return result;
    } catch (SQLException e) {
      if (e instanceof NotYetDurableException
          || (e instanceof NotWriterException ended && ended.isCommittedHere())) {
        writes.doubt();
      }
      throw StorageException.of(e);
    }
  }

  private void awaitWriteConnection() {
    try {
      if (!writeConnections.tryAcquire(settings.durableWait().toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(e);
    }
  }

  private static StorageException busy(@Nullable Throwable cause) {
    return new StorageException(Kind.BUSY, "too many writes are waiting", cause);
  }

  /**
   * What every answer that shows something of the database goes through before its first byte
   * leaves: opens when all that could have been read until then is in the store; always in
   * asynchronous mode and without a replica. Costs two looks at counters while nobody writes.
   */
  public OutputGate gate() {
    return gate;
  }

  /**
   * Returns when all that could have been read until now is in the store, as {@link #gate} says:
   * for what is told in other ways than by an answer.
   *
   * @throws StorageException if it was not confirmed in time, or never will be
   */
  public void awaitVisible() {
    try {
      if (gate.await(NO_REQUEST) instanceof Verdict.Shut shut) {
        throw StorageException.of(shut);
      }
    } catch (InterruptedException e) {
      throw StorageException.of(e);
    }
  }

  /**
   * Grows with each write of this process; empty while one is under way. If it was the same before
   * and after a read, the read is of the state that this version names.
   */
  public OptionalLong version() {
    return writes.version();
  }

  private Seseragi seseragi() {
    return opening
        .opened()
        .orElseThrow(() -> new StorageException(Kind.CLOSED, "the database is not open", null));
  }

  /** How replication fares; empty before it is open. Never waits. */
  public Optional<SeseragiStatus> status() {
    return opening.opened().map(Seseragi::status);
  }

  /** Why the service is not ready; empty if it is. Never waits. */
  public Optional<String> unreadyReason() {
    return opening.unreadyReason().or(() -> status().flatMap(this::unhealthyReason));
  }

  private Optional<String> unhealthyReason(SeseragiStatus status) {
    if (!status.isHealthy()) {
      return Optional.of(
          status
              .replication()
              .flatMap(now -> now.problem())
              .orElse("what is committed does not reach the store"));
    }
    long lagMillis = status.oldestUnconfirmed().toMillis();
    return lagMillis > settings.maxLag().toMillis()
        ? Optional.of(
            "the store has not confirmed a commit for %d ms, the limit is %d"
                .formatted(lagMillis, settings.maxLag().toMillis()))
        : Optional.empty();
  }

  /** {@code durable}, {@code async} or {@code local}. */
  public String mode() {
    if (!settings.isReplicated()) {
      return "local";
    }
    return settings.mode() == Mode.DURABLE ? "durable" : "async";
  }

  /** Adds what is known of writes and of replication. */
  public void write(Exposition text) {
    text.gauge("waiting_writes", "Writes that are under way or wait", (double) writes.count());
    text.family("commit_duration_seconds", "histogram", "Commits, with the wait for the store");
    commitTimes.write(text, "commit_duration_seconds");
    status().ifPresent(status -> StatusMetrics.write(text, status));
  }

  /**
   * Refuses writes, ships what is committed and closes. Has no effect the second time.
   *
   * @return what was left behind
   */
  public Shutdown close(Duration budget) {
    Optional<Seseragi> opened = opening.close(budget);
    return opened
        .map(open -> open.close(budget))
        .orElseGet(() -> new Shutdown(true, Txid.NONE, 0, 0, Optional.empty()));
  }
}
