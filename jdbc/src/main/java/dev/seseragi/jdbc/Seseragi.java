package dev.seseragi.jdbc;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Opening;
import dev.seseragi.engine.OpeningTimeoutException;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.Shutdown;
import dev.seseragi.engine.proof.Proof;
import dev.seseragi.engine.proof.Proofs;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.jdbc.pool.CommitGate;
import dev.seseragi.jdbc.pool.Pool;
import dev.seseragi.jdbc.pool.PooledDataSource;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreFinder;
import dev.seseragi.store.encryption.Encryption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A SQLite database that is kept in an object store while it is used: what was committed is in the
 * store when the commit returns.
 *
 * <pre>{@code
 * try (Seseragi shop = Seseragi.open(Path.of("shop.db"), "s3://bucket/shop")) {
 *   DataSource database = shop.dataSource();
 *   …
 * }
 * }</pre>
 *
 * <p>One object for a database, for the life of the process. Safe for use by many threads; its
 * connections are, as JDBC says, for one at a time. docs/jdbc.md tells what is promised, and which
 * error means what.
 */
public final class Seseragi implements AutoCloseable {
  static final System.Logger LOG = System.getLogger("dev.seseragi.jdbc");
  private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(8);

  /** SQLite's own value, for databases that nobody else checkpoints. */
  private static final int AUTOCHECKPOINT_PAGES = 1000;

  private final SeseragiOptions options;
  private final Optional<Replication> replication;
  private final Pool pool;
  private final DataSource source;
  private final DataSource readSource;
  private final long instance = new SecureRandom().nextLong();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /** What there is besides the pool. */
  private record Replication(
      Replicator replicator, Durability durability, EngineThreads threads, Runnable closeStore) {
    void closeRest() {
      threads.close();
      closeStore.run();
    }
  }

  private Seseragi(SeseragiOptions options, Optional<Replication> replication, Pool pool) {
    this.options = options;
    this.replication = replication;
    this.pool = pool;
    this.source = new PooledDataSource(pool, false);
    this.readSource = new PooledDataSource(pool, true);
  }

  /**
   * {@link #open(SeseragiOptions)} with durable commits and everything else by its defaults.
   *
   * @param replicaUrl such as {@code s3://bucket/shop} or {@code file:///backup/shop}
   */
  public static Seseragi open(Path database, String replicaUrl) {
    return open(SeseragiOptions.of(database, replicaUrl));
  }

  /** A plain local database, for development: the same code, one warning, no replica. */
  public static Seseragi openLocal(Path database) {
    return open(SeseragiOptions.local(database));
  }

  /**
   * Opens a database: restores it if it is missing, takes its replica over, and returns when this
   * process is the one that may write to it. Another process that wrote there until now is refused
   * from here on.
   *
   * @throws dev.seseragi.store.StoreConfigurationException if the replica's URL or its environment
   *     is wrong
   * @throws dev.seseragi.store.encryption.EncryptionMismatchException if the replica is encrypted
   *     with another key, or not, or without one being configured
   * @throws dev.seseragi.store.StoreException if it could not be found out whether there is
   *     something to restore: starting with an empty database would hide it
   * @throws dev.seseragi.engine.restore.DamagedReplicaException if the replica cannot be restored
   * @throws dev.seseragi.engine.fence.DamagedReplicaException if the replica has lost its end
   * @throws dev.seseragi.engine.fence.NotDescendedException if the database is there and does not
   *     come from the replica's end: the message says how to choose
   * @throws dev.seseragi.engine.capture.BehindReplicaException if the database has lost commits
   *     that the replica has (a power cut, an older copy)
   * @throws StartTimeoutException if it took longer than the start timeout
   * @throws SeseragiException if the database cannot be opened, or the thread was interrupted (its
   *     flag stays set)
   */
  public static Seseragi open(SeseragiOptions options) {
    Seseragi opened =
        switch (options.replica()) {
          case ReplicaTarget.None() -> openWithoutReplica(options);
          case ReplicaTarget.Url(var url, var environment) -> {
            ObjectStore plain = StoreFinder.ofClassPath().open(url, environment);
            ObjectStore store = Encryption.around(plain, options.encryption(), environment);
            yield openWith(options, store, store::close);
          }
          case ReplicaTarget.Store(var store) ->
              openWith(options, encrypted(store, options), () -> {});
        };
    try {
      opened.prepare();
      return opened;
    } catch (SQLException e) {
      opened.close(Duration.ZERO);
      throw new SeseragiException("cannot open " + options.database() + ": " + e.getMessage(), e);
    }
  }

