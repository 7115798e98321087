package dev.seseragi.store.azure;

import dev.seseragi.store.RemoteLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A download that is read while it comes: the client writes into it on a thread of its own, and
 * waits when {@link #MAX_WAITING} parts of 32 KiB have not been read yet. For one reader; closed by
 * any thread.
 */
final class DownloadStream extends InputStream {
  private static final int PART_BYTES = 32 * 1024;
  private static final int MAX_WAITING = 16;

  /** Something that writes a whole download. */
  @FunctionalInterface
  interface Source {
    void writeTo(OutputStream output);
  }

  private sealed interface Event {
    record Part(ByteBuffer bytes) implements Event {}

    record End(@Nullable Throwable error) implements Event {}
  }

  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_WAITING);
  private final RemoteLimits limits;
  private final Set<DownloadStream> open;
  private final Thread producer;
  private ByteBuffer current = ByteBuffer.allocate(0);
  private Event.@Nullable End end;
  private volatile boolean isClosed;

  /**
   * Begins to download.
   *
   * @param open has the stream as long as it is open
   */
  DownloadStream(
      Source source, ThreadFactory threads, RemoteLimits limits, Set<DownloadStream> open) {
    this.limits = limits;
    this.open = open;
    this.producer = threads.newThread(() -> produce(source));
    open.add(this);
    producer.start();
  }

  private void produce(Source source) {
    Event.End last;
    try (OutputStream output = new Parts()) {
      source.writeTo(output);
      last = new Event.End(null);
    } catch (Throwable e) {
      last = new Event.End(e);
    }
    try {
      events.put(last);
    } catch (InterruptedException e) {
      // Closed, maybe by another thread than the one that waits for the next part.
      var _ = events.offer(last);
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts what is written into parts. */
  private final class Parts extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int at = 0; at < length; at += PART_BYTES) {
        int count = Math.min(PART_BYTES, length - at);
        ByteBuffer part = ByteBuffer.allocate(count).put(bytes, offset + at, count).flip();
        try {
          events.put(new Event.Part(part));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("nobody reads the download any more");
        }
      }
    }
  }

  /**
   * Waits for the first bytes, or an end without any.
   *
   * @throws Exception what the service answers instead
   */
  void begin() throws Exception {
    try {
      // A connection may have to be made, and a token to be asked for.
      advance(limits.call());
    } catch (InterruptedException e) {
      close();
      throw e;
    }
    Throwable error = end == null ? null : end.error();
    if (error != null) {
      close();
      throw error instanceof Exception failure ? failure : new IllegalStateException(error);
    }
  }

  /** Waits until there are bytes, or the end is known. */
  private void advance(Duration patience) throws InterruptedException {
    while (!current.hasRemaining() && end == null) {
      Event next = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      switch (next) {
        case Event.Part part -> current = part.bytes();
        case Event.End last -> end = last;
        case null ->
            end = new Event.End(new IOException("the service fell silent in the midst of it"));
      }
    }
  }

  private boolean hasMore() throws IOException {
    if (isClosed) {
      throw new IOException("the stream is closed");
    }
    try {
      advance(limits.silence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread was interrupted");
    }
    if (!current.hasRemaining() && end != null && end.error() != null) {
      throw new IOException("the download broke off: " + end.error().getMessage(), end.error());
    }
    return current.hasRemaining();
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? Byte.toUnsignedInt(current.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(target, offset, count);
    return count;
  }

  @Override
  public int available() {
    return current.remaining();
  }

  @Override
  public void close() {
    isClosed = true;
    open.remove(this);
    producer.interrupt();
  }
}
