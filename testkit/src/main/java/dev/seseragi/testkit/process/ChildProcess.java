package dev.seseragi.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A running child process whose output is read line by line, each wait with a deadline. Its
 * standard input is a pipe that stays open and empty. {@link #close()} ends it, and so does the end
 * of this JVM.
 *
 * <p>Safe for use by many threads; each line goes to one reader.
 */
public final class ChildProcess implements AutoCloseable {
  /** How many lines wait to be read; then the child blocks in its next write. */
  private static final int MAX_UNREAD_LINES = 100_000;

  /** How many of the first lines of standard error are kept for messages. */
  private static final int MAX_ERROR_LINES = 500;

  /** How long a process may take to disappear after SIGKILL, and {@code kill} to run. */
  private static final Duration END_DEADLINE = Duration.ofSeconds(20);

  /** A line, or the end, which is put back by whoever takes it. */
  private record Output(Optional<String> line) {}

  private final String command;
  private final Process process;
  private final Thread endsWithThisJvm;

  private final BlockingQueue<Output> lines = new LinkedBlockingQueue<>(MAX_UNREAD_LINES);

  private final BlockingQueue<String> errorLines = new LinkedBlockingQueue<>(MAX_ERROR_LINES);
  private final AtomicInteger droppedErrorLines = new AtomicInteger();

  private ChildProcess(String command, Process process) {
    this.command = command;
    this.process = process;
    this.endsWithThisJvm = Thread.ofPlatform().unstarted(this::killTree);
  }

  /** Starts what {@code builder} describes. Its redirections are replaced by pipes. */
  public static ChildProcess start(ProcessBuilder builder) {
    builder
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .redirectOutput(ProcessBuilder.Redirect.PIPE)
        .redirectError(ProcessBuilder.Redirect.PIPE);
    try {
      ChildProcess child = new ChildProcess(String.join(" ", builder.command()), builder.start());
      Runtime.getRuntime().addShutdownHook(child.endsWithThisJvm);
      child.startReading("stdout", child::readOutput);
      child.startReading("stderr", child::readErrors);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + builder.command(), e);
    }
  }

  /** Starts a command with this JVM's environment and working folder. */
  public static ChildProcess start(String... command) {
    return start(new ProcessBuilder(List.of(command)));
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs, or stands still after {@link Signal#STOP}. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * The next line of standard output; empty at its end.
   *
   * @throws AssertionError if there is neither within {@code deadline}
   */
  public Optional<String> nextLine(Duration deadline) throws InterruptedException {
    @Nullable Output output = lines.poll(deadline.toNanos(), TimeUnit.NANOSECONDS);
    if (output == null) {
      throw new AssertionError("no line of output within " + deadline + " from " + describe());
    }
    if (output.line().isEmpty()) {
      lines.add(output);
    }
    return output.line();
  }

  /**
   * The lines up to the end of the output.
   *
   * @throws AssertionError if {@code deadline} passes without a line or the end
   */
  public List<String> remainingLines(Duration deadline) throws InterruptedException {
    List<String> remaining = new ArrayList<>();
    Optional<String> line = nextLine(deadline);
    while (line.isPresent()) {
      remaining.add(line.get());
      line = nextLine(deadline);
    }
    return remaining;
  }

  /**
   * Reads lines up to the first that {@code matches}, and returns that one.
   *
   * @throws AssertionError if the output ends, or {@code deadline} passes, without one
   */
  public String awaitLine(Duration deadline, Predicate<String> matches)
      throws InterruptedException {
    long endNanos = System.nanoTime() + deadline.toNanos();
    while (true) {
      String line =
          nextLine(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())))
              .orElseThrow(
                  () -> new AssertionError("the awaited line did not come from " + describe()));
      if (matches.test(line)) {
        return line;
      }
    }
  }

  /** Waits for the line that begins with {@code start}; see the other method. */
  public String awaitLine(Duration deadline, String start) throws InterruptedException {
    return awaitLine(deadline, line -> line.startsWith(start));
  }

  /** The first lines of standard error, up to a bound. */
  public String errorOutput() {
    String text = String.join("\n", errorLines);
    int dropped = droppedErrorLines.get();
    return dropped == 0 ? text : text + "\n… and " + dropped + " lines more";
  }

  /** Sends a signal, which may take effect after this returns. No effect on an ended process. */
  public void signal(Signal signal) throws InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, String.valueOf(pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean hasEnded = kill.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      if (!hasEnded || (kill.exitValue() != 0 && process.isAlive())) {
        throw new AssertionError("could not send " + signal + " to " + describe());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill", e);
    }
  }

  /** Ends it with SIGKILL and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    var _ = awaitExit(END_DEADLINE);
  }

  /**
   * Waits for its end.
   *
   * @return the exit code; 128 + the signal's number if a signal ended it
   * @throws AssertionError if it does not end within {@code deadline}
   */
  public int awaitExit(Duration deadline) throws InterruptedException {
    if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("no end within " + deadline + " of " + describe());
    }
    return process.exitValue();
  }

  /** Kills it and what it has started, if it still runs, and waits until it is gone. */
  @Override
  public void close() {
    killTree();
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(endsWithThisJvm);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook itself runs, or has run: it does the same.
    }
  }

  private void killTree() {
    // Descendants first: when their parent is gone they can no longer be found.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private String describe() {
    String state = process.isAlive() ? "running" : "ended with " + process.exitValue();
    return "%s (pid %d, %s); its standard error: %s"
        .formatted(command, pid(), state, errorOutput());
  }

  private void startReading(String stream, Runnable read) {
    Thread.ofPlatform().daemon().name(stream + " of " + pid()).start(read);
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        put(new Output(Optional.of(line)));
      }
    } catch (IOException killed) {
      errorLines.offer("(the output broke: " + killed.getMessage() + ")");
    }
    put(new Output(Optional.empty()));
  }

  private void put(Output output) {
    try {
      lines.put(output);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void readErrors() {
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        if (!errorLines.offer(line)) {
          droppedErrorLines.incrementAndGet();
        }
      }
    } catch (IOException killed) {
      errorLines.offer("(the pipe broke: " + killed.getMessage() + ")");
    }
  }
}
