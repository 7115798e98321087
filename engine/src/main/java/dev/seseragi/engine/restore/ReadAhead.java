package dev.seseragi.engine.restore;

import dev.seseragi.store.DamagedObjectException;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Brings the parts of objects in the order in which they are used, several at the same time, ahead
 * of their use and in bounded memory: {@link #MEMORY_BYTES}, whatever the sizes of the objects.
 *
 * <p>One thread asks; any thread may give a piece back.
 */
final class ReadAhead implements AutoCloseable {
  /** What all pieces together take. */
  static final int MEMORY_BYTES = 24 << 20;

  /** A little less than 2 MiB: with its object header it fills two of the smallest G1 regions. */
  private static final int MAX_PIECE_BYTES = (2 << 20) - 64;

  /** Pieces that wait for their use or are in use, beyond those that are being read. */
  private static final int SPARE_PIECES = 4;

  /** How often a piece is asked for before the restore fails. */
  private static final int TRIES = 3;

  /** Smaller pieces get an array of their own size. */
  private static final int SMALL_BYTES = 64 * 1024;

  private final ObjectStore store;
  private final boolean readsRangesInParallel;
  private final int pieceBytes;
  private final ExecutorService threads;
  private final Semaphore reads;
  private final Semaphore pieces;
  private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Future<Piece>> queue;

  /**
   * @param waiting makes threads that wait for the store
   * @param parallelism how many reads at the same time
   */
  ReadAhead(ObjectStore store, ThreadFactory waiting, int parallelism) {
    this.store = store;
    this.readsRangesInParallel = store.capabilities().rangedReadsAreCheap();
    this.threads = Executors.newThreadPerTaskExecutor(waiting);
    this.reads = new Semaphore(parallelism);
    int count = parallelism + SPARE_PIECES;
    this.pieceBytes = Math.min(MAX_PIECE_BYTES, MEMORY_BYTES / count);
    this.pieces = new Semaphore(count);
    // One more for the end, or the failure, that follows the last piece.
    this.queue = new ArrayBlockingQueue<>(count + 1);
  }

  /** The longest extent that may be asked for: all that may be there together have room. */
  int pieceBytes() {
    return pieceBytes;
  }

  /** Bytes of an object, in memory until they are given back. */
  final class Piece {
    private final Extent extent;
    private byte @Nullable [] bytes;

    private Piece(Extent extent, byte[] bytes) {
      this.extent = extent;
      this.bytes = bytes;
    }

    Extent extent() {
      return extent;
    }

    /** The piece's bytes; not to be used after it was given back. */
    InputStream open() {
      return new ByteArrayInputStream(bytes(), 0, extent.lengthBytes());
    }

    private byte[] bytes() {
      if (bytes == null) {
        throw new IllegalStateException("the piece was given back");
      }
      return bytes;
    }

    /** Gives the memory back. */
    void release() {
      byte[] array = bytes();
      bytes = null;
      if (array.length == pieceBytes) {
        buffers.add(array);
      }
      pieces.release();
    }
  }

  /**
   * Begins to read. Once for each object of this class.
   *
   * @param objects the extents of each object, in the order in which {@link #next} returns them;
   *     asked by another thread, and may wait for the store
   */
  void start(Iterator<List<Extent>> objects) {
    threads.execute(() -> feed(objects));
  }

  /**
   * The next piece; waits until it is there.
   *
   * @throws StoreException if it cannot be read
   */
  Piece next() {
    try {
      return await(queue.take());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Does something that waits for the store on a thread of its own, meanwhile. */
  <T> Future<T> submit(Callable<T> task) {
    return threads.submit(task);
  }

  /** Reads an extent of any length at once, with its own memory and beyond the parallelism. */
  byte[] readNow(Extent extent) {
    byte[] bytes = new byte[extent.lengthBytes()];
    retry(extent, () -> readOnce(extent, bytes));
    return bytes;
  }

  /** What a task of {@link #submit}, or of another executor, came to; waits for it. */
  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      if (e.getCause() instanceof Error problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends all reads. */
  @Override
  public void close() {
    threads.shutdownNow();
    // Reads end when they are interrupted, and in any case within the store's own time limit.
    threads.close();
  }

  private void feed(Iterator<List<Extent>> objects) {
    try (Sequence sequence = new Sequence()) {
      while (objects.hasNext()) {
        for (Extent extent : objects.next()) {
          pieces.acquire();
          if (extent.isWhole() || readsRangesInParallel) {
            queue.put(threads.submit(() -> read(extent)));
          } else {
            queue.put(CompletableFuture.completedFuture(sequence.read(extent)));
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error problem) {
      // There is room: the queue holds one more than there are pieces.
      queue.add(CompletableFuture.failedFuture(problem));
    }
  }

  private Piece read(Extent extent) throws InterruptedException {
    reads.acquire();
    try {
      byte[] bytes = buffer(extent.lengthBytes());
      retry(extent, () -> readOnce(extent, bytes));
      return new Piece(extent, bytes);
    } finally {
      reads.release();
    }
  }

  private void readOnce(Extent extent, byte[] bytes) throws IOException {
    if (extent.lengthBytes() == 0) {
      return;
    }
    try (InputStream in = store.read(extent.object(), extent.offsetBytes(), extent.lengthBytes())) {
      fill(in, extent, bytes);
    }
  }

  private static void fill(InputStream in, Extent extent, byte[] bytes) throws IOException {
    int read = in.readNBytes(bytes, 0, extent.lengthBytes());
    if (read < extent.lengthBytes()) {
      throw FlawedObjectException.damaged(
          extent.object(),
          "object %s ends after %,d bytes, and was listed with at least %,d"
              .formatted(extent.object(), extent.offsetBytes() + read, extent.endBytes()),
          null);
    }
  }

  private byte[] buffer(int lengthBytes) {
    if (lengthBytes <= SMALL_BYTES) {
      return new byte[lengthBytes];
    }
    byte[] buffer = buffers.poll();
    return buffer != null ? buffer : new byte[pieceBytes];
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static void retry(Extent extent, Attempt attempt) {
    for (int tries = 1; ; tries++) {
      try {
        attempt.run();
        return;
      } catch (ObjectMissingException gone) {
        throw FlawedObjectException.missing(extent.object(), gone);
      } catch (StoreForbiddenException hopeless) {
        throw hopeless;
      } catch (DamagedObjectException damaged) {
        if (tries == TRIES) {
          throw FlawedObjectException.damaged(
              extent.object(), String.valueOf(damaged.getMessage()), damaged);
        }
      } catch (StoreException | IOException failure) {
        if (tries == TRIES || Thread.currentThread().isInterrupted()) {
          throw new StoreException(
              "cannot read object %s from byte %d on, tried %d times: %s"
                  .formatted(extent.object(), extent.offsetBytes(), tries, failure.getMessage()),
              failure);
        }
      }
    }
  }

  /** The thread was interrupted; its flag is set again. */
  static StoreException interrupted() {
    Thread.currentThread().interrupt();
    return new StoreException(
        "the restore was interrupted before it was complete; nothing was changed");
  }

  /** Parts of an object through one stream, for stores where several at once are no faster. */
  private final class Sequence implements AutoCloseable {
    private @Nullable InputStream in;
    private String object = "";
    private long position;

    Piece read(Extent extent) {
      byte[] bytes = buffer(extent.lengthBytes());
      retry(extent, () -> readOn(extent, bytes));
      return new Piece(extent, bytes);
    }

    private void readOn(Extent extent, byte[] bytes) throws IOException {
      InputStream stream = in;
      if (stream == null || !object.equals(extent.object()) || position != extent.offsetBytes()) {
        close();
        stream = store.read(extent.object(), extent.offsetBytes(), Long.MAX_VALUE);
        in = stream;
        object = extent.object();
      }
      position = -1;
      fill(stream, extent, bytes);
      position = extent.endBytes();
    }

    @Override
    public void close() {
      if (in != null) {
        try {
          in.close();
        } catch (IOException e) {
          // Only read from: what was wanted of it has been read, or has failed already.
        }
        in = null;
      }
    }
  }
}
