package dev.seseragi.engine;

import dev.seseragi.engine.batch.SpillingOutput;
import dev.seseragi.engine.capture.Capture;
import dev.seseragi.engine.capture.Snapshot;
import dev.seseragi.engine.compact.SnapshotWriter;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.ship.Shipper;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.store.Body;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Writes snapshots of the live database: read under a pin, encoded into a local file, so that the
 * pin does not wait for the network, then put into level 9.
 */
final class LiveSnapshots implements SnapshotWriter {
  private static final int MEMORY_BYTES = 1 << 20;

  private final Capture capture;
  private final Shipper shipper;
  private final Replica replica;
  private final PageFormat format;
  private final Path folder;
  private final InstantSource clock;

  LiveSnapshots(Capture capture, Shipper shipper, Replica replica, ReplicatorSettings settings) {
    this.capture = capture;
    this.shipper = shipper;
    this.replica = replica;
    this.format = settings.pageFormat();
    this.folder = settings.stateFolder();
    this.clock = InstantSource.system();
  }

  @Override
  public Optional<SegmentInfo> write() throws IOException {
    Optional<Snapshot> taken = take();
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    try (SpillingOutput bytes = new SpillingOutput(MEMORY_BYTES, folder)) {
      LtxHeader header;
      try (Snapshot snapshot = taken.get()) {
        header = encode(snapshot, bytes);
      }
      return put(header, bytes.toBody());
    }
  }

  private Optional<Snapshot> take() throws IOException {
    CompletableFuture<Optional<Snapshot>> request = capture.snapshot();
    try {
      return request.get();
    } catch (InterruptedException e) {
      capture.withdraw(request);
      Thread.currentThread().interrupt();
      throw new CancellationException("a snapshot was not waited for");
    } catch (ExecutionException e) {
      throw new IOException("cannot read the database for a snapshot", e.getCause());
    }
  }

  private LtxHeader encode(Snapshot snapshot, SpillingOutput bytes) throws IOException {
    LtxHeader header =
        LtxHeader.of(
            snapshot.pageSize(),
            snapshot.commitPages(),
            TxidRange.upTo(snapshot.position()),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            WalRange.NONE,
            shipper.writer().value());
    // Not closed: that would close, and so remove, the bytes.
    LtxEncoder encoder = new LtxEncoder(bytes, header, format);
    snapshot.forEachPage((number, page) -> {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("a snapshot was cut short");
      }
      encoder.writePage(number, page, 0);
    });
    encoder.finish();
    return header;
  }

  private Optional<SegmentInfo> put(LtxHeader header, Body body) {
    PutOutcome outcome =
        replica.create(SegmentInfo.SNAPSHOT_LEVEL, header.range(), body, header.timestamp());
    return switch (outcome) {
      // Taken: another process wrote the same state there.
      case PutOutcome.Created(), PutOutcome.Taken() ->
          Optional.of(
              new SegmentInfo(
                  SegmentInfo.SNAPSHOT_LEVEL,
                  header.range(),
                  body.sizeBytes(),
                  header.timestamp()));
      case PutOutcome.Unknown(StoreException cause) -> throw cause;
    };
  }
}
