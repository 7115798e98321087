package dev.seseragi.jdbc.pool;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Connections to one database, opened as they are needed and kept. Safe for use by many threads.
 *
 * <p>All locks are of {@code java.util.concurrent}, so a virtual thread that waits for a
 * connection, the turn or the gate gives its carrier away; the calls of SQLite itself are native
 * and keep it.
 */
public final class Pool {
  static final System.Logger LOG = System.getLogger("dev.seseragi.jdbc");

  /** How many different texts of statements are remembered; beyond it all are forgotten. */
  private static final int MAX_READ = 1000;

  private final Path database;
  private final PoolSettings settings;
  private final CommitGate gate;
  private final int autocheckpointPages;
  private final Turn turn = new Turn();
  private final Semaphore free;
  private final ConcurrentLinkedDeque<PhysicalConnection> idle = new ConcurrentLinkedDeque<>();
  private final Set<ConnectionHandle> taken = ConcurrentHashMap.newKeySet();
  private final Set<ConnectionHandle> warned = ConcurrentHashMap.newKeySet();
  private final Map<String, Sql> read = new ConcurrentHashMap<>();
  private volatile boolean isClosed;

  /**
   * A pool without connections yet.
   *
   * @param database made by the first connection if it does not exist
   * @param gate what commits go through
   * @param autocheckpointPages after how many pages of WAL a commit checkpoints; 0 if others do
   */
  public Pool(Path database, PoolSettings settings, CommitGate gate, int autocheckpointPages) {
    this.database = database;
    this.settings = settings;
    this.gate = gate;
    this.autocheckpointPages = autocheckpointPages;
    this.free = new Semaphore(settings.maxConnections(), true);
  }

  /**
   * How busy a pool is.
   *
   * @param taken connections that are in use
   * @param idle connections that are open and not in use
   * @param waitingForConnection callers that wait for one
   * @param waitingForTurn writes that wait for others
   * @param turnHeldNanos how long the present writer has had the turn; 0 if nobody writes
   */
  public record Load(
      int taken, int idle, int waitingForConnection, int waitingForTurn, long turnHeldNanos) {}

  /** How busy it is. */
  public Load load() {
    return new Load(
        taken.size(), idle.size(), free.getQueueLength(), turn.waiting(), turn.heldNanos());
  }

  /** The database. */
  public Path database() {
    return database;
  }

  PoolSettings settings() {
    return settings;
  }

  /**
   * A connection in auto-commit mode. Waits for one at most as long as the settings say.
   *
   * @param isReadOnly whether it can only read
   * @throws java.sql.SQLTransientConnectionException if none became free in time
   */
  public Connection take(boolean isReadOnly) throws SQLException {
    warnOfLeaks();
    awaitFree();
    try {
      if (isClosed) {
        throw PoolErrors.poolClosed();
      }
      PhysicalConnection kept = idle.pollFirst();
      PhysicalConnection physical =
          kept == null ? PhysicalConnection.open(database, settings, autocheckpointPages) : kept;
      ConnectionHandle handle = new ConnectionHandle(this, physical, isReadOnly, lease());
      taken.add(handle);
      return handle;
    } catch (SQLException | RuntimeException | Error e) {
      free.release();
      throw e;
    }
  }

  private void awaitFree() throws SQLException {
    long millis = settings.connectionTimeout().toMillis();
    try {
      if (!free.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        throw exhausted(millis);
      }
    } catch (InterruptedException e) {
      throw PoolErrors.interrupted("a connection", e);
    }
  }

  private SQLException exhausted(long millis) {
    Optional<ConnectionHandle.Lease> oldest =
        taken.stream()
            .map(ConnectionHandle::lease)
            .min(Comparator.comparingLong(ConnectionHandle.Lease::sinceNanos));
    String holder =
        oldest
            .map(lease ->
                "; thread \"%s\" has had one for %d ms"
                    .formatted(lease.thread(), heldMillis(lease)))
            .orElse("");
    return PoolErrors.noConnection(
        "no connection became free within %d ms: all %d are in use%s, %d callers wait. Is one not closed, or must maxConnections be larger?"
            .formatted(millis, settings.maxConnections(), holder, free.getQueueLength()),
        oldest.map(ConnectionHandle.Lease::takenAt).orElse(null));
  }

  private ConnectionHandle.Lease lease() {
    Throwable takenAt =
        settings.leakThreshold().isZero() ? null : new Throwable("the connection was taken here");
    return new ConnectionHandle.Lease(Thread.currentThread().getName(), System.nanoTime(), takenAt);
  }

  /** Looked at whenever somebody takes a connection: a leak that hinders nobody can wait. */
  private void warnOfLeaks() {
    if (settings.leakThreshold().isZero()) {
      return;
    }
    for (ConnectionHandle handle : taken) {
      long millis = heldMillis(handle.lease());
      if (millis > settings.leakThreshold().toMillis() && warned.add(handle)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "a connection has been held for " + millis + " ms and may never be closed",
            handle.lease().takenAt());
      }
    }
  }

  private static long heldMillis(ConnectionHandle.Lease lease) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lease.sinceNanos());
  }

  TransactionControl control(PhysicalConnection physical) {
    return new TransactionControl(physical, turn, gate, settings.turnTimeout().toNanos());
  }

  /** What the words of a statement tell. */
  Sql read(String text) {
    Sql known = read.get(text);
    if (known != null) {
      return known;
    }
    if (read.size() >= MAX_READ) {
      read.clear();
    }
    Sql sql = Sql.of(text);
    read.put(text, sql);
    return sql;
  }

  /** The user has closed it. */
  void giveBack(ConnectionHandle handle) throws SQLException {
    PhysicalConnection physical = handle.physical();
    try {
      handle.reset();
    } catch (SQLException | RuntimeException e) {
      physical.spoil();
      throw e;
    } finally {
      taken.remove(handle);
      warned.remove(handle);
      try {
        keepOrClose(physical);
      } finally {
        free.release();
      }
    }
  }

  private void keepOrClose(PhysicalConnection physical) throws SQLException {
    if (physical.isSpoiled() || isClosed) {
      physical.close();
      return;
    }
    // The one used last is used next: its cache is warm.
    idle.addFirst(physical);
    if (isClosed && idle.remove(physical)) {
      physical.close();
    }
  }

  /**
   * From now on nobody can begin to write; waits for the transaction that is under way. Reading
   * goes on.
   *
   * @return whether it has ended
   */
  public boolean stopWriting(long nanos) throws InterruptedException {
    return turn.close(nanos);
  }

  /** Closes connections that are not in use, and each other one when its user closes it. */
  public void close() {
    isClosed = true;
    for (PhysicalConnection one = idle.poll(); one != null; one = idle.poll()) {
      try {
        one.close();
      } catch (SQLException e) {
        LOG.log(System.Logger.Level.WARNING, "cannot close a connection to " + database, e);
      }
    }
  }
}
