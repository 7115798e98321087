package dev.seseragi.store.sftp;

import dev.seseragi.store.remote.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their answers on one connection: any number of threads ask, and each answer finds
 * its request by an id. Nobody waits for a socket: a thread of this class writes, and the SSH
 * library's reads.
 *
 * <p>Waits end when the answer is there, the deadline passes, the thread is interrupted, or nothing
 * at all was heard from the server for as long as it may be silent; a dead connection ends them all
 * at once.
 */
final class Exchange {
  /** How many packets wait to be written, at most; each is at most 32 KiB and a little. */
  private static final int MAX_OUTGOING = 32;

  /** How often a thread whose packet has no room looks whether the connection is still alive. */
  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private final Duration silence;
  private final LongSupplier lastHeardNanos;
  private final Closeable transport;
  private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(MAX_OUTGOING);
  private final Map<Integer, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
  private final CompletableFuture<Reply> version = new CompletableFuture<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile @Nullable ConnectionLostException failure;

  /**
   * An exchange that has not begun.
   *
   * @param silence how long the server may say nothing while an answer is due
   * @param lastHeardNanos when the last byte came from it, by {@link System#nanoTime}
   * @param transport closed when the connection has failed
   */
  Exchange(Duration silence, LongSupplier lastHeardNanos, Closeable transport) {
    this.silence = silence;
    this.lastHeardNanos = lastHeardNanos;
    this.transport = transport;
  }

  /** Begins to write, and gives the server's greeting. */
  Reply start(OutputStream output, ThreadFactory threads, Deadline deadline) throws IOException {
    outgoing.add(Packet.init());
    threads.newThread(() -> write(output)).start();
    return await(version, deadline);
  }

  private void write(OutputStream output) {
    try {
      while (failure == null) {
        byte[] packet = outgoing.poll(LOOK_NANOS, TimeUnit.NANOSECONDS);
        if (packet != null) {
          output.write(packet);
          if (outgoing.isEmpty()) {
            output.flush();
          }
        }
      }
    } catch (IOException e) {
      fail(new ConnectionLostException("the connection broke: " + e.getMessage(), e));
    } catch (InterruptedException e) {
      fail(new ConnectionLostException("the connection's writer was interrupted", e));
    }
  }

  /** Sends a request once there is room for it; the answer is awaited with {@link #await}. */
  CompletableFuture<Reply> send(Packet packet, Deadline deadline) throws IOException {
    int id = ids.incrementAndGet();
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    try {
      enqueue(packet.finish(id), deadline);
    } catch (Throwable e) {
      waiting.remove(id);
      throw e;
    }
    return reply;
  }

  private void enqueue(byte[] packet, Deadline deadline) throws IOException {
    long begunNanos = System.nanoTime();
    try {
      do {
        requireLife(begunNanos, deadline);
      } while (!outgoing.offer(packet, LOOK_NANOS, TimeUnit.NANOSECONDS));
      requireLife(begunNanos, deadline);
    } catch (InterruptedException e) {
      throw new InterruptedCallException(e);
    }
  }

  /** Sends a request whose answer nobody needs, unless there is no room. Never waits. */
  void sendAndForget(Packet packet) {
    // Answers with an id that nobody waits for are dropped.
    var _ = outgoing.offer(packet.finish(ids.incrementAndGet()));
  }

  /** The answer to a request. */
  Reply await(CompletableFuture<Reply> reply, Deadline deadline) throws IOException {
    long begunNanos = System.nanoTime();
    try {
      while (true) {
        long nanos = Math.min(deadline.leftNanos(), silence.toNanos() - silentNanos(begunNanos));
        try {
          return reply.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          requireLife(begunNanos, deadline);
        }
      }
    } catch (InterruptedException e) {
      throw new InterruptedCallException(e);
    } catch (ExecutionException e) {
      throw lost(e.getCause());
    }
  }

  private void requireLife(long begunNanos, Deadline deadline) throws ConnectionLostException {
    if (failure == null && silentNanos(begunNanos) >= silence.toNanos()) {
      fail(
          new ConnectionLostException(
              "not a byte came from the server for %,d ms".formatted(silence.toMillis()), null));
    }
    ConnectionLostException found = failure;
    if (found == null && deadline.hasPassed()) {
      found = new ConnectionLostException("the server did not answer in time", null);
      if (System.nanoTime() - begunNanos >= silence.toNanos()) {
        // It says that it lives (SSH is asked now and then), but does not get on with its work.
        fail(found);
      }
    }
    if (found != null) {
      throw lost(found);
    }
  }

  private long silentNanos(long begunNanos) {
    long now = System.nanoTime();
    return Math.min(now - begunNanos, now - lastHeardNanos.getAsLong());
  }

  private static ConnectionLostException lost(@Nullable Throwable cause) {
    String message = cause == null ? "the connection broke" : String.valueOf(cause.getMessage());
    return new ConnectionLostException(message, cause);
  }

  /** Takes a packet from the server. */
  void receive(ByteBuffer packet) {
    try {
      int type = Byte.toUnsignedInt(packet.get());
      CompletableFuture<Reply> reply =
          type == Reply.VERSION ? version : waiting.remove(packet.getInt());
      if (reply != null) {
        reply.complete(new Reply(type, packet.slice()));
      }
    } catch (BufferUnderflowException e) {
      fail(new ConnectionLostException("the server sends packets that are too short", e));
    }
  }

  /** Ends the connection: every request fails, now and later. No effect the second time. */
  void fail(ConnectionLostException cause) {
    synchronized (outgoing) {
      if (failure != null) {
        return;
      }
      failure = cause;
    }
    version.completeExceptionally(cause);
    // Requests that come now find the failure by themselves.
    waiting.values().forEach(reply -> reply.completeExceptionally(cause));
    waiting.clear();
    try {
      transport.close();
    } catch (IOException e) {
      // It is of no use any more, closed or not.
    }
  }

  boolean isAlive() {
    return failure == null;
  }
}
