package dev.seseragi.engine.capture;

import dev.seseragi.engine.batch.Batch;
import dev.seseragi.engine.batch.PageSpool;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.wal.WalChecksum;
import dev.seseragi.engine.wal.WalFrame;
import dev.seseragi.engine.wal.WalHeader;
import dev.seseragi.engine.wal.WalPosition;
import dev.seseragi.engine.wal.WalSalts;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** Attached to a database in WAL mode. */
final class WalSession {
  private static final int COMPARE_TRIES = 20;

  /** The position of a WAL that has no header yet: whatever comes is a new generation. */
  private static final WalPosition NOWHERE =
      new WalPosition(new WalSalts(0, 0), 0, WalChecksum.ZERO);

  private final Session.Context context;
  private final DatabaseFile file;
  private final WalFile wal;
  private final Comparison comparison;
  private final Pace pace;
  private final LedgerCare ledgerCare;
  private long lastLookNanos = System.nanoTime();

  WalSession(Session.Context context, FileEvents.Subscription events, DatabaseFile file) {
    this.context = context;
    this.file = file;
    this.wal = new WalFile(context.database());
    this.comparison = new Comparison(context);
    this.pace = new Pace(context, events);
    this.ledgerCare = new LedgerCare(context, comparison);
  }

  /**
   * Follows until the path leads elsewhere or capture ends.
   *
   * @param first reads already; closed here
   */
  void run(SqliteHandle first) throws SQLException, IOException, InterruptedException {
    try (WalFollower follower = attach(first)) {
      while (true) {
        // Before the look: what is asked for behind it may be about a database that is there since.
        context.requests().see();
        if (isDetached()) {
          countRest(follower);
          return;
        }
        WalFollower.Step step = follower.step(() -> captured(follower));
        openSnapshot(follower);
        if (context.stop().isAsked()) {
          finish(follower);
          return;
        }
        ledgerCare.mend(follower, step, sources());
        pace.pause(step, follower);
      }
    }
  }

  private WalFollower attach(SqliteHandle first)
      throws SQLException, IOException, InterruptedException {
    Pins pins = openPins(first);
    try {
      context.awaitIdleShipper();
      context.requests().see();
      Boundary boundary = pins.boundary();
      Optional<LedgerState> known = context.setup().ledger().state();
      if (known.isPresent() && continues(known.get(), boundary)) {
        context.setup().listener().following("wal", "continued where the WAL was left");
        WalPosition position = known.get().wal().orElseThrow();
        return follower(pins, position, known.get().pageSize(), known.get().commitPages());
      }
      return compare(pins);
    } catch (SQLException | IOException | RuntimeException | InterruptedException e) {
      pins.close();
      wal.close();
      throw e;
    }
  }

  private Pins openPins(SqliteHandle first) throws SQLException {
    try {
      return Pins.around(first, context.database(), wal);
    } catch (SQLException e) {
      first.close();
      throw e;
    }
  }

  /**
   * Whether the WAL goes on exactly where the replica ends: same generation, not shorter, and the
   * checksum at the position is ours (rule 12).
   *
   * @throws BehindReplicaException if the generation is the same but the commits are not there
   */
  private boolean continues(LedgerState known, Boundary boundary) throws IOException {
    if (known.wal().isEmpty() || boundary.header().isEmpty() || boundary.frames() == 0) {
      return false;
    }
    WalPosition position = known.wal().get();
    WalHeader header = boundary.header().get();
    if (!header.salts().equals(position.salts()) || !header.pageSize().equals(known.pageSize())) {
      return false;
    }
    if (position.frame() == 0) {
      return header.checksum().equals(position.checksum());
    }
    byte[] frame = new byte[WalFrame.HEADER_BYTES];
    boolean isThere =
        position.frame() <= boundary.frames()
            && wal.read(header.offsetOf(position.frame()), frame, frame.length)
            && WalFrame.hasSalts(frame, 0, position.salts())
            && WalFrame.hasChecksum(frame, 0, position.checksum());
    if (!isThere) {
      throw new BehindReplicaException(context.database(), known.txid());
    }
    return true;
  }

  private WalFollower compare(Pins pins) throws SQLException, IOException {
    for (int i = 1; ; i++) {
      try {
        WholeScan scan = WholeScan.prepare(sources(), pins.boundary());
        Comparison.Result result = comparison.run(scan);
        context.setup().listener().following("wal", result.how());
        return followBehind(pins, scan, result);
      } catch (WholeScan.WalMovedException e) {
        if (i == COMPARE_TRIES) {
          throw e;
        }
      }
    }
  }

