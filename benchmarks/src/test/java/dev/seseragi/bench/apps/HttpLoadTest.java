package dev.seseragi.bench.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpLoadTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final byte[] REQUEST =
      "GET /ok HTTP/1.1\r\nHost: l\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final AtomicLong answered = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    answer("/ok", 200, "x".repeat(5000));
    answer("/failing", 500, "no");
    answer("/long", 200, "x".repeat(100_000));
    server.start();
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            answered.incrementAndGet();
          }
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  private HttpLoad load(String path) {
    byte[] request =
        new String(REQUEST, StandardCharsets.US_ASCII)
            .replace("/ok", path)
            .getBytes(StandardCharsets.US_ASCII);
    return new HttpLoad(server.getAddress().getPort(), n -> request);
  }

  @Test
  void whatIsCountedWasAnswered() throws IOException {
    HttpLoad.Result result = load("/ok").run(4, Duration.ZERO, SHORT);
    assertThat(result.times().count()).isPositive().isLessThanOrEqualTo(answered.get());
    assertThat(result.duration()).isGreaterThanOrEqualTo(SHORT);
    assertThat(result.perSecond()).isPositive();
    assertThat(result.p95Millis()).isPositive();
  }

  @Test
  void aFailureIsNoAnswer() {
    assertThatThrownBy(() -> load("/failing").run(1, Duration.ZERO, Duration.ofSeconds(20)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("500");
  }

  @Test
  void anAnswerThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> load("/long").run(1, Duration.ZERO, Duration.ofSeconds(20)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer");
  }
}
