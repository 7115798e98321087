package dev.seseragi.engine.proof;

import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The store as a proof reads it: no faster than it should, and not once the proof is to end. */
final class PacedStore extends ForwardingStore {
  /** What is read in one go before the pace is looked at. */
  private static final int STEP_BYTES = 64 * 1024;

  private final long bytesPerSecond;
  private final Cancellation cancellation;

  /** When the bytes that were read so far may all have been read. Guarded by this. */
  private long dueNanos = System.nanoTime();

  PacedStore(ObjectStore store, long bytesPerSecond, Cancellation cancellation) {
    super(store);
    this.bytesPerSecond = bytesPerSecond;
    this.cancellation = cancellation;
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    cancellation.pause(0);
    return new Paced(super.read(name, offsetBytes, lengthBytes));
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    cancellation.pause(0);
    return super.list(prefix, continuation);
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    cancellation.pause(0);
    return super.stat(name);
  }

  private void wasRead(int bytes) {
    if (bytes > 0) {
      cancellation.pause(Math.max(0, nanosToWait(bytes)));
    }
  }

  private synchronized long nanosToWait(int bytes) {
    long now = System.nanoTime();
    // What was not used of the pace before is gone: no bursts after a pause.
    long begin = dueNanos - now > 0 ? dueNanos : now;
    dueNanos = begin + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    return dueNanos - now;
  }

  private final class Paced extends FilterInputStream {
    Paced(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      wasRead(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, Math.min(length, STEP_BYTES));
      wasRead(count);
      return count;
    }
  }
}
