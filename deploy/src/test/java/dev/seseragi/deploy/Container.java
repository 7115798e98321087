package dev.seseragi.deploy;

import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Process 1 of a tree, seen from outside. */
record Container(ChildProcess engine, ProcessHandle program) {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int LOWEST_PORT = 10_000;
  private static final int HIGHEST_PORT = 32_000;
  private static final int MAX_PORTS_TRIED = 100;

  /** The program that {@code engine} has started. */
  static Container of(ChildProcess engine) throws InterruptedException {
    ProcessHandle program =
        Await.value(
            () -> "the program runs: " + engine.errorOutput(),
            START,
            () ->
                ProcessHandle.of(engine.pid())
                    .flatMap(it -> it.children().findFirst())
                    .filter(Container::isJava));
    return new Container(engine, program);
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
  }

  /** A line of {@code /proc/PID/status}, without its name. */
  String status(String name) {
    try (var lines = Files.lines(proc("status"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).trim())
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of {@code /proc/PID}. */
  Path proc(String name) {
    return Path.of("/proc", String.valueOf(program.pid()), name);
  }

  /** Sends SIGTERM and returns what it ends with. */
  int stop(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    program.destroy();
    int exitCode = engine.awaitExit(deadline);
    if (System.nanoTime() > end) {
      throw new AssertionError("it took longer than " + deadline);
    }
    return exitCode;
  }

  /** Below those that systems hand out by themselves, so that nobody gets it in between. */
  static int freePort() {
    for (int tries = 0; tries < MAX_PORTS_TRIED; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Another one.
      }
    }
    throw new IllegalStateException("no free port in " + MAX_PORTS_TRIED + " tries");
  }
}
