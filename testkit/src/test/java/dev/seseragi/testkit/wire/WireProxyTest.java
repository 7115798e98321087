package dev.seseragi.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What the server has read of each request that was whole. */
  private final List<String> received = new CopyOnWriteArrayList<>();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server;
  private WireProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    proxy = WireProxy.to(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    client.close();
    proxy.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    received.add(exchange.getRequestMethod() + " " + body.length);
    String mark = exchange.getRequestHeaders().getFirst("x-mark");
    String said = "you sent " + body.length + (mark == null ? "" : " and " + mark);
    byte[] answer = said.getBytes(StandardCharsets.US_ASCII);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    if (isHead && exchange.getRequestURI().getPath().contains("sized")) {
      exchange.getResponseHeaders().set("Content-Length", "10");
    }
    boolean isChunked = exchange.getRequestURI().getPath().contains("chunked");
    exchange.sendResponseHeaders(200, isHead ? -1 : isChunked ? 0 : answer.length);
    if (!isHead) {
      exchange.getResponseBody().write(answer);
    }
    exchange.close();
  }

  private HttpResponse<String> send(String method, String path, int bytes) throws Exception {
    return send(method, path, bytes, PATIENCE);
  }

  private HttpResponse<String> send(String method, String path, int bytes, Duration patience)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(proxy.uri().resolve(path))
            .timeout(patience)
            .method(
                method,
                bytes == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(new byte[bytes]))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/plain", "/chunked"})
  void withoutAScriptEverythingPasses(String path) throws Exception {
    assertThat(send("PUT", path, 100_000).body()).isEqualTo("you sent 100000");
    assertThat(send("GET", path, 0).body()).isEqualTo("you sent 0");
    assertThat(send("HEAD", path, 0).statusCode()).isEqualTo(200);

    assertThat(proxy.requests())
        .extracting(WireRequest::method)
        .containsExactly("PUT", "GET", "HEAD");
    assertThat(proxy.requests()).extracting(WireRequest::target).containsOnly(path);
    assertThat(received).containsExactly("PUT 100000", "GET 0", "HEAD 0");
  }

  @Test
  void eachFaultHitsOneRequestAndOnlyThoseThatMatch() throws Exception {
    proxy.next(
        request -> request.is("PUT"),
        new WireFault.None(),
        new WireFault.Answer(503, Map.of("retry-after", "1"), "busy"));

    assertThat(send("GET", "/a", 0).statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/a", 10).statusCode()).isEqualTo(200);
    HttpResponse<String> third = send("PUT", "/a", 10);
    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(third.body()).isEqualTo("busy");
    assertThat(third.headers().firstValue("retry-after")).contains("1");
    assertThat(send("PUT", "/a", 10).statusCode()).isEqualTo(200);
    assertThat(received).hasSize(3);
  }

  @Test
  void aFaultCanStayUntilItIsHealed() throws Exception {
    proxy.always(request -> true, WireFault.Answer.status(500));

    assertThat(send("GET", "/a", 0).statusCode()).isEqualTo(500);
    assertThat(send("HEAD", "/a", 0).statusCode()).isEqualTo(500);

    proxy.heal();
    assertThat(send("GET", "/a", 0).statusCode()).isEqualTo(200);
  }

  @Test
  void theServerSeesNothingOfARequestThatIsReset() {
    proxy.always(request -> true, new WireFault.Reset());

    assertThatThrownBy(() -> send("POST", "/a", 10)).isInstanceOf(IOException.class);
    assertThat(received).isEmpty();
  }

  @Test
  void aLostAnswerIsToARequestThatTheServerServed() {
    proxy.next(request -> true, new WireFault.LoseAnswer());

    assertThatThrownBy(() -> send("POST", "/chunked", 10)).isInstanceOf(IOException.class);
    assertThat(received).containsExactly("POST 10");
  }

  @Test
  void aHangLastsUntilTheClientGivesUp() {
    proxy.next(request -> true, new WireFault.Hang(), new WireFault.HangAfterwards());
    Duration patience = Duration.ofMillis(200);

    assertThatThrownBy(() -> send("GET", "/a", 0, patience))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(received).isEmpty();
    assertThatThrownBy(() -> send("GET", "/a", 0, patience))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(received).hasSize(1);
  }

  @Test
  void anAnswerMayBeReplacedAfterTheServerHasServed() throws Exception {
    proxy.next(request -> true, new WireFault.AnswerAfterwards(WireFault.Answer.status(500)));

    assertThat(send("PUT", "/a", 10).statusCode()).isEqualTo(500);
    assertThat(received).containsExactly("PUT 10");
  }

  @Test
  void aRequestMayArriveTwice() throws Exception {
    proxy.next(request -> true, new WireFault.Twice());

    assertThat(send("PUT", "/chunked", 10).body()).isEqualTo("you sent 10");
    assertThat(received).containsExactly("PUT 10", "PUT 10");
  }

  @Test
  void aRequestMayBeCut() {
    proxy.next(request -> true, new WireFault.CutRequest(1_000));

    assertThatThrownBy(() -> send("POST", "/a", 100_000)).isInstanceOf(IOException.class);
    assertThat(received).isEmpty();
  }

  @Test
  void anAnswerMayBeCutOrShortened() throws Exception {
    proxy.next(request -> true, new WireFault.CutAnswer(4));
    assertThatThrownBy(() -> send("GET", "/a", 0)).isInstanceOf(IOException.class);

    for (String path : List.of("/a", "/chunked")) {
      proxy.next(request -> true, new WireFault.ShortenAnswer(4));
      assertThat(send("GET", path, 0).body()).isEqualTo("you ");
    }
    proxy.next(request -> true, new WireFault.ShortenAnswer(4));
    assertThat(send("HEAD", "/sized", 0).headers().firstValue("content-length")).contains("10");
  }

  @Test
  void anAnswerMayBeSlow() throws Exception {
    proxy.next(request -> true, new WireFault.Slow(Duration.ofMillis(150), 100));
    long startNanos = System.nanoTime();

    assertThat(send("GET", "/a", 0).body()).isEqualTo("you sent 0");

    assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void headersMayBeRewrittenOnBothWays() throws Exception {
    String date = "Sat, 21 Nov 2026 07:00:00 GMT";
    proxy.next(
        request -> true, new WireFault.Rewrite(Map.of("x-mark", "more"), Map.of("date", date)));

    HttpResponse<String> rewritten = send("PUT", "/a", 10);

    assertThat(rewritten.body()).isEqualTo("you sent 10 and more");
    assertThat(rewritten.headers().allValues("date")).containsExactly(date);
    assertThat(send("PUT", "/a", 10).body()).isEqualTo("you sent 10");
  }
}