  /** Its caller has opened it, and decides about its encryption as well. */
  private static ObjectStore encrypted(ObjectStore store, SeseragiOptions options) {
    return options
        .encryption()
        .map(source -> Encryption.around(store, source.key(System.getenv())))
        .orElse(store);
  }

  private static Seseragi openWithoutReplica(SeseragiOptions options) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} is opened without a replica: what is committed is on this machine only",
        options.database());
    Pool pool = new Pool(options.database(), options.pool(), new OpenGate(), AUTOCHECKPOINT_PAGES);
    return new Seseragi(options, Optional.empty(), pool);
  }

  /** Commits return when SQLite has them. */
  private static final class OpenGate implements CommitGate {
    @Override
    public void beforeWrite() {}

    @Override
    public void committed(long deadlineNanos) {}
  }

  private static Seseragi openWith(
      SeseragiOptions options, ObjectStore store, Runnable closeStore) {
    EngineThreads threads = EngineThreads.start();
    try {
      Replicator replicator = replicate(options, new Replica(store), threads);
      Durability durability = new Durability(replicator, options);
      // The engine checkpoints: no commit has to.
      Pool pool = new Pool(options.database(), options.pool(), durability, 0);
      return new Seseragi(
          options, Optional.of(new Replication(replicator, durability, threads, closeStore)), pool);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      threads.close();
      closeStore.run();
      throw new SeseragiException("interrupted while opening " + options.database(), e);
    } catch (RuntimeException e) {
      threads.close();
      closeStore.run();
      throw e;
    }
  }

  private static Replicator replicate(
      SeseragiOptions options, Replica replica, EngineThreads threads) throws InterruptedException {
    try {
      Opening.Settings settings =
          new Opening.Settings(options.replication(), options.startTimeout());
      return new Opening(options.database(), replica, settings, threads).run();
    } catch (OpeningTimeoutException e) {
      throw new StartTimeoutException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Makes the database if there is none, and finds out at once whether it can be used. */
  private void prepare() throws SQLException {
    try (Connection connection = pool.take(false);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA journal_mode")) {
      rows.next();
      String mode = rows.getString(1);
      if (!mode.equals("wal")) {
        throw new SQLException(
            "expected journal_mode=WAL, found " + mode + ": does another program hold the file?");
      }
    }
  }

  /**
   * Connections to read and write. A transaction of a connection that is not read-only waits for
   * its turn before its first statement; set {@link Connection#setReadOnly} for those that read.
   * Always the same object.
   */
  public DataSource dataSource() {
    return source;
  }

  /**
   * Connections that can only read, from the same pool: they never wait for writers. Always the
   * same object.
   */
  public DataSource readDataSource() {
    return readSource;
  }

  /**
   * Waits until everything that was committed before the call is in the store, whoever committed
   * it. For {@link Mode#ASYNC}, and before an answer that rests on what others may just have
   * written. Returns at once without a replica.
   *
   * @throws NotYetDurableException if it was not confirmed in time
   * @throws NotWriterException if it never will be
   */
  public void awaitDurable(Duration timeout) throws SQLException {
    if (replication.isPresent()) {
      replication.get().durability().await(timeout);
    }
  }

  /**
   * Completes when everything that was committed before the call, whoever committed it, is in the
   * store; at once without a replica. {@link #awaitDurable(Duration)} for those who do not wait on
   * a thread. Fails with the engine's reason if it never will be. What is attached to it runs on a
   * thread of the replication and must not block.
   */
  public CompletableFuture<Void> durable() {
    return replication
        .map(parts -> parts.durability().durable())
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /**
   * Waits until everything up to a position is in the store.
   *
   * @throws NotYetDurableException if it was not confirmed in time
   * @throws NotWriterException if it never will be
   * @throws UnknownPositionException if the position is of another process and was not settled then
   */
  public void awaitDurable(Position position, Duration timeout) throws SQLException {
    if (replication.isEmpty()) {
      return;
    }
    Durability durability = replication.get().durability();
    if (position.instance() == instance) {
      if (position.commit() > durability.backlog().durable()) {
        durability.await(timeout);
      }
      return;
    }
    Txid here = replication.get().replicator().position();
    if (!position.isSettled() || position.txid().isAfter(here)) {
      throw new UnknownPositionException(position);
    }
  }

  /** Where the commits of this process are now: everything that has returned so far is covered. */
  public Position position() {
    if (replication.isEmpty()) {
      return new Position(instance, 0, Txid.NONE);
    }
    Backlog backlog = replication.get().durability().backlog();
    long committed = backlog.committed();
    boolean isSettled = backlog.durable() >= committed;
    Txid txid = isSettled ? replication.get().replicator().position() : Txid.NONE;
    return new Position(instance, committed, txid);
  }

  /** How things are. Never waits. */
  public SeseragiStatus status() {
    return status(replication.map(parts -> parts.replicator().status()));
  }

  private SeseragiStatus status(Optional<ReplicatorStatus> status) {
    Optional<Backlog> backlog = replication.map(parts -> parts.durability().backlog());
    return new SeseragiStatus(
        status,
        pool.load(),
        backlog.map(known -> known.committed() - known.durable()).orElse(0L),
        backlog.map(known -> Duration.ofNanos(known.oldestNanos())).orElse(Duration.ZERO));
  }

  /**
   * What keeps commits from reaching the store; empty if nothing is known to, and without a
   * replica. Never waits.
   */
  public Optional<String> outage() {
    return replication.flatMap(parts -> parts.replicator().outage());
  }

  /**
   * The moment up to which a restore is proven: whatever was committed before it was restored from
   * the store alone, and was equal to the database, page for page. Empty before the first proof,
   * without a replica, and unless {@link SeseragiOptions#withVerifyInterval} asks for proofs. Never
   * waits.
   */
  public Optional<Instant> provenRestorable() {
    return proofs().provenRestorable();
  }

  /**
   * The last proof of this process, however it ended; see {@link #provenRestorable}. One that
   * failed, or could not be made, tells why, and takes nothing back of what was proven before.
   * Listeners are told of each. Never waits.
   */
  public Optional<Proof> lastProof() {
    return proofs().last();
  }

  private Proofs proofs() {
    return replication.map(parts -> parts.replicator().status().proofs()).orElse(Proofs.NONE);
  }

  /**
   * Is told of each change of the state or of the problem, on some thread; must not block. Never
   * called without a replica.
   */
  public void addListener(Consumer<SeseragiStatus> listener) {
    replication.ifPresent(
        parts -> parts.replicator().addListener(now -> listener.accept(status(Optional.of(now)))));
  }

  /** {@link #close(Duration)} within 8 s; what could not be shipped is logged. */
  @Override
  public void close() {
    close(DEFAULT_BUDGET);
  }

  /**
   * Refuses new writes, waits for the transaction that is under way, ships what is committed, and
   * gives everything back. Returns when that is done, at the latest when the budget is used up.
   * Connections that are still in use can go on reading and end when their users close them. Has no
   * effect the second time.
   *
   * @return what was left behind
   */
  public Shutdown close(Duration budget) {
    long deadline = System.nanoTime() + budget.toNanos();
    if (isClosed.getAndSet(true)) {
      return new Shutdown(true, Txid.NONE, 0, 0, Optional.empty());
    }
    drain(budget);
    Shutdown shutdown = closeReplication(deadline);
    pool.close();
    if (!shutdown.isComplete()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0}: closed, but {1} commits ({2} bytes) are not known to be in the store: {3}",
          options.database(),
          shutdown.unshippedCommits(),
          shutdown.unshippedBytes(),
          shutdown.problem().orElse("unknown"));
    }
    return shutdown;
  }

  /** Half of the time for who writes, the other half for the store. */
  private void drain(Duration budget) {
    try {
      if (!pool.stopWriting(budget.toNanos() / 2)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}: a transaction did not end; what it has not committed will be lost",
            options.database());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Shutdown closeReplication(long deadline) {
    if (replication.isEmpty()) {
      return new Shutdown(true, Txid.NONE, 0, 0, Optional.empty());
    }
    Replication parts = replication.get();
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    Shutdown shutdown = parts.replicator().close(left);
    parts.closeRest();
    return shutdown;
  }
}
