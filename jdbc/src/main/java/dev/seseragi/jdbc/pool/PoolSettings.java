package dev.seseragi.jdbc.pool;

import java.time.Duration;

/**
 * How many connections there are, what each may use, and how long a caller waits.
 *
 * @param maxConnections 1 … 1024. A connection is occupied while its commit waits for the store, so
 *     this is also how many commits can ride together
 * @param connectionTimeout how long to wait for a free connection; above 0
 * @param turnTimeout how long a write waits for the others of this process; above 0
 * @param busyTimeout how long SQLite waits for locks of other processes; 0 or more
 * @param cacheBytes SQLite's page cache of each connection, filled as it is used: 64 KiB … 1 GiB
 * @param mmapBytes how much of the database SQLite maps into memory: 0 (nothing) … 1 TiB. An I/O
 *     error in mapped memory ends the process
 * @param cachedStatements how many prepared statements each connection keeps for their next use: 0
 *     … 1000
 * @param leakThreshold a connection that is held for longer is warned of once, with the place that
 *     took it; 0 for never
 * @param initializer prepares each new connection
 */
public record PoolSettings(
    int maxConnections,
    Duration connectionTimeout,
    Duration turnTimeout,
    Duration busyTimeout,
    long cacheBytes,
    long mmapBytes,
    int cachedStatements,
    Duration leakThreshold,
    ConnectionInitializer initializer) {

  /**
   * 64 connections, 10 s for a connection and for the turn, 5 s for other processes, 1 MiB of cache
   * a connection, nothing mapped, 32 statements, no warnings of leaks.
   */
  public static final PoolSettings DEFAULTS =
      new PoolSettings(
          64,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          1 << 20,
          0,
          32,
          Duration.ZERO,
          ConnectionInitializer.NONE);

  private static final int MAX_CONNECTIONS = 1024;
  private static final int MAX_STATEMENTS = 1000;
  private static final long MIN_CACHE_BYTES = 64 << 10;
  private static final long MAX_CACHE_BYTES = 1L << 30;
  private static final long MAX_MMAP_BYTES = 1L << 40;

  /** Checks the ranges. */
  public PoolSettings {
    require(maxConnections, 1, MAX_CONNECTIONS, "maxConnections");
    require(cacheBytes, MIN_CACHE_BYTES, MAX_CACHE_BYTES, "cacheBytes");
    require(mmapBytes, 0, MAX_MMAP_BYTES, "mmapBytes");
    require(cachedStatements, 0, MAX_STATEMENTS, "cachedStatements");
    require(busyTimeout.toMillis(), 0, Integer.MAX_VALUE, "busyTimeout in ms");
    require(connectionTimeout.toMillis(), 1, Long.MAX_VALUE, "connectionTimeout in ms");
    require(turnTimeout.toMillis(), 1, Long.MAX_VALUE, "turnTimeout in ms");
    require(leakThreshold.toMillis(), 0, Long.MAX_VALUE, "leakThreshold in ms");
  }

  private static void require(long value, long min, long max, String name) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d to %d, found %d".formatted(name, min, max, value));
    }
  }

  /** The same with another number of connections. */
  public PoolSettings withMaxConnections(int count) {
    return new PoolSettings(
        count,
        connectionTimeout,
        turnTimeout,
        busyTimeout,
        cacheBytes,
        mmapBytes,
        cachedStatements,
        leakThreshold,
        initializer);
  }

  /** The same with other waits for a connection, for the turn and for other processes. */
  public PoolSettings withTimeouts(Duration connection, Duration turn, Duration busy) {
    return new PoolSettings(
        maxConnections,
        connection,
        turn,
        busy,
        cacheBytes,
        mmapBytes,
        cachedStatements,
        leakThreshold,
        initializer);
  }

  /** The same with another page cache for each connection, and another mapped size. */
  public PoolSettings withMemory(long cache, long mmap) {
    return new PoolSettings(
        maxConnections,
        connectionTimeout,
        turnTimeout,
        busyTimeout,
        cache,
        mmap,
        cachedStatements,
        leakThreshold,
        initializer);
  }

  /** The same with another number of kept statements. */
  public PoolSettings withCachedStatements(int count) {
    return new PoolSettings(
        maxConnections,
        connectionTimeout,
        turnTimeout,
        busyTimeout,
        cacheBytes,
        mmapBytes,
        count,
        leakThreshold,
        initializer);
  }

  /** The same, warning of connections that are held for longer. */
  public PoolSettings withLeakThreshold(Duration threshold) {
    return new PoolSettings(
        maxConnections,
        connectionTimeout,
        turnTimeout,
        busyTimeout,
        cacheBytes,
        mmapBytes,
        cachedStatements,
        threshold,
        initializer);
  }

  /** The same with connections prepared by {@code other}. */
  public PoolSettings withInitializer(ConnectionInitializer other) {
    return new PoolSettings(
        maxConnections,
        connectionTimeout,
        turnTimeout,
        busyTimeout,
        cacheBytes,
        mmapBytes,
        cachedStatements,
        leakThreshold,
        other);
  }
}
