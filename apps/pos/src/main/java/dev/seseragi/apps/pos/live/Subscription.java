package dev.seseragi.apps.pos.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open stream. Offered to by many threads, written by one. */
public final class Subscription {
  /** A client that is so many events behind is sent away. */
  static final int CAPACITY = 256;

  /** Clients take a stream that is silent for 12 s for broken. */
  static final Duration PING_EVERY = Duration.ofSeconds(5);

  /** Platforms end requests after an hour. */
  private static final Duration LONGEST = Duration.ofMinutes(55);

  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

  /** Wakes the writer of a stream that has ended. */
  private static final Event END = Event.PING;

  private final List<Event> first;
  private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final Duration pingEvery;
  private final Consumer<Subscription> leave;
  private volatile boolean isEnded;

  /**
   * A stream.
   *
   * @param first what it begins with, whatever comes meanwhile
   */
  Subscription(List<Event> first, Duration pingEvery, Consumer<Subscription> leave) {
    this.first = List.copyOf(first);
    this.pingEvery = pingEvery;
    this.leave = leave;
  }

  /** False, and the stream ends, if it cannot follow. */
  boolean offer(Event event) {
    boolean fits = queue.offer(event);
    if (!fits) {
      isEnded = true;
    }
    return fits;
  }

  void end() {
    isEnded = true;
    // If it does not fit there is something to wake up for anyway.
    var _ = queue.offer(END);
  }

  /**
   * Writes what comes until the client is gone, the stream has ended, or 55 minutes are over.
   *
   * @throws IOException if the client is gone
   */
  public void writeTo(OutputStream out) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    try {
      out.write(RETRY);
      for (Event event : first) {
        out.write(event.bytes());
      }
      out.flush();
      long nextPing = System.nanoTime() + pingEvery.toNanos();
      while (!isEnded && System.nanoTime() < deadline) {
        @Nullable Event event = queue.poll(nextPing - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          nextPing = System.nanoTime() + pingEvery.toNanos();
        }
        out.write((event == null ? Event.PING : event).bytes());
        if (queue.isEmpty()) {
          out.flush();
        }
      }
    } finally {
      leave.accept(this);
    }
  }
}
