package dev.seseragi.bench.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FarAwayProxyTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server;
  private FarAwayProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", FarAwayProxyTest::echo);
    server.start();
    proxy = FarAwayProxy.before(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.stop(0);
    threads.close();
    client.close();
  }

  /** Answers with what it got; without a length where the path asks for that. */
  private static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean isChunked = exchange.getRequestURI().getPath().endsWith("chunked");
      exchange.sendResponseHeaders(200, isChunked ? 0 : body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(proxy.uri().resolve(path)).timeout(DEADLINE);
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return client.send(
        to(path).PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  @Test
  void requestsAndBytesAreCountedByKindAndFolder() throws Exception {
    assertThat(put("/bucket/shop/0000/a", "12345").body()).isEqualTo("12345");
    assertThat(put("/bucket/shop/0000/b", "").body()).isEmpty();
    client.send(to("/bucket?list-type=2&prefix=shop/").build(), BodyHandlers.ofString());

    RequestTally tally = proxy.served().tally();
    assertThat(tally.requests()).isEqualTo(3);
    assertThat(tally.requests(RequestKind.PUT, "0000")).isEqualTo(2);
    assertThat(tally.requests(RequestKind.LIST, "")).isEqualTo(1);
    assertThat(tally.sentBytes()).isEqualTo(5);
    assertThat(tally.receivedBytes()).isEqualTo(5);
    assertThat(proxy.served().storedObjects())
        .extracting(StoredObject::folder)
        .containsExactly("0000", "0000");
  }

  @Test
  void bodiesInChunksArePassedOnBothWays() throws Exception {
    HttpRequest chunked =
        to("/bucket/shop/0000/chunked")
            .PUT(
                BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream("in chunks".getBytes(UTF_8))))
            .build();

    assertThat(client.send(chunked, BodyHandlers.ofString()).body()).isEqualTo("in chunks");
    assertThat(proxy.served().tally().sentBytes()).isEqualTo(9);
    assertThat(proxy.served().tally().receivedBytes()).isEqualTo(9);
    assertThat(put("/bucket/shop/0000/after", "next").body()).isEqualTo("next");
  }

  @Test
  void aClientThatAsksBeforeItSendsIsToldToGoOn() throws Exception {
    HttpRequest asking =
        to("/bucket/shop/0000/a").expectContinue(true).PUT(BodyPublishers.ofString("x")).build();

    assertThat(client.send(asking, BodyHandlers.ofString()).body()).isEqualTo("x");
  }

  @Test
  void requestsOnSeveralConnectionsWaitAtTheSameTime() throws Exception {
    int count = 20;
    Duration delay = Duration.ofMillis(400);
    proxy.delay(delay);
    long start = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      HttpRequest request = to("/bucket/shop/0000/" + i).PUT(BodyPublishers.ofString("x")).build();
      answers.add(client.sendAsync(request, BodyHandlers.ofString()));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().body()).isEqualTo("x");
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

    assertThat(elapsed).isBetween(delay, delay.multipliedBy(count / 2));
  }

  @Test
  void whereWritesHangReadsGoOn() throws Exception {
    proxy.hang();
    var write =
        client.sendAsync(
            to("/bucket/shop/0000/a").PUT(BodyPublishers.ofString("x")).build(),
            BodyHandlers.ofString());
    HttpResponse<String> read =
        client.send(to("/bucket/shop/0000/a").build(), BodyHandlers.ofString());

    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(write).isNotDone();
  }
}
