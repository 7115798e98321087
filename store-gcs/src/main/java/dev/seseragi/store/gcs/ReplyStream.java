package dev.seseragi.store.gcs;

import dev.seseragi.store.remote.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer while it comes in. The client's own stream would wait for ever where a
 * server falls silent; this one waits for a byte as long as it was told.
 *
 * <p>At most one delivery of the client, some 16 KiB, waits to be read. For one reader.
 */
final class ReplyStream extends InputStream implements BodySubscriber<InputStream> {
  /** What the client hands over. */
  private sealed interface Delivery {
    record Bytes(List<ByteBuffer> buffers) implements Delivery {}

    record End() implements Delivery {}

    record Failure(Throwable cause) implements Delivery {}
  }

  private final Duration silence;
  private final Deadline deadline;
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

  private List<ByteBuffer> buffers = List.of();
  private int nextBuffer;
  private @Nullable Delivery last;

  ReplyStream(Duration silence, Deadline deadline) {
    this.silence = silence;
    this.deadline = deadline;
  }

  // The client's side.

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription.complete(given);
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> delivered) {
    deliveries.add(new Delivery.Bytes(delivered));
  }

  @Override
  public void onError(Throwable cause) {
    deliveries.add(new Delivery.Failure(cause));
  }

  @Override
  public void onComplete() {
    deliveries.add(new Delivery.End());
  }

  // The reader's side.

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = buffer();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  /** One with bytes in it; null at the end. */
  private @Nullable ByteBuffer buffer() throws IOException {
    while (true) {
      while (nextBuffer < buffers.size()) {
        ByteBuffer buffer = buffers.get(nextBuffer);
        if (buffer.hasRemaining()) {
          return buffer;
        }
        nextBuffer++;
      }
      if (!awaitBuffers()) {
        return null;
      }
    }
  }

  private boolean awaitBuffers() throws IOException {
    if (last == null && nextBuffer > 0) {
      subscription.join().request(1);
    }
    switch (last == null ? next() : last) {
      case Delivery.Bytes(List<ByteBuffer> delivered) -> {
        buffers = delivered;
        nextBuffer = 0;
        if (delivered.isEmpty()) {
          subscription.join().request(1);
        }
        return true;
      }
      case Delivery.End end -> {
        last = end;
        return false;
      }
      case Delivery.Failure failure -> {
        last = failure;
        throw new IOException(
            "the connection broke in the midst of the answer: " + failure.cause().getMessage(),
            failure.cause());
      }
    }
  }

  private Delivery next() throws IOException {
    try {
      long waitNanos = Math.min(silence.toNanos(), deadline.leftNanos());
      Delivery delivery = deliveries.poll(waitNanos, TimeUnit.NANOSECONDS);
      if (delivery == null) {
        close();
        throw new HttpTimeoutException("the server fell silent in the midst of its answer");
      }
      return delivery;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread was interrupted while it read");
    }
  }

  /** Gives the connection up, unless all was read. */
  @Override
  public void close() {
    var _ = subscription.thenAccept(Subscription::cancel);
  }
}
