package dev.seseragi.apps.log;

import dev.seseragi.apps.json.JsonWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where log lines go. Safe for use by many threads; each line is written whole.
 *
 * <p>Lines about requests come by the thousand: they are gathered for at most 200 ms or 64 KiB. All
 * others are written at once, behind those that were gathered.
 */
public final class LogLines {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final long LONGEST_GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final OutputStream out;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition isGathering = lock.newCondition();

  /** Never signalled: to let time pass without the lock. */
  private final Condition pause = lock.newCondition();

  // Guarded by the lock.
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int length;
  private boolean hasFlusher;

  /** Lines on a stream, which is not closed. */
  public LogLines(OutputStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Lines on standard output. */
  public static LogLines onStandardOutput() {
    return new LogLines(new FileOutputStream(FileDescriptor.out), InstantSource.system());
  }

  /** A line that is about to be filled: {@code time}, {@code level} and {@code msg} are there. */
  public JsonWriter begin(String level, String message) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new JsonWriter()
        .beginObject()
        .field("time", now.toString())
        .field("level", level)
        .field("msg", message);
  }

  /** Writes a message at once. */
  public void write(String level, String message, @Nullable Throwable thrown) {
    JsonWriter line = begin(level, message);
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      line.field("error", trace.toString().stripTrailing());
    }
    add(line.endObject().toBytes());
    flush();
  }

  /** Writes what {@link #begin} began and the caller ended, soon. */
  public void writeSoon(JsonWriter line) {
    add(line.toBytes());
  }

  /** Writes what was gathered. */
  public void flush() {
    lock.lock();
    try {
      drain();
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] line) {
    lock.lock();
    try {
      if (length + line.length + 1 > BUFFER_BYTES) {
        drain();
      }
      if (line.length + 1 > BUFFER_BYTES) {
        send(line, line.length);
        send(new byte[] {'\n'}, 1);
        return;
      }
      if (length == 0) {
        isGathering.signal();
      }
      System.arraycopy(line, 0, buffer, length, line.length);
      length += line.length;
      buffer[length++] = '\n';
      if (!hasFlusher) {
        hasFlusher = true;
        Thread.ofPlatform().daemon().name("log").start(this::flushInTime);
      }
    } finally {
      lock.unlock();
    }
  }

  private void flushInTime() {
    lock.lock();
    try {
      while (true) {
        while (length == 0) {
          isGathering.await();
        }
        long left = LONGEST_GATHER_NANOS;
        while (left > 0) {
          left = pause.awaitNanos(left);
        }
        drain();
      }
    } catch (InterruptedException e) {
      hasFlusher = false;
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    send(buffer, length);
    length = 0;
  }

  private void send(byte[] bytes, int count) {
    try {
      out.write(bytes, 0, count);
    } catch (IOException nobodyReads) {
      // There is no other place to say it; the service goes on.
    }
  }
}