  private WalFollower followBehind(Pins pins, WholeScan scan, Comparison.Result result) {
    if (result.hasShipped()) {
      context.handedOver();
      context.requests().captured(context.shipper().started());
    } else {
      context.requests().settledAll();
    }
    WalPosition position = scan.end().orElse(NOWHERE);
    return follower(pins, position, scan.pageSize(), scan.commitPages());
  }

  private WalFollower follower(
      Pins pins, WalPosition position, PageSize pageSize, int commitPages) {
    var environment =
        new WalFollower.Environment(
            context.setup().settings(), context.setup().counters(), System::nanoTime);
    PendingBatch pending = pending(pageSize, commitPages, position);
    FrameCapture frames =
        new FrameCapture(wal, position, pending, context.setup().counters().frames);
    return new WalFollower(pins, frames, environment);
  }

  private PendingBatch pending(PageSize pageSize, int basePages, WalPosition start) {
    int memoryBytes = context.setup().settings().spoolMemoryBytes();
    PageSpool pages = new PageSpool(pageSize, memoryBytes, context.setup().spoolFolder());
    return new PendingBatch(pages, file, basePages, start);
  }

  private WholeScan.Sources sources() {
    return new WholeScan.Sources(file, wal, context.stop()::isOver);
  }

  private void captured(WalFollower follower) throws IOException {
    PendingBatch pending = follower.frames().pending();
    long started = context.shipper().started();
    context.requests().captured(pending.isEmpty() ? started : started + 1);
    context.requests().settled(context.shipper().settled());
    context.snapshots().settled(context.shipper().settled());
    context.pending(pending.commits(), pending.sizeBytes());
    handOver(follower);
  }

  private void handOver(WalFollower follower) throws IOException {
    boolean isDue = !follower.frames().pending().isEmpty() && context.nanosToNextHandOver() <= 0;
    if (isDue && context.shipper().isIdle()) {
      shipPending(follower);
    }
  }

  private void shipPending(WalFollower follower) throws IOException {
    PendingBatch pending = follower.frames().pending();
    PendingBatch next =
        pending(pending.pageSize(), pending.commitPages(), follower.frames().position());
    Batch batch =
        follower
            .frames()
            .swapPending(next)
            .freeze(follower.frames().header(), context.setup().clock().instant());
    context.handedOver();
    context.shipper().ship(batch);
  }

  /** Where one is asked for: pins first, captures up to there, ships that, and reads it later. */
  private void openSnapshot(WalFollower follower) throws SQLException, IOException {
    if (!context.snapshots().isAsked() || !context.shipper().isIdle()) {
      return;
    }
    SqliteHandle pin = Pins.openFirst(context.database());
    try {
      Boundary boundary = follower.captureAll();
      boolean isShipped = follower.frames().pending().isEmpty();
      Txid position = context.shipper().position();
      if (!isShipped) {
        shipPending(follower);
      }
      WholeScan.Sources own =
          new WholeScan.Sources(file, new WalFile(context.database()), context.stop()::isAsked);
      context
          .snapshots()
          .open(
              new Snapshot(isShipped ? position : position.next(), pin, own, boundary),
              context.shipper().started());
    } catch (SQLException | IOException | RuntimeException e) {
      pin.close();
      throw e;
    }
  }

  /** Ships what was committed when the end was asked for; later commits are not waited for. */
  private void finish(WalFollower follower) throws SQLException, IOException, InterruptedException {
    follower.captureAll();
    long last = context.shipper().started() + (follower.frames().pending().isEmpty() ? 0 : 1);
    while (context.shipper().settled() < last && !context.stop().isOver()) {
      handOver(follower);
      PendingBatch pending = follower.frames().pending();
      context.pending(pending.commits(), pending.sizeBytes());
      context.signal().awaitMillis(20);
    }
    if (context.shipper().settled() >= last) {
      context.requests().settled(last);
      context.stop().complete();
    }
  }

  /** So that a writer that is fenced can tell how much it leaves behind. */
  private void countRest(WalFollower follower) throws SQLException, IOException {
    if (context.shipper().fencedBy() != null) {
      follower.captureAll();
      PendingBatch pending = follower.frames().pending();
      context.pending(pending.commits(), pending.sizeBytes());
    }
  }

  private boolean isDetached() throws IOException {
    long now = System.nanoTime();
    if (context.stop().isOver() || context.shipper().fencedBy() != null) {
      return true;
    }
    boolean isLookDue = now - lastLookNanos >= context.setup().settings().inodeLook().toNanos();
    if (!isLookDue && !context.requests().isSeen()) {
      return false;
    }
    lastLookNanos = now;
    return file.isReplaced() || wal.isReplaced();
  }
}
