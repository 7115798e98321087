package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.time.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a good API adds, as far as HTTP goes; nothing here changes a user. */
final class HttpTest {
  @TempDir static Path folder;

  private static TestApp app;
  private static HttpProbe probe;

  @BeforeAll
  static void start() {
    app = TestApp.local(folder, "USERS_SEED", "true");
    probe = app.probe();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void anErrorIsAProblemAndNothingElse() {
    Answer answer = probe.get("/users/99");
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"code\":\"not_found\",\"detail\":\"there is no such user\"}");
    assertThat(probe.get("/nothing").text("code")).isEqualTo("not_found");
    assertThat(probe.get("/users/").status()).isEqualTo(404);
  }

  @Test
  void aRequestIdIsTakenOverOrMade() {
    assertThat(probe.get("/users", "X-Request-Id", "abc-1").header("X-Request-Id"))
        .contains("abc-1");
    String long101 = "x".repeat(101);
    assertThat(probe.get("/users", "X-Request-Id", long101).header("X-Request-Id").orElseThrow())
        .isNotEqualTo(long101)
        .isNotEmpty();
    assertThat(probe.get("/users/99", "X-Request-Id", "a b").header("X-Request-Id").orElseThrow())
        .isNotEqualTo("a b");
  }

  @Test
  void everyAnswerHasTheSecureHeadersAndNoServer() {
    for (String path : new String[] {"/", "/users", "/users/1", "/users/99", "/nothing"}) {
      Answer answer = probe.get(path);
      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.header("Cache-Control")).contains("no-cache");
      assertThat(answer.header("Server")).isEmpty();
      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH", "TRACE", "PROPFIND", "DELETE"})
  void aWrongMethodIsToldWhatIsAllowed(String method) {
    Answer answer = probe.ask(method, "/users");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.text("code")).isEqualTo("method_not_allowed");
    assertThat(answer.header("Allow").orElseThrow().split(", "))
        .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS", "POST");
  }

  @Test
  void optionsTellsWhatIsAllowed() {
    Answer answer = probe.ask("OPTIONS", "/users/1");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).contains("DELETE, GET, HEAD, OPTIONS, PUT");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void headAnswersAsGetWithoutTheBody() {
    for (String path : new String[] {"/users", "/users/1", "/users/99", "/healthz", "/metrics"}) {
      Answer head = probe.ask("HEAD", path);
      assertThat(head.status()).isEqualTo(probe.get(path).status());
      assertThat(head.body()).isEmpty();
    }
    assertThat(probe.ask("HEAD", "/users/1").header("ETag"))
        .isEqualTo(probe.get("/users/1").header("ETag"))
        .isPresent();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() {
    String refused =
        probe.raw(
            "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n{\"first_name\"");
    assertThat(refused).startsWith("HTTP/1.1 413 ").contains("\"code\":\"too_large\"");
    byte[] chunked = ("\"" + "a".repeat(70_000) + "\"").getBytes(StandardCharsets.UTF_8);
    assertThat(probe.ask("POST", "/users", chunked).text("code")).isEqualTo("too_large");
  }

  @ParameterizedTest
  @CsvSource({"/users,application/json,413", "/users,text/plain,415", "/nothing,text/plain,404"})
  void aRefusalArrivesThoughTheBodyIsStillBeingSent(String path, String type, int status)
      throws Exception {
    assertThat(probe.rawLate(path, type, 500_000)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void aChunkedBodyThatIsTooLargeIsRefused() {
    String chunk = "10000\r\n" + "a".repeat(65_536) + "\r\n";
    String refused =
        probe.raw(
            "POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk
                + chunk
                + "0\r\n\r\n");
    assertThat(refused).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void aMalformedRequestIsAProblemToo() {
    String answer = probe.raw("GET /users HTTP/1.1\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json", "X-Request-Id: ", "nosniff")
        .doesNotContain("Server:", "<html", "Exception");
    String tooLarge = probe.raw("GET /users HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000));
    assertThat(tooLarge).startsWith("HTTP/1.1 431 ").contains("application/problem+json");
  }

  @Test
  void theRootHasLinksThatWork() {
    for (String member : new String[] {"users", "description", "health", "readiness", "metrics"}) {
      assertThat(probe.get(probe.get("/").text(member)).status()).isEqualTo(200);
    }
  }

  @Test
  void healthAndReadinessSayYes() {
    assertThat(probe.get("/healthz").body()).isEqualTo("{\"alive\":true}");
    assertThat(probe.get("/readyz").body())
        .isEqualTo("{\"ready\":true,\"mode\":\"local\",\"lag_ms\":0}");
  }

  @Test
  void metricsCountRequestsByRouteMethodAndStatus() {
    assertThat(probe.get("/users/1").status()).isEqualTo(200);
    assertThat(probe.get("/users/99").status()).isEqualTo(404);
    Answer metrics = probe.get("/metrics");
    assertThat(metrics.header("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(metrics.body())
        .contains(
            "http_requests_total{route=\"/users/{id}\",method=\"GET\",status=\"200\"} ",
            "http_requests_total{route=\"/users/{id}\",method=\"GET\",status=\"404\"} ",
            "http_request_duration_seconds_bucket{route=\"/users/{id}\",le=\"+Inf\"} ",
            "\nwaiting_writes 0\n",
            "commit_duration_seconds_count ")
        .doesNotContain("users/99");
  }

  @Test
  void everyRequestHasALineInTheLog() throws Exception {
    assertThat(probe.get("/users/1?x=y", "X-Request-Id", "logged-1").status()).isEqualTo(200);
    Await.until(
        () -> "the line is there: " + app.log(),
        Duration.ofSeconds(10),
        () -> app.log().contains("\"request_id\":\"logged-1\""));
    assertThat(app.log().lines().filter(line -> line.contains("logged-1")).findFirst())
        .hasValueSatisfying(line ->
            assertThat(line).contains("\"method\":\"GET\",\"path\":\"/users/1\",\"status\":200"));
  }
}
