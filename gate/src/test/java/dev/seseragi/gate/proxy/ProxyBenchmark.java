package dev.seseragi.gate.proxy;

import com.sun.net.httpserver.HttpServer;
import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.RawClient;
import dev.seseragi.gate.StoreProgress;
import dev.seseragi.store.DirectoryStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How much the proxy and the gate add to a read of one row when nothing is pending: each is
 * measured in turn, so that all meet the same disturbances. Run by hand; prints a table.
 */
public final class ProxyBenchmark {
  private static final int CLIENTS = 16;
  private static final Duration SLICE = Duration.ofSeconds(1);
  private static final int SLICES = 8;
  private static final int MAX_SAMPLES = 2_000_000;

  private ProxyBenchmark() {}

  /** One thing that is measured. */
  private static final class Subject {
    private final String name;
    private final int port;
    private final AtomicLongArray samples = new AtomicLongArray(MAX_SAMPLES);
    private final AtomicInteger count = new AtomicInteger();

    Subject(String name, int port) {
      this.name = name;
      this.port = port;
    }

    void add(long nanos) {
      int index = count.getAndIncrement();
      if (index < MAX_SAMPLES) {
        samples.set(index, nanos);
      }
    }

    void print(int clients) {
      long[] sorted = new long[Math.min(MAX_SAMPLES, count.get())];
      Arrays.setAll(sorted, samples::get);
      Arrays.sort(sorted);
      System.out.printf(
          Locale.ROOT,
          "%-28s %3d clients %8.0f requests/s   p50 %6.3f ms   p99 %6.3f ms%n",
          name,
          clients,
          sorted.length / (double) SLICE.multipliedBy(SLICES).toSeconds(),
          sorted[sorted.length / 2] / 1e6,
          sorted[sorted.length * 99 / 100] / 1e6);
    }
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("gate-benchmark");
    Path database = folder.resolve("a.db");
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t(x)");
      statement.execute("INSERT INTO t VALUES ('hello')");
    }
    InetSocketAddress child = startChild(connection);
    EngineThreads threads = EngineThreads.start();
    Replicator replicator =
        Replicator.start(
            database,
            new Replica(new DirectoryStore(folder.resolve("replica"))),
            ReplicatorSettings.defaultsFor(database),
            threads);
    replicator.durable().get();
    try (GateProxy open = proxy(child, new Always());
        GateProxy gated = proxy(child, StoreProgress.of(replicator))) {
      measureQuestion(replicator);
      for (int clients : new int[] {1, CLIENTS}) {
        Subject[] subjects = {
          new Subject("child alone", child.getPort()),
          new Subject("proxy without gate", open.address().getPort()),
          new Subject("proxy with gate", gated.address().getPort())
        };
        for (int slice = -1; slice < SLICES; slice++) {
          for (Subject subject : subjects) {
            load(subject, clients, slice >= 0);
          }
        }
        for (Subject subject : subjects) {
          subject.print(clients);
        }
      }
    }
    System.exit(0);
  }

  private static void measureQuestion(Replicator replicator) throws Exception {
    long[] nanos = new long[20_000];
    for (int i = 0; i < nanos.length; i++) {
      long begin = System.nanoTime();
      replicator.durable().get();
      nanos[i] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos, nanos.length / 2, nanos.length);
    System.out.printf(
        Locale.ROOT,
        "a question with nothing pending: p50 %.3f ms%n",
        nanos[nanos.length * 3 / 4] / 1e6);
  }

  private static final class Always implements StoreProgress {
    @Override
    public CompletableFuture<Void> durable() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<String> outage() {
      return Optional.empty();
    }
  }

  private static GateProxy proxy(InetSocketAddress child, StoreProgress progress) {
    return GateProxy.listen(
        ProxySettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        new OutputGate(progress),
        request -> new Doorman.Way.Forward(child),
        Thread.ofPlatform().daemon().factory());
  }

  private static InetSocketAddress startChild(Connection connection) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(CLIENTS));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = read(connection).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server.getAddress();
  }

  private static String read(Connection connection) {
    synchronized (connection) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT x FROM t")) {
        return rows.getString(1);
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void load(Subject subject, int clients, boolean isCounted) throws Exception {
    long end = System.nanoTime() + SLICE.toNanos();
    Thread[] threads = new Thread[clients];
    for (int i = 0; i < clients; i++) {
      threads[i] = Thread.ofPlatform().start(() -> load(subject, end, isCounted));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void load(Subject subject, long end, boolean isCounted) {
    try (RawClient client = new RawClient(subject.port)) {
      for (long begin = System.nanoTime(); begin < end; ) {
        client.request("GET", "/");
        client.reply();
        long now = System.nanoTime();
        if (isCounted) {
          subject.add(now - begin);
        }
        begin = now;
      }
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
