package dev.seseragi.engine.ship;

import dev.seseragi.engine.batch.Batch;
import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.engine.fence.Look;
import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.fence.SetAside;
import dev.seseragi.engine.fence.SlotFiller;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.OfferNote;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings batches into the slots of a replica, one at a time, in order.
 *
 * <p>{@link #ship} and {@link #shipEncoded} are called by one thread, and only while {@link
 * #isIdle}; everything else by any.
 */
public final class Shipper {
  private final Replica replica;
  private final WriterId writer;
  private final Look look;
  private final PageLedger ledger;
  private final ShipSettings settings;
  private final Executor executor;
  private final RandomGenerator random;
  private final ShipListener listener;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private volatile Txid position;
  private final AtomicLong started = new AtomicLong();
  private volatile @Nullable LedgerState lastShipped;
  private volatile @Nullable Underway underway;
  private volatile long lastBatchNanos;
  private volatile @Nullable FencedException fenced;

  /** How many objects were set aside; touched by the capturing thread alone. */
  private int asides;

  /**
   * A shipper that continues behind {@code tail}.
   *
   * @param ledger is brought up to date with each segment, on the shipping thread
   * @param executor runs one task for each batch; the task waits for the store
   */
  public Shipper(
      Destination destination, PageLedger ledger, Executor executor, RandomGenerator random) {
    this.replica = destination.replica();
    this.writer = destination.writer();
    this.position = destination.tail().position();
    this.look = destination.tail().look();
    this.settings = destination.settings();
    this.listener = destination.listener();
    this.ledger = ledger;
    this.lastShipped = ledger.state().orElse(null);
    this.executor = executor;
    this.random = random;
  }

  /** Where segments go, from which position on, and in whose name. */
  public record Destination(
      Replica replica, Tail tail, WriterId writer, ShipSettings settings, ShipListener listener) {}

  /** Behind what segments go on, and when it was last seen to be the end. */
  public record Tail(Txid position, Look look) {}

  /**
   * How segments are written.
   *
   * @param pageFormat how pages are compressed
   * @param spoolFolder where segments of more than 1 MiB wait for the store
   * @param note where it stands what was offered last
   */
  public record ShipSettings(PageFormat pageFormat, Path spoolFolder, OfferNote note) {}

  /** What is on its way: how much, and since when (by {@link System#nanoTime}). */
  public record Underway(long commits, long sizeBytes, long startNanos) {}

  /** Learns what became of segments. Called on the shipping thread; must not block. */
  public interface ShipListener {
    /** A segment is in the store, and the ledger knows it (or knows nothing any more). */
    void shipped(SegmentInfo segment, long commits);

    /** An attempt failed; another one follows. */
    void failed(String problem);

    /** Another writer has the slot: nothing will be shipped any more. */
    void fenced(FencedException reason);

    /** What this writer had committed and may not ship lies beside the history now. */
    void setAside(String object, int pages);
  }

  /** Whether the next batch may come. */
  public boolean isIdle() {
    return underway == null && fenced == null;
  }

  /** In whose name segments are written. */
  public WriterId writer() {
    return writer;
  }

  /** The last position that is in the store. */
  public Txid position() {
    return position;
  }

  /** How many batches were accepted so far. */
  public long started() {
    return started.get();
  }

  /** How many batches are settled: all of them up to this one are in the store. */
  public long settled() {
    return underway == null ? started.get() : started.get() - 1;
  }

  /** How long the last batch took from its hand-over to the store's answer; 0 before the first. */
  public long lastBatchNanos() {
    return lastBatchNanos;
  }

  /** What a ledger says that describes the replica's present state, if that is known. */
  public Optional<LedgerState> lastShipped() {
    return Optional.ofNullable(lastShipped);
  }

  /** What is on its way; null if nothing is. */
  public @Nullable Underway underway() {
    return underway;
  }

  /** Why nothing is shipped any more; null if all is well. */
  public @Nullable FencedException fencedBy() {
    return fenced;
  }

  /** Encodes and sends a batch on a thread of the executor, which also closes it. */
  public void ship(Batch batch) {
    start(batch.outline().commits(), batch.sizeBytes());
    executor.execute(() -> {
      try (batch;
          Segment segment = encodeUntilDone(batch)) {
        send(segment);
      } catch (IOException e) {
        listener.failed("cannot remove a temporary file: " + e.getMessage());
      } catch (InterruptedException stopped) {
        // What was under way stays under way: nothing may be concluded about it.
      }
    });
  }

  /**
   * Encodes a batch on the caller's thread (its pages can be read only now) and sends it on a
   * thread of the executor.
   */
  public void shipEncoded(Batch batch) throws IOException {
    Segment segment =
        Segment.encode(
            batch, position.next(), writer, settings.pageFormat(), settings.spoolFolder());
    start(batch.outline().commits(), segment.body().sizeBytes());
    executor.execute(() -> {
      try (segment) {
        send(segment);
      } catch (IOException e) {
        listener.failed("cannot remove a temporary file: " + e.getMessage());
      } catch (InterruptedException stopped) {
        // As above.
      }
    });
  }

  /**
   * Puts what a fenced writer may not ship beside the history, on the caller's thread. The ledger
   * describes it afterwards, so that a second call only takes what was committed since.
   *
   * @throws StoreException if it cannot be stored; nothing has changed then
   */
  public void setAside(Batch batch) throws IOException {
    if (fenced == null) {
      throw new IllegalStateException("only a fenced writer sets anything aside");
    }
    Txid slot = position.plus(1 + asides);
    boolean isWhole = isWhole(batch);
    TxidRange range = isWhole ? TxidRange.upTo(slot) : TxidRange.of(slot);
    try (Segment segment =
        Segment.encode(batch, range, writer, settings.pageFormat(), settings.spoolFolder())) {
      String name = SetAside.name(writer, slot);
      PutOutcome outcome =
          replica.store().create(name, segment.body(), segment.header().timestamp());
      // "Taken": the name is ours alone, so this is an earlier try.
      if (outcome instanceof PutOutcome.Unknown(StoreException cause)) {
        throw cause;
      }
      asides++;
      updateLedger(segment);
      listener.setAside(name, segment.pages().length);
    }
  }

  private static boolean isWhole(Batch batch) {
    Batch.Outline outline = batch.outline();
    return batch.sizeBytes() == outline.pageSize().bytesOf(outline.commitPages());
  }

  /**
   * Says in the replica that this writer has ended, once, where nothing is under way.
   *
   * @throws StoreException if the store fails
   */
  public void release() {
    if (isIdle()) {
      Markers.release(replica, position.next(), writer, Instant.now());
    }
  }

  /** Makes attempts that wait for their next turn end; requests under way are not touched. */
  public void stop() {
    stopping.countDown();
  }

  private void start(long commits, long sizeBytes) {
    if (!isIdle()) {
      throw new IllegalStateException("a batch is under way already");
    }
    underway = new Underway(commits, sizeBytes, System.nanoTime());
    started.incrementAndGet();
  }

  private Segment encodeUntilDone(Batch batch) throws InterruptedException {
    Backoff backoff = new Backoff(random);
    while (true) {
      try {
        return Segment.encode(
            batch, position.next(), writer, settings.pageFormat(), settings.spoolFolder());
      } catch (IOException e) {
        listener.failed(
            "cannot write a segment to " + settings.spoolFolder() + ": " + e.getMessage());
        pause(backoff);
      }
    }
  }

  private void send(Segment segment) throws InterruptedException {
    note(segment);
    switch (new SlotFiller(replica, look, new Attempts()).fill(segment.offer())) {
      case SlotFiller.Outcome.Stored() -> settle(segment);
      case SlotFiller.Outcome.Fenced(long nodeId) ->
          fence(new FencedException(replica.describe(), segment.slot(), nodeId));
    }
  }

  private final class Attempts implements SlotFiller.Attempts {
    private final Backoff backoff = new Backoff(random);

    @Override
    public void failed(String problem) {
      listener.failed(problem);
    }

    @Override
    public void pause() throws InterruptedException {
      Shipper.this.pause(backoff);
    }
  }

  /** Whoever starts on this database next has to know which segment is its own. */
  private void note(Segment segment) {
    var identity = segment.offer().identity();
    try {
      settings
          .note()
          .write(new OfferNote.Offered(segment.slot(), identity.nodeId(), identity.fileChecksum()));
    } catch (IOException e) {
      listener.failed("cannot write to %s: %s".formatted(settings.spoolFolder(), e.getMessage()));
    }
  }

  private void settle(Segment segment) {
    // Without a ledger there is nothing to bring up to date: capture rebuilds it from the database.
    if (ledger.state().isPresent() || isWholeCopy(segment)) {
      updateLedger(segment);
    }
    position = segment.slot();
    lastShipped = segment.ledgerState();
    SegmentInfo info =
        new SegmentInfo(
            0, segment.header().range(), segment.body().sizeBytes(), segment.header().timestamp());
    Underway done = underway;
    lastBatchNanos = done == null ? 0 : System.nanoTime() - done.startNanos();
    underway = null;
    listener.shipped(info, segment.commits());
  }

  private void updateLedger(Segment segment) {
    if (isWholeCopy(segment)) {
      ledger.replace(segment.ledgerState(), segment.pages(), segment.pageHashes());
    } else {
      ledger.apply(segment.ledgerState(), segment.pages(), segment.pageHashes());
    }
  }

  private static boolean isWholeCopy(Segment segment) {
    int lockPage = segment.header().pageSize().lockPage();
    int commitPages = segment.header().commitPages();
    return segment.pages().length == (commitPages >= lockPage ? commitPages - 1 : commitPages);
  }

  private void fence(FencedException reason) {
    fenced = reason;
    listener.fenced(reason);
  }

  private void pause(Backoff backoff) throws InterruptedException {
    if (stopping.await(backoff.nextMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException();
    }
  }
}
