package dev.seseragi.bench.apps;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.process.Usage;
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

/** The users API as a process, from its start to its end. Used by one thread. */
final class UsersApp implements AutoCloseable {
  /** In figures. */
  static final String NAME = "users-api";

  static final String RSS = "rss";

  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final String SUCCESS = "HTTP/1.1 200";

  private final Running process;
  private final int port;
  private final Duration firstAnswer;

  private UsersApp(Running process, int port, Duration firstAnswer) {
    this.process = process;
    this.port = port;
    this.firstAnswer = firstAnswer;
  }

  /**
   * Starts it, and returns when it has answered a request for a user.
   *
   * @param environment besides the database and the port
   */
  static UsersApp start(Lab lab, Path database, Map<String, String> environment)
      throws IOException {
    int port = freePort();
    Map<String, String> all = new HashMap<>(environment);
    all.put("PORT", String.valueOf(port));
    Program program = new Program(NAME, List.of(launcher()), with(all, database), lab.logs());
    return start(program, List.of(), port);
  }

  /** The same, keeping nothing, behind a proxy that replicates its database to a folder. */
  static UsersApp startBehindProxy(Lab lab, Path database, Path replica) throws IOException {
    int port = freePort();
    List<Object> arguments =
        List.of(
            "run",
            "-proxy",
            port + ":" + freePort(),
            database,
            Program.url(replica),
            "--",
            launcher());
    return start(lab.ours().with(with(Map.of(), database)), arguments, port);
  }

  private static String launcher() {
    Path launcher = Path.of(System.getProperty("seseragi.root", ""), "apps", "users-api", "run");
    return launcher.toAbsolutePath().toString();
  }

  private static Map<String, String> with(Map<String, String> environment, Path database) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("USERS_DB", database.toString());
    all.put("USERS_SEED", "true");
    return all;
  }

  private static UsersApp start(Program program, List<Object> arguments, int port)
      throws IOException {
    long begin = System.nanoTime();
    Running process = program.start(arguments.toArray());
    try {
      awaitAnswer(process, port, begin + DEADLINE.toNanos());
      return new UsersApp(process, port, Duration.ofNanos(System.nanoTime() - begin));
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

  private static void awaitAnswer(Running process, int port, long deadlineNanos) {
    while (!isAnswering(port)) {
      if (!process.isAlive() || System.nanoTime() - deadlineNanos > 0) {
        throw new IllegalStateException("users-api does not answer: " + process.output());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean isAnswering(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET /users/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.startsWith(SUCCESS);
    } catch (IOException notListening) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** From the start of the process to the end of the first answer. */
  Duration firstAnswer() {
    return firstAnswer;
  }

  /** CPU and memory until now. */
  Usage usage() {
    return Usage.of(process.pid()).orElseGet(process::usage);
  }

  /** Asks it to end, and waits. */
  void end() throws InterruptedException {
    var _ = process.end().orFail("users-api");
  }

  @Override
  public void close() {
    process.close();
  }
}
