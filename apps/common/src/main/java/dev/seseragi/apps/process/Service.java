package dev.seseragi.apps.process;

import dev.seseragi.SeseragiException;
import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.database.Migration;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.web.WebServer;
import dev.seseragi.engine.Shutdown;
import dev.seseragi.engine.fence.NotDescendedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A web server and its database, started beside each other and ended one after the other. For one
 * thread, but for {@link #stop}.
 */
public final class Service {
  /** From SIGTERM to the end; platforms send SIGKILL 10 s after it. */
  private static final Duration STOP_BUDGET = Duration.ofSeconds(8);

  /** What is left of it for the exit itself. */
  private static final Duration RESERVE = Duration.ofMillis(400);

  private final Database database;
  private final Supplier<WebServer> starter;
  private final LogLines log;
  private final CompletableFuture<WebServer> web = new CompletableFuture<>();
  private final AtomicBoolean isStopping = new AtomicBoolean();
  private final AtomicInteger exitCode = new AtomicInteger(ExitCode.FAILED);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * A service that does not run yet.
   *
   * @param starter opens the port
   */
  public Service(Database database, Supplier<WebServer> starter, LogLines log) {
    this.database = database;
    this.starter = starter;
    this.log = log;
  }

  /**
   * Opens the port and the database at the same time, and returns when both are open.
   *
   * @param prepare what else is done before requests are answered, such as seeds
   * @return the server
   * @throws dev.seseragi.SeseragiException if the database cannot be opened: nothing runs any more,
   *     as after every other exception
   */
  public WebServer start(List<Migration> migrations, Consumer<Database> prepare) {
    Thread.ofPlatform().name("web start").start(this::startWeb);
    boolean isStarted = false;
    try {
      database.open(migrations, prepare);
      WebServer server = web.join();
      isStarted = true;
      exitCode.set(ExitCode.OK);
      return server;
    } catch (NotDescendedException e) {
      exitCode.set(ExitCode.REFUSED);
      throw e;
    } catch (CompletionException e) {
      throw new SeseragiException("cannot serve: " + reasonOf(e), e);
    } finally {
      if (!isStarted) {
        var _ = stop();
      }
    }
  }

  private static String reasonOf(CompletionException e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    return String.valueOf(reason.getMessage());
  }

  private void startWeb() {
    try {
      web.complete(starter.get());
    } catch (RuntimeException | Error e) {
      web.completeExceptionally(e);
    }
  }

  /**
   * From now on SIGTERM and SIGINT stop the service, and the process ends with what {@link #stop}
   * returns.
   */
  public void stopOnSignals() {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  int code = stop();
                  log.flush();
                  // The JVM itself would end with 143 whatever was left behind.
                  Runtime.getRuntime().halt(code);
                }));
  }

  /** Waits until the service was stopped. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /**
   * Lets running requests end, ships what is committed, and gives everything back, within 8 s. The
   * second call waits for the first.
   *
   * @return an {@link ExitCode}; of a failure if it never started
   */
  public int stop() {
    if (isStopping.getAndSet(true)) {
      return codeOfTheFirst();
    }
    long deadline = System.nanoTime() + STOP_BUDGET.minus(RESERVE).toNanos();
    try {
      if (web.isDone() && !web.isCompletedExceptionally()) {
        web.join().stop();
      }
      int ended = endedBefore();
      Shutdown shutdown =
          database.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      exitCode.compareAndSet(ExitCode.OK, ended == ExitCode.OK ? tell(shutdown) : ended);
    } finally {
      stopped.countDown();
    }
    return exitCode.get();
  }

  private int codeOfTheFirst() {
    try {
      return stopped.await(STOP_BUDGET.toMillis(), TimeUnit.MILLISECONDS)
          ? exitCode.get()
          : ExitCode.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  /** Whether replication came to an end of its own. */
  private int endedBefore() {
    return database
        .status()
        .flatMap(status -> status.replication())
        .map(now ->
            switch (now.state()) {
              case FENCED -> ExitCode.FENCED;
              case REFUSED -> ExitCode.REFUSED;
              case STARTING, WAITING_FOR_DATABASE, REPLICATING, UNHEALTHY, CLOSED -> ExitCode.OK;
            })
        .orElse(ExitCode.OK);
  }

  private int tell(Shutdown shutdown) {
    if (shutdown.isComplete()) {
      log.write("INFO", "stopped; everything that was committed is kept", null);
      return ExitCode.OK;
    }
    return ExitCode.FAILED;
  }
}
