package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.database.DatabaseSettings;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.jdbc.Mode;
import dev.seseragi.jdbc.ReplicaTarget;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's edges: its start, its end, clients that stall, pages of other origins. */
final class ServerTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private static int statusOf(HttpProbe probe, String path) {
    try {
      return probe.get(path).status();
    } catch (UncheckedIOException notListeningYet) {
      return 0;
    }
  }

  @Test
  void thePortIsOpenWhileTheDatabaseIsNotAndRequestsWaitForIt() throws Exception {
    HeldStore held = new HeldStore(new MemoryStore());
    held.hold();
    UsersSettings read = UsersSettings.read(Map.of());
    int port = HttpProbe.freePort();
    DatabaseSettings database =
        new DatabaseSettings(
            folder.resolve("users.db"),
            new ReplicaTarget.Store(held.store()),
            Mode.DURABLE,
            LONG,
            LONG,
            100,
            false,
            Optional.empty());
    UsersService service =
        new UsersService(
            new UsersSettings(database, read.web().at("127.0.0.1", port), true),
            new LogLines(OutputStream.nullOutputStream(), InstantSource.system()),
            InstantSource.system());
    CompletableFuture<?> started = CompletableFuture.runAsync(service::start);
    try (HttpProbe probe = new HttpProbe(port)) {
      Await.until("it is alive", LONG, () -> statusOf(probe, "/healthz") == 200);
      Answer unready = probe.get("/readyz");
      assertThat(unready.status()).isEqualTo(503);
      assertThat(unready.text("reason")).isEqualTo("starting");
      assertThat(probe.get("/metrics").body()).contains("\nready 0\n");
      CompletableFuture<Answer> early = CompletableFuture.supplyAsync(() -> probe.get("/users/1"));
      assertThat(early).failsWithin(Duration.ofMillis(200));
      held.letGo();
      started.get(30, TimeUnit.SECONDS);
      assertThat(early.get(30, TimeUnit.SECONDS).body()).contains("Taro");
      assertThat(probe.get("/readyz").status()).isEqualTo(200);
    } finally {
      assertThat(service.service().stop()).isZero();
    }
  }

  @Test
  void aRequestThatRunsIsAnsweredBeforeTheEnd() throws Exception {
    HeldStore held = new HeldStore(new MemoryStore());
    TestApp app = TestApp.durable(folder, held.store(), LONG, 100);
    held.hold();
    CompletableFuture<Answer> write =
        CompletableFuture.supplyAsync(
            () -> app.probe().json("POST", "/users", "{\"first_name\":\"A\"}"));
    Await.until(
        "the write waits",
        LONG,
        () -> app.probe().get("/metrics").body().contains("\nseseragi_unconfirmed_commits 1\n"));
    CompletableFuture<Integer> end =
        CompletableFuture.supplyAsync(() -> app.service().service().stop());
    assertThat(end).failsWithin(Duration.ofMillis(200));
    held.letGo();
    assertThat(write.get(30, TimeUnit.SECONDS).status()).isEqualTo(201);
    assertThat(end.get(30, TimeUnit.SECONDS)).isZero();
    app.close();
  }

  @Test
  void whatIsNotShippedIsInTheExitCode() throws Exception {
    HeldStore held = new HeldStore(new MemoryStore());
    TestApp app = TestApp.durable(folder, held.store(), Duration.ofMillis(200), 100);
    held.hold();
    assertThat(app.probe().json("POST", "/users", "{\"first_name\":\"A\"}").status())
        .isEqualTo(503);
    long begin = System.nanoTime();
    assertThat(app.service().service().stop()).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    held.letGo();
    app.close();
  }

  @Test
  void clientsThatStallAreDroppedAndHoldUpNobody() throws Exception {
    UsersSettings read = UsersSettings.read(Map.of());
    try (TestApp app =
        TestApp.start(
            UsersSettings.read(Map.of("USERS_DB", folder.resolve("users.db").toString()))
                .database(),
            new UsersSettings(read.database(), read.web().withStall(Duration.ofMillis(500)), true),
            InstantSource.system())) {
      String[] beginnings = {
        "GET /us", "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
      };
      Socket[] stalled = new Socket[100];
      for (int i = 0; i < stalled.length; i++) {
        stalled[i] = app.probe().connect();
        byte[] bytes = beginnings[i % 2].getBytes(StandardCharsets.US_ASCII);
        stalled[i].getOutputStream().write(bytes);
      }
      assertThat(app.probe().get("/users/1").status()).isEqualTo(200);
      for (Socket socket : stalled) {
        assertThat(isEnded(socket)).isTrue();
      }
      assertThat(app.probe().get("/users?limit=9").header("X-Total-Count")).contains("2");
    }
  }

  /** Reads to the end, which comes, or the read times out. */
  private static boolean isEnded(Socket socket) throws IOException {
    try (socket) {
      var _ = socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void pagesOfTheOriginThatIsSetMayUseIt() {
    try (TestApp app =
        TestApp.local(folder, "USERS_CORS_ORIGIN", "https://app.example", "USERS_SEED", "true")) {
      Answer answer = app.probe().get("/users/1");
      assertThat(answer.header("Access-Control-Allow-Origin")).contains("https://app.example");
      assertThat(answer.header("Vary")).contains("Origin");
      Answer preflight = app.probe().ask("OPTIONS", "/users");
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("Access-Control-Allow-Headers").orElseThrow())
          .contains("If-Match", "Idempotency-Key");
      assertThat(app.probe().get("/users/99").header("Access-Control-Allow-Origin")).isPresent();
    }
  }

  @Test
  void theLocalFileIsDroppedWhereTheReplicaIsToCount() throws Exception {
    String[] variables = {
      "SESERAGI_REPLICA_URL", "file://" + folder.resolve("replica"), "USERS_DROP_LOCAL", "true"
    };
    String body = "{\"first_name\":\"A\"}";
    try (TestApp app = TestApp.local(folder, variables)) {
      assertThat(app.probe().json("POST", "/users", body).status()).isEqualTo(201);
    }
    Files.writeString(folder.resolve("users.db"), "not a database");
    try (TestApp app = TestApp.local(folder, variables)) {
      assertThat(app.probe().get("/users?limit=9").header("X-Total-Count")).contains("1");
    }
  }
}
