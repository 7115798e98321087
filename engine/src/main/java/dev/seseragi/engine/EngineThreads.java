package dev.seseragi.engine;

import dev.seseragi.engine.capture.Capture;
import dev.seseragi.engine.capture.FileEvents;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all replicators of a process share: one that waits for file events, one for
 * timers, a pool for shipping, a small one for housekeeping, and one thread for proofs, which end
 * when they are idle for 10 s. All are daemons.
 */
public final class EngineThreads implements AutoCloseable {
  private static final long KEEP_ALIVE_SECONDS = 10;

  /** So many databases are merged, snapshotted or cleaned up at the same time; others wait. */
  private static final int HOUSEKEEPERS = 4;

  /** At most one task a database, which bounds the pool. */
  private final ExecutorService pool;

  /** At most one task a database waits, which bounds the queue. */
  private final ExecutorService housekeepers;

  /** One proof at a time; at most one a database waits, which bounds the queue. */
  private final ExecutorService provers;

  private final ScheduledExecutorService timers;
  private final FileEvents events;
  private final ThreadFactory factory;

  private EngineThreads(ThreadFactory factory) {
    this.factory = factory;
    this.events = FileEvents.start(factory);
    this.timers = Executors.newSingleThreadScheduledExecutor(factory);
    this.pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory);
    this.housekeepers = few(HOUSEKEEPERS, factory);
    this.provers = few(1, factory);
  }

  private static ExecutorService few(int count, ThreadFactory factory) {
    ThreadPoolExecutor few =
        new ThreadPoolExecutor(
            count,
            count,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory);
    few.allowCoreThreadTimeOut(true);
    return few;
  }

  /** Starts with platform threads named {@code seseragi-N}. */
  public static EngineThreads start() {
    ThreadFactory named = Thread.ofPlatform().daemon().name("seseragi-", 0).factory();
    EngineThreads threads = new EngineThreads(named);
    // Its some 100 ms are needed as soon as the store has answered: they pass while it is asked.
    threads.pool.execute(Capture::loadSqlite);
    return threads;
  }

  ExecutorService pool() {
    return pool;
  }

  ExecutorService housekeepers() {
    return housekeepers;
  }

  ExecutorService provers() {
    return provers;
  }

  ScheduledExecutorService timers() {
    return timers;
  }

  FileEvents events() {
    return events;
  }

  Thread newThread(Runnable body, String name) {
    Thread thread = factory.newThread(body);
    thread.setName(name);
    return thread;
  }

  /** Ends the threads; close the replicators first. Waits for nobody. */
  @Override
  public void close() {
    events.close();
    timers.shutdownNow();
    housekeepers.shutdownNow();
    provers.shutdownNow();
    pool.shutdownNow();
  }
}
