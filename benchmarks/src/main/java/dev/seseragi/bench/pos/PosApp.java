package dev.seseragi.bench.pos;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The point of sale as a process, from its start to its end. Used by one thread. */
final class PosApp implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final String SUCCESS = "HTTP/1.1 200";

  private final Running process;
  private final int port;
  private final Duration toReady;

  private PosApp(Running process, int port, Duration toReady) {
    this.process = process;
    this.port = port;
    this.toReady = toReady;
  }

  private static Program program(Lab lab, Path database, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("POS_DB", database.toString());
    all.put("POS_ACCESS_LOG", "errors");
    Path launcher = Path.of(System.getProperty("seseragi.root", ""), "apps", "pos", "run");
    return new Program("pos", List.of(launcher.toAbsolutePath().toString()), all, lab.logs());
  }

  /** Makes a database with the tables of the application, and nothing in them. */
  static void migrate(Lab lab, Path database) throws IOException, InterruptedException {
    var _ = program(lab, database, Map.of()).run("migrate");
  }

  /**
   * Starts it, and returns when it is ready.
   *
   * @param environment besides the database and the port
   */
  static PosApp start(Lab lab, Path database, Map<String, String> environment) throws IOException {
    int port = freePort();
    Program program =
        program(lab, database, environment).with(Map.of("PORT", String.valueOf(port)));
    long begin = System.nanoTime();
    Running process = program.start("serve");
    try {
      awaitReady(process, port, begin + DEADLINE.toNanos());
      return new PosApp(process, port, Duration.ofNanos(System.nanoTime() - begin));
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(Running process, int port, long deadlineNanos) {
    while (!isReady(port)) {
      if (!process.isAlive() || System.nanoTime() - deadlineNanos > 0) {
        throw new IllegalStateException("pos is not ready: " + process.output());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean isReady(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.startsWith(SUCCESS);
    } catch (IOException notListening) {
      return false;
    }
  }

  /** Where it is. */
  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** From the start of the process to the first success of {@code /readyz}. */
  Duration toReady() {
    return toReady;
  }

  /** The memory it has had at most. */
  long peakRssBytes() {
    return process.usage().peakRssBytes();
  }

  /** The CPU time it has used. */
  double cpuSeconds() {
    return process.usage().cpuSeconds();
  }

  /** Asks it to end, and waits. */
  void end() throws InterruptedException {
    var _ = process.end().orFail("pos");
  }

  @Override
  public void close() {
    process.close();
  }
}
