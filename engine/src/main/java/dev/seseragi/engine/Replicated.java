package dev.seseragi.engine;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.capture.Capture;
import dev.seseragi.engine.capture.Snapshot;
import dev.seseragi.engine.proof.LiveDatabase;
import dev.seseragi.engine.ship.Shipper;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A replicated database as proofs look at it. */
final class Replicated implements LiveDatabase {
  private final Capture capture;
  private final Shipper shipper;

  Replicated(Capture capture, Shipper shipper) {
    this.capture = capture;
    this.shipper = shipper;
  }

  @Override
  public Txid settled(Duration patience) throws IOException, InterruptedException {
    await(capture.settlement(), patience);
    return shipper.position();
  }

  @Override
  public Optional<Snapshot> snapshot(Duration patience) throws IOException, InterruptedException {
    CompletableFuture<Optional<Snapshot>> request = capture.snapshot();
    try {
      return await(request, patience);
    } catch (IOException | InterruptedException e) {
      // Its pin must not outlive those who wait for it.
      capture.withdraw(request);
      throw e;
    }
  }

  private static <T> T await(CompletableFuture<T> future, Duration patience)
      throws IOException, InterruptedException {
    try {
      return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "the store has not confirmed within %d s what is to be proven"
              .formatted(patience.toSeconds()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SeseragiException reason) {
        throw reason;
      }
      throw new IOException("the database cannot be read: " + e.getCause(), e);
    }
  }
}
