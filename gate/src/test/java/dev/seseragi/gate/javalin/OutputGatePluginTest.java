package dev.seseragi.gate.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.RawClient;
import dev.seseragi.gate.TestProgress;
import dev.seseragi.ltx.Txid;
import io.javalin.Javalin;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutputGatePluginTest {
  private final TestProgress progress = new TestProgress();
  private Javalin application;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    GateSettings settings = GateSettings.DEFAULTS.withTimeout(Duration.ofSeconds(20));
    OutputGate gate = new OutputGate(progress, settings);
    application =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.registerPlugin(new OutputGatePlugin(gate));
          config.routes.get("/result", context -> context.result("hello"));
          config.routes.get(
              "/future",
              context ->
                  context.future(() -> CompletableFuture.runAsync(() -> context.result("later"))));
          config.routes.get("/redirect", context -> context.redirect("/result"));
          config.routes.get(
              "/missing",
              context -> {
                throw new NotFoundResponse("no such thing");
              });
          config.routes.get(
              "/fails",
              context -> {
                throw new IllegalStateException("on purpose");
              });
          config.routes.sse(
              "/events",
              client -> {
                client.sendEvent("one");
                client.sendEvent("two");
                client.close();
              });
        });
    application.start("127.0.0.1", 0);
    client = new RawClient(application.port());
  }

  @AfterEach
  void stop() throws Exception {
    progress.open();
    client.close();
    application.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "/result, 200, hello",
    "/future, 200, later",
    "/redirect, 302, Redirected",
    "/missing, 404, no such thing",
    "/fails, 500, Server Error",
    "/nowhere, 404, Not Found"
  })
  void nothingOfAReplyLeavesBeforeTheGateOpens(String path, int status, String body)
      throws Exception {
    progress.hold();
    client.request("GET", path);
    progress.awaitQuestion();
    assertThat(client.isSilent()).isTrue();
    progress.open();
    assertThat(client.reply()).startsWith("HTTP/1.1 " + status).contains(body);
  }

  @Test
  void eachEventWaits() throws Exception {
    progress.hold();
    client.send("GET /events HTTP/1.1\nHost: here\nAccept: text/event-stream\n\n");
    StringBuilder seen = new StringBuilder();
    for (int released = 0; seen.indexOf("data: two") < 0; released++) {
      progress.awaitQuestion();
      seen.append(client.readUntilSilence());
      assertThat(seen.toString().split("data: ", -1)).hasSizeLessThanOrEqualTo(released + 1);
      progress.release();
    }
    progress.open();
    assertThat(client.rest()).doesNotContain("data:");
  }

  @Test
  void aReplyThatMayNotLeaveBecomesA503() throws Exception {
    progress.fail(new FencedException("there", new Txid(7), 1));
    assertThat(client.request("GET", "/result").reply())
        .startsWith("HTTP/1.1 503")
        .contains("\"code\":\"not_durable\"")
        .doesNotContain("hello");
  }
}
