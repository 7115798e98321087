package dev.seseragi.cli.replicate;

import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.log.Log;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.Shutdown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of the process from the first replicator to the exit code. One thread runs it; all else
 * reaches it as an {@link Event}.
 */
final class Replication {
  /**
   * How long a child waits to be started until it is known whether this process may continue the
   * replica. A store that cannot be reached by then does not keep the application down.
   */
  private static final Duration SETTLE_TIME = Duration.ofSeconds(10);

  /** The part of the budget that is kept for the tail when a child does not end by itself. */
  private static final int RESERVE_DIVISOR = 4;

  /** The part of the budget in which a command behind a gate may answer what it was asked. */
  private static final int DRAIN_DIVISOR = 4;

  /** The part of the budget in which replies leave that have waited for the tail. */
  private static final Duration LAST_REPLIES = Duration.ofMillis(500);

  /** Far more than there can be: a few for each signal, and for each state of each database. */
  private static final int MAX_EVENTS = 100_000;

  private final List<ReplicatedDatabase> databases;
  private final Frame frame;
  private final Log log;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(MAX_EVENTS);
  private final Set<ReplicatedDatabase> announced = new HashSet<>();
  private final Map<ReplicatedDatabase, Shutdown> closed = new LinkedHashMap<>();
  private int requestsToEnd;
  private ProcessSignal endSignal = ProcessSignal.TERM;

  /** Guarded by this. */
  private @Nullable Watchdog watchdog;

  private @Nullable Child child;
  private @Nullable Integer childExitCode;

  private boolean isDrained;
  private boolean hasGivenUp;

  /** Whether it was us who ended the child, because nothing is replicated any more. */
  private boolean isAbandoned;

  /**
   * What stands around the replication.
   *
   * @param command what is run beside it, in words; none for nothing
   * @param workingFolder where that runs
   * @param budget how long the end may take, from the first signal or the end of the command
   * @param gatekeeper stands between the command and those who ask it
   */
  record Frame(List<String> command, Path workingFolder, Duration budget, Gatekeeper gatekeeper) {
    boolean hasCommand() {
      return !command.isEmpty();
    }
  }

  Replication(List<ReplicatedDatabase> databases, Frame frame, Log log) {
    this.databases = List.copyOf(databases);
    this.frame = frame;
    this.log = log;
  }

  /** Replicates until something asks for the end; returns the exit code. */
  int run() throws InterruptedException {
    for (ReplicatedDatabase database : databases) {
      database.addListener(changed -> tell(new Event.Changed(changed)));
      tell(new Event.Changed(database));
    }
    boolean hasChild = frame.hasCommand();
    try (var _ = ProcessSignal.hear(hasChild, this::hear);
        var _ = HeapTrimmer.start()) {
      if (hasChild) {
        await(Deadline.in(SETTLE_TIME), () -> areAll(ReplicatedDatabase::isSettled) || isEnding());
      }
      if (!isEnding() && !areAll(ReplicatedDatabase::isStopped)) {
        if (hasChild) {
          startChild(frame.command());
        }
        await(null, () -> isEnding() || hasChildEnded() || mustStop());
        isAbandoned = !isEnding() && !hasChildEnded();
      }
      return end();
    } finally {
      stopWatchdog();
    }
  }

  /** On a thread of the JVM's. The thread that takes the events may hang in a log line by now. */
  private void hear(ProcessSignal signal) {
    if (signal.asksForEnd(frame.hasCommand())) {
      startWatchdog();
    }
    tell(new Event.Signalled(signal));
  }

  private synchronized void startWatchdog() {
    if (watchdog == null) {
      watchdog = Watchdog.start(Deadline.in(frame.budget()), ExitCode.FAILED);
    }
  }

  private synchronized void stopWatchdog() {
    if (watchdog != null) {
      watchdog.close();
    }
  }

  private void tell(Event event) {
    var _ = events.offer(event);
  }

  private void startChild(List<String> words) {
    Gatekeeper gatekeeper = frame.gatekeeper();
    child =
        Child.start(
            words,
            frame.workingFolder(),
            gatekeeper.variables(),
            exitCode -> tell(new Event.ChildEnded(exitCode)));
    log.info("started the command", "command", words.getFirst(), "pid", child.pid());
    gatekeeper.started(() -> tell(new Event.GivenUp()));
  }

  private boolean isGated() {
    return !frame.gatekeeper().equals(Gatekeeper.NONE);
  }

  /**
   * Nothing is left to do: no database is replicated any more. Behind a gate one is enough, for no
   * reply can leave then.
   */
  private boolean mustStop() {
    return hasGivenUp
        || (isGated()
            ? databases.stream().anyMatch(ReplicatedDatabase::isStopped)
            : areAll(ReplicatedDatabase::isStopped));
  }

  private boolean isEnding() {
    return requestsToEnd > 0;
  }

  private boolean isCutShort() {
    return requestsToEnd > 1;
  }

  private boolean hasChildEnded() {
    return childExitCode != null;
  }

  private boolean areAll(java.util.function.Predicate<ReplicatedDatabase> condition) {
    return databases.stream().allMatch(condition);
  }

