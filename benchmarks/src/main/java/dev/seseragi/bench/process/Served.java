package dev.seseragi.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A program that answers requests on this machine, from its start to its end. For one thread. */
public final class Served implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final String SUCCESS = "HTTP/1.1 200";

  private final String name;
  private final Running process;
  private final int port;
  private final Duration firstAnswer;

  private Served(String name, Running process, int port, Duration firstAnswer) {
    this.name = name;
    this.process = process;
    this.port = port;
    this.firstAnswer = firstAnswer;
  }

  /**
   * Starts a program, and returns when it has answered a request with success.
   *
   * @param port where it listens
   * @param path what it is asked for
   * @throws IllegalStateException if it ends, or does not answer within two minutes
   */
  public static Served start(Program program, int port, String path, Object... arguments)
      throws IOException {
    long begin = System.nanoTime();
    Running process = program.start(arguments);
    try {
      while (!isAnswering(port, path)) {
        if (!process.isAlive() || System.nanoTime() - begin > DEADLINE.toNanos()) {
          throw new IllegalStateException(program.name() + " does not answer: " + process.output());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      Duration firstAnswer = Duration.ofNanos(System.nanoTime() - begin);
      return new Served(program.name(), process, port, firstAnswer);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static boolean isAnswering(int port, String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.startsWith(SUCCESS);
    } catch (IOException notListening) {
      return false;
    }
  }

  /** A port that nobody listens at now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** From the start of the process to the end of the first answer that was a success. */
  public Duration firstAnswer() {
    return firstAnswer;
  }

  /** CPU and memory until now. */
  public Usage usage() {
    return Usage.of(process.pid()).orElseGet(process::usage);
  }

  /** Asks it to end, and waits; the end has to be a good one. */
  public void end() throws InterruptedException {
    var _ = process.end().orFail(name);
  }

  /** Kills it, if it still runs. */
  @Override
  public void close() {
    process.close();
  }
}
