package dev.seseragi.bench.load;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/** Puts the very bytes that were shipped once more, to see what the store alone takes. */
final class BarePuts {
  private final Replica replica;
  private final ObjectStore raw;
  private int puts;

  /**
   * @param replica where the segments are
   * @param raw where they are put again
   */
  BarePuts(Replica replica, ObjectStore raw) {
    this.replica = replica;
    this.raw = raw;
  }

  /**
   * How many nanoseconds it took to put that body, after a pause: a commit and its PUT find the
   * machine's cores and the server equally rested.
   */
  long put(Body body, long pauseNanos) throws IOException {
    puts++;
    LockSupport.parkNanos(pauseNanos);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    long start = System.nanoTime();
    PutOutcome outcome = raw.create("raw/" + puts, body, now);
    long nanos = System.nanoTime() - start;
    if (!(outcome instanceof PutOutcome.Created)) {
      throw new IllegalStateException("a PUT that nothing is in the way of gave " + outcome);
    }
    return nanos;
  }

  /** The segment of a slot, as it was shipped. */
  Body segment(Txid slot) throws IOException {
    String name = replica.nameOf(0, TxidRange.of(slot));
    try (InputStream in = replica.store().read(name, 0, Long.MAX_VALUE)) {
      return Body.of(in.readAllBytes());
    }
  }
}