  /** Takes events until the condition holds or the deadline has come. */
  private void await(@Nullable Deadline deadline, BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Event event =
          deadline == null
              ? events.take()
              : events.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        return;
      }
      handle(event);
    }
  }

  private void handle(Event event) {
    switch (event) {
      case Event.Signalled signalled -> signalled(signalled.signal());
      case Event.ChildEnded ended -> childExitCode = ended.exitCode();
      case Event.Drained() -> isDrained = true;
      case Event.GivenUp() -> hasGivenUp = true;
      case Event.Changed changed -> announce(changed.database());
      case Event.Closed done -> closed.put(done.database(), done.shutdown());
    }
  }

  private void signalled(ProcessSignal signal) {
    boolean hasChild = child != null && !hasChildEnded();
    // Behind a gate the command may answer first what it was asked.
    boolean isPassedOn = !isGated() || !signal.asksForEnd(hasChild);
    if (child != null && !hasChildEnded() && isPassedOn) {
      child.signal(signal);
    }
    if (!signal.asksForEnd(hasChild)) {
      return;
    }
    endSignal = signal;
    requestsToEnd++;
    if (requestsToEnd == 1) {
      log.info("ending", "signal", signal, "budget", frame.budget().toMillis() + "ms");
    } else {
      log.warn("the end is cut short", "signal", signal);
    }
  }

  /** Says once of each database that, and from where, it is replicated. */
  private void announce(ReplicatedDatabase database) {
    ReplicatorStatus status = database.status();
    boolean isWaiting = status.state() == State.WAITING_FOR_DATABASE;
    if ((isWaiting || status.state() == State.REPLICATING) && announced.add(database)) {
      log.info(
          isWaiting ? "waiting for the database" : "replicating",
          "db",
          database.path(),
          "replica",
          database.replica(),
          "mode",
          status.mode(),
          "txid",
          status.position());
    }
  }

  private int end() throws InterruptedException {
    startWatchdog();
    Deadline deadline = Deadline.in(frame.budget());
    Child running = hasChildEnded() ? null : child;
    if (running != null && isGated() && !isAbandoned) {
      drain();
    }
    frame.gatekeeper().ending();
    if (running != null) {
      endChild(running, deadline);
    }
    closeAll(isGated() ? deadline.minus(LAST_REPLIES) : deadline);
    frame.gatekeeper().close();
    return report();
  }

  /** What was asked is answered, as far as that does not take long, and is possible at all. */
  private void drain() throws InterruptedException {
    var _ = frame.gatekeeper().drain().thenRun(() -> tell(new Event.Drained()));
    Deadline part = Deadline.in(frame.budget().dividedBy(DRAIN_DIVISOR));
    await(part, () -> isDrained || hasChildEnded() || isCutShort());
  }

  /** Without a gate the child has the signal already, unless it is we who end. */
  private void endChild(Child running, Deadline deadline) throws InterruptedException {
    if (isGated() || !isEnding()) {
      running.signal(endSignal);
    }
    Duration reserve = frame.budget().dividedBy(RESERVE_DIVISOR);
    await(deadline.minus(reserve), () -> hasChildEnded() || isCutShort());
    if (!hasChildEnded()) {
      // What it commits once we are gone would be lost without a word, so it must not outlive us.
      log.error("the command did not end in time and is killed", "pid", running.pid());
      running.kill();
      await(deadline, this::hasChildEnded);
    }
  }

  private void closeAll(Deadline deadline) throws InterruptedException {
    for (ReplicatedDatabase database : databases) {
      Thread.ofPlatform()
          .daemon()
          .name("seseragi-close")
          .start(() -> tell(new Event.Closed(database, database.close(deadline.remaining()))));
    }
    await(deadline, () -> closed.size() == databases.size() || isCutShort());
  }

  private int report() {
    int ourCode = ExitCode.OK;
    for (ReplicatedDatabase database : databases) {
      Shutdown shutdown = Optional.ofNullable(closed.get(database)).orElseGet(database::abandoned);
      report(database, shutdown, log);
      if (!shutdown.isComplete()) {
        ourCode = Math.max(ourCode, database.exitCode());
      }
    }
    if (hasGivenUp) {
      ourCode = Math.max(ourCode, ExitCode.FAILED);
    }
    int childCode = childExitCode == null || isAbandoned ? ExitCode.OK : childExitCode;
    return childCode == ExitCode.OK ? ourCode : childCode;
  }

  /** Says how one database was left. */
  static void report(ReplicatedDatabase database, Shutdown shutdown, Log log) {
    if (shutdown.isComplete()) {
      log.info(
          "ended, everything is replicated", "db", database.path(), "txid", shutdown.position());
      return;
    }
    log.error(
        "ended, NOT everything is replicated",
        "db",
        database.path(),
        "txid",
        shutdown.position(),
        "missing-commits",
        shutdown.unshippedCommits(),
        "missing-bytes",
        shutdown.unshippedBytes(),
        "problem",
        shutdown.problem().orElse("unknown"));
  }
}
