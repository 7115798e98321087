package dev.seseragi.engine.capture;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.ship.Shipper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Follows one database for as long as the process lives: waits until it is there, attaches,
 * captures and hands batches to the shipper, detaches when it is deleted or replaced, and begins
 * again.
 *
 * <p>{@link #run} is the body of one thread; the other methods are for any.
 */
public final class Capture implements Runnable {
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 5_000;
  private static final long ABSENT_LOOK_MILLIS = 1_000;

  private final Path database;
  private final Shipper shipper;
  private final Session.Context context;
  private final CaptureListener listener;
  private final FileEvents events;
  private final SyncRequests requests = new SyncRequests();
  private final Signal signal = new Signal();
  private final Stop stop = new Stop();
  private final SnapshotDesk snapshots = new SnapshotDesk();

  private volatile boolean isOver;

  /** A capture that begins with {@link #run}. */
  public Capture(Path database, Shipper shipper, Setup setup) {
    this.database = database;
    this.shipper = shipper;
    this.listener = setup.listener();
    this.events = setup.events();
    this.context =
        new Session.Context(
            database, shipper, setup, new Session.Desks(requests, snapshots), signal, stop);
  }

  /** Loads SQLite, so that a first session need not. What fails here fails there again, aloud. */
  public static void loadSqlite() {
    try {
      SqliteHandle.load();
    } catch (SQLException e) {
      // See above.
    }
  }

  /** When the tail has to be out. */
  static final class Stop {
    private volatile boolean isAsked;
    private volatile long deadlineNanos;
    private volatile boolean isComplete;

    boolean isAsked() {
      return isAsked;
    }

    boolean isOver() {
      return isAsked && System.nanoTime() - deadlineNanos >= 0;
    }

    void complete() {
      isComplete = true;
    }
  }

  @Override
  public void run() {
    long retryMillis = FIRST_RETRY_MILLIS;
    try (var subscription =
        events.subscribe(database, signal::set, context.setup().settings().isSignalled())) {
      while (!stop.isOver() && !stop.isComplete) {
        try {
          if (shipper.fencedBy() != null) {
            setRestAside();
            return;
          }
          if (!awaitDatabase(subscription)) {
            continue;
          }
          new Session(context, subscription).run();
          retryMillis = FIRST_RETRY_MILLIS;
        } catch (ContinuityException | WholeScan.WalMovedException e) {
          context
              .setup()
              .log()
              .log(System.Logger.Level.INFO, "comparing with the ledger: {0}", e.getMessage());
        } catch (WholeScan.ScanCancelledException e) {
          return;
        } catch (BehindReplicaException e) {
          throw e;
        } catch (SQLException | IOException | SeseragiException e) {
          listener.failed("cannot follow " + database + ": " + e.getMessage());
          signal.awaitMillis(retryMillis);
          retryMillis = Math.min(2 * retryMillis, LONGEST_RETRY_MILLIS);
        }
      }
    } catch (InterruptedException asked) {
      // Whoever interrupts wants no tail any more; what was not shipped is reported by `pending`.
    } finally {
      refuseSnapshots();
    }
  }

  /**
   * Something may have been committed: look at once. Cheap; called after each commit in process.
   */
  public void signal() {
    signal.set();
  }

  /** Something else has changed that capture waits for: a batch was settled, say. */
  public void wake() {
    signal.setUrgent();
  }

  /** Completes when everything that is committed by now is in the store; hurries. */
  public CompletableFuture<Void> sync() {
    CompletableFuture<Void> request = requests.ask(true);
    if (shipper.isIdle() && requests.nanosToGather(shipper.lastBatchNanos()) <= 0) {
      signal.setUrgent();
    } else {
      // Whoever settles the batch that is under way wakes the capture, or the gathering ends.
      signal.set();
    }
    return request;
  }

  /** The same, but with the batch that would be made anyway. */
  public CompletableFuture<Void> settlement() {
    CompletableFuture<Void> request = requests.ask(false);
    signal.set();
    return request;
  }

  /** A batch is in the store. On the shipping thread, so that who waits for it waits no longer. */
  public void shipped() {
    requests.settled(shipper.settled());
    signal.setUrgent();
  }

  /**
   * Asks for the whole database as it is in the replica, at a position that the store has. Whoever
   * gets it closes it.
   *
   * @return empty if there is no database just now
   */
  public CompletableFuture<Optional<Snapshot>> snapshot() {
    CompletableFuture<Optional<Snapshot>> request = snapshots.ask();
    signal.set();
    if (isOver) {
      refuseSnapshots();
    }
    return request;
  }

  /**
   * Who asked for a snapshot does not wait any more: it is closed, should it be there already.
   *
   * @param request what {@link #snapshot} returned
   */
  public void withdraw(CompletableFuture<Optional<Snapshot>> request) throws IOException {
    snapshots.withdraw(request);
  }

  /** How much was captured and is not in the store, besides what the shipper has under way. */
  public Pending pending() {
    return context.pending();
  }

  /** Commits and bytes that were captured and wait for the shipper. */
  public record Pending(long commits, long sizeBytes) {}

  /**
   * Captures and ships what is committed by now, then ends {@link #run}: as soon as all of it is in
   * the store, and at the latest when the budget is used up.
   */
  public void stop(Duration budget) {
    stop.deadlineNanos = System.nanoTime() + budget.toNanos();
    stop.isAsked = true;
    signal.setUrgent();
  }

  /** Whether {@link #run} ended because everything was in the store. */
  public boolean isComplete() {
    return stop.isComplete;
  }

  /** At once, since this process may end any moment; and again at the end, if more came. */
  private void setRestAside() throws SQLException, IOException, InterruptedException {
    FencedRest rest = new FencedRest(context);
    boolean isLast;
    do {
      isLast = stop.isAsked();
      if (DatabaseHeaders.isThere(database)) {
        rest.setAside();
      }
      while (!isLast && !stop.isAsked()) {
        signal.awaitMillis(ABSENT_LOOK_MILLIS);
      }
    } while (!isLast);
  }

  private void refuseSnapshots() {
    isOver = true;
    try {
      snapshots.refuse();
    } catch (IOException e) {
      listener.failed("cannot close a snapshot of " + database + ": " + e.getMessage());
    }
  }

  /** Whether the database is there, after a wait if it was not. */
  private boolean awaitDatabase(FileEvents.Subscription subscription)
      throws InterruptedException, IOException {
    // Before the look: whoever asks behind it may have made the database in between.
    requests.see();
    boolean isStopAsked = stop.isAsked();
    if (DatabaseHeaders.isThere(database)) {
      return true;
    }
    listener.waitingForDatabase();
    if (isStopAsked && shipper.isIdle()) {
      stop.complete();
      return false;
    }
    snapshots.refuse();
    // Without a database everything that was committed to it is as captured as it ever will be.
    requests.captured(0);
    if (shipper.isIdle()) {
      requests.settled(0);
    }
    subscription.arm();
    if (!DatabaseHeaders.isThere(database)) {
      signal.await(TimeUnit.MILLISECONDS.toNanos(ABSENT_LOOK_MILLIS));
    }
    return false;
  }

  /** Why nothing will be captured any more. */
  public void fail(SeseragiException reason) {
    requests.fail(reason);
  }
}
