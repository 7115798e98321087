package dev.seseragi.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A process that writes its output to a file, so that it never waits for a reader. {@link #close()}
 * kills it if it still runs.
 */
public final class Running implements AutoCloseable {
  private static final Duration END_DEADLINE = Duration.ofSeconds(60);
  private static final int OUTPUT_CHARS = 4_000;

  private final Process process;
  private final Path output;
  private final Watch watch;
  private final long startNanos;
  private final Instant startedAt;
  private final Thread endsWithThisJvm;

  private Running(Process process, Path output, long startNanos, Instant startedAt) {
    this.process = process;
    this.output = output;
    this.startNanos = startNanos;
    this.startedAt = startedAt;
    this.watch = Watch.start(process.pid());
    this.endsWithThisJvm = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endsWithThisJvm);
  }

  /** Starts it; its output and errors go to {@code output}. */
  public static Running start(ProcessBuilder builder, Path output) throws IOException {
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Instant startedAt = Instant.now();
    long startNanos = System.nanoTime();
    return new Running(builder.start(), output, startNanos, startedAt);
  }

  /** When it was started, by the clock that other processes of this machine have, too. */
  public Instant startedAt() {
    return startedAt;
  }

  /** What it has used by now; of an ended process, shortly before its end. */
  public Usage usage() {
    return watch.last();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its id. */
  public long pid() {
    return process.pid();
  }

  /** The end of what it wrote. */
  public String output() {
    try {
      String text = Files.readString(output);
      return text.substring(Math.max(0, text.length() - OUTPUT_CHARS));
    } catch (IOException e) {
      return "(its output cannot be read: " + e.getMessage() + ")";
    }
  }

  /** Waits until it ends by itself. */
  public Ended await(Duration deadline) throws InterruptedException {
    return ended(startNanos, deadline);
  }

  /** Asks it to end (SIGTERM), and waits. */
  public Ended end() throws InterruptedException {
    long requestNanos = System.nanoTime();
    process.destroy();
    return ended(requestNanos, END_DEADLINE);
  }

  /** Ends it with SIGKILL, and waits. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    var _ = ended(System.nanoTime(), END_DEADLINE);
  }

  private Ended ended(long fromNanos, Duration deadline) throws InterruptedException {
    if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "pid %d did not end within %d s; its output ends so: %s"
              .formatted(pid(), deadline.toSeconds(), output()));
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - fromNanos);
    watch.stop();
    return new Ended(process.exitValue(), duration, watch.last(), output());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    watch.stop();
    try {
      process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      Runtime.getRuntime().removeShutdownHook(endsWithThisJvm);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook itself runs, or has run: it does the same.
    }
  }
}
