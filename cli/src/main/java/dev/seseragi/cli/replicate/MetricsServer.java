package dev.seseragi.cli.replicate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.config.ListenAddress;
import dev.seseragi.cli.log.Log;
import dev.seseragi.cli.text.Json;
import dev.seseragi.cli.text.Times;
import dev.seseragi.engine.ReplicatorStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Serves {@code /metrics}, {@code /healthz} and {@code /readyz} over HTTP until closed. */
final class MetricsServer implements AutoCloseable {
  /** How long a client may take to send its request; slower ones are dropped. */
  private static final String MAX_REQUEST_SECONDS = "10";

  private static final int THREADS = 2;
  private static final int MAX_WAITING_REQUESTS = 64;
  private static final long IDLE_SECONDS = 30;

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final Optional<HttpServer> server;
  private volatile List<ReplicatedDatabase> databases = List.of();

  private MetricsServer(Optional<HttpServer> server) {
    this.server = server;
  }

  /**
   * Takes the port, so that one that is in use is found out before anything is started.
   *
   * @param address empty for no server at all
   */
  static MetricsServer bind(Optional<ListenAddress> address) {
    return new MetricsServer(address.map(MetricsServer::listen));
  }

  private static HttpServer listen(ListenAddress address) {
    System.setProperty("sun.net.httpserver.maxReqTime", MAX_REQUEST_SECONDS);
    try {
      return HttpServer.create(socketAddress(address), 0);
    } catch (IOException e) {
      throw new CommandException(
          "cannot listen on addr %s:%d: %s; choose another port or end what uses it"
              .formatted(address.host(), address.port(), e.getMessage()));
    }
  }

  /** Begins to answer. */
  void serve(List<ReplicatedDatabase> databases, Log log) {
    this.databases = List.copyOf(databases);
    server.ifPresent(http -> {
      http.setExecutor(threads());
      http.createContext("/", this::answer);
      http.start();
      log.info("serving metrics", "addr", http.getAddress());
    });
  }

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING_REQUESTS),
            Thread.ofPlatform().daemon().name("seseragi-http-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static InetSocketAddress socketAddress(ListenAddress address) throws IOException {
    return address.host().isEmpty()
        ? new InetSocketAddress(address.port())
        : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        send(exchange, METHOD_NOT_ALLOWED, "text/plain", "only GET\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> send(exchange, OK, "text/plain; version=0.0.4", metrics());
        case "/healthz" -> send(exchange, OK, "text/plain", "ok\n");
        case "/readyz" -> ready(exchange);
        default -> send(exchange, NOT_FOUND, "text/plain", "/metrics, /healthz or /readyz\n");
      }
    }
  }

  private String metrics() {
    List<Metrics.Sample> samples =
        databases.stream()
            .map(database -> new Metrics.Sample(database.path().toString(), database.status()))
            .toList();
    return Metrics.of(samples, ProcessHandle.current().info());
  }

  private void ready(HttpExchange exchange) throws IOException {
    boolean isReady = true;
    List<Object> rows = new ArrayList<>();
    for (ReplicatedDatabase database : databases) {
      ReplicatorStatus status = database.status();
      isReady &= status.isHealthy();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("db", database.path().toString());
      row.put("state", status.state().name().toLowerCase(Locale.ROOT));
      row.put("txid", status.position().toString());
      status.problem().ifPresent(problem -> row.put("problem", problem));
      status
          .proofs()
          .provenRestorable()
          .ifPresent(time -> row.put("proven_restorable", Times.exact(time)));
      rows.add(row);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ready", isReady);
    body.put("databases", rows);
    send(exchange, isReady ? OK : UNAVAILABLE, "application/json", Json.pretty(body) + "\n");
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + charset(type));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String charset(String type) {
    return type.startsWith("text/") ? "; charset=utf-8" : "";
  }

  @Override
  public void close() {
    server.ifPresent(http -> http.stop(0));
  }
}
