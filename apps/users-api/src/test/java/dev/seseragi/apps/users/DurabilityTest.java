package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.time.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In durable mode an answer means that the store has what it says. */
final class DurabilityTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String BODY = "{\"first_name\":\"Ichiro\"}";

  @TempDir Path folder;

  private final MemoryStore memory = new MemoryStore();
  private final HeldStore held = new HeldStore(memory);
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    clients.close();
  }

  private CompletableFuture<Answer> later(HttpProbe probe, String method, String path) {
    return CompletableFuture.supplyAsync(
        () -> method.equals("POST") ? probe.json(method, path, BODY) : probe.ask(method, path),
        clients);
  }

  private static String metric(HttpProbe probe, String name) {
    return probe
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElse(name + " is missing");
  }

  private static void awaitMetric(HttpProbe probe, String line) throws InterruptedException {
    String name = line.substring(0, line.indexOf(' '));
    Await.until(
        () -> line + ": " + metric(probe, name), LONG, () -> metric(probe, name).equals(line));
  }

  @Test
  void neitherAWriteNorAReadIsAnsweredBeforeTheStoreHasWhatItShows() throws Exception {
    try (TestApp app = TestApp.durable(folder, held.store(), LONG, 100)) {
      HttpProbe probe = app.probe();
      assertThat(probe.get("/users").body()).isEqualTo("[]");
      held.hold();
      CompletableFuture<Answer> write = later(probe, "POST", "/users");
      awaitMetric(probe, "seseragi_unconfirmed_commits 1");
      List<CompletableFuture<Answer>> reads = new ArrayList<>();
      for (String path : new String[] {"/users", "/users?limit=5", "/users/1", "/users/2"}) {
        reads.add(later(probe, "GET", path));
      }
      CompletableFuture<?> any =
          CompletableFuture.anyOf(reads.toArray(CompletableFuture<?>[]::new));
      assertThat(any).failsWithin(SHORT);
      assertThat(write).isNotDone();
      held.letGo();
      assertThat(write.get(30, TimeUnit.SECONDS).status()).isEqualTo(201);
      for (CompletableFuture<Answer> read : reads) {
        assertThat(read.get(30, TimeUnit.SECONDS).status()).isIn(200, 404);
      }
    }
  }

  @Test
  void whatTheStoreDoesNotConfirmInTimeIsNotCalledSaved() throws Exception {
    try (TestApp app = TestApp.durable(folder, held.store(), SHORT, 100)) {
      HttpProbe probe = app.probe();
      held.hold();
      Answer doubtful = probe.json("POST", "/users", BODY, "Idempotency-Key", "k");
      assertThat(doubtful.status()).isEqualTo(503);
      assertThat(doubtful.text("code")).isEqualTo("not_durable");
      assertThat(probe.get("/users").text("code")).isEqualTo("not_durable");
      Answer unready = probe.get("/readyz");
      assertThat(unready.status()).isEqualTo(503);
      assertThat(unready.text("reason")).contains("300");
      assertThat(probe.get("/healthz").status()).isEqualTo(200);
      held.letGo();
      Await.until("it is ready again", LONG, () -> probe.get("/readyz").status() == 200);
      Answer again = probe.json("POST", "/users", BODY, "Idempotency-Key", "k");
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.header("Idempotent-Replay")).contains("true");
      assertThat(probe.get("/users?limit=9").header("X-Total-Count")).contains("1");
    }
  }

  @Test
  void tooManyWaitingWritesAreRefused() throws Exception {
    try (TestApp app = TestApp.durable(folder, held.store(), LONG, 3)) {
      HttpProbe probe = app.probe();
      held.hold();
      List<CompletableFuture<Answer>> writes = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        writes.add(later(probe, "POST", "/users"));
      }
      awaitMetric(probe, "waiting_writes 3");
      Answer refused = probe.json("POST", "/users", BODY);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text("code")).isEqualTo("busy");
      assertThat(refused.header("Retry-After")).contains("1");
      held.letGo();
      for (CompletableFuture<Answer> write : writes) {
        assertThat(write.get(30, TimeUnit.SECONDS).status()).isEqualTo(201);
      }
      assertThat(probe.get("/users?limit=9").header("X-Total-Count")).contains("3");
    }
  }

  @Test
  void whoWasTakenOverRefusesToWriteAndToShow() throws Exception {
    try (TestApp old = TestApp.durable(folder.resolve("old"), memory, LONG, 100)) {
      assertThat(old.probe().json("POST", "/users", BODY).status()).isEqualTo(201);
      try (TestApp next = TestApp.durable(folder.resolve("new"), memory, LONG, 100)) {
        assertThat(next.probe().json("POST", "/users", BODY).status()).isEqualTo(201);
        Answer refused = old.probe().json("POST", "/users", BODY);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("code")).isIn("read_only", "not_durable");
        assertThat(old.probe().json("POST", "/users", BODY).text("code")).isEqualTo("read_only");
        assertThat(old.probe().get("/readyz").status()).isEqualTo(503);
        assertThat(metric(old.probe(), "seseragi_fenced")).isEqualTo("seseragi_fenced 1");
        assertThat(next.probe().get("/users?limit=9").header("X-Total-Count")).contains("2");
      }
      assertThat(old.service().service().stop()).isEqualTo(3);
    }
  }

  @Test
  void readsGoOnWhileManyWritesWait() throws Exception {
    try (TestApp app = TestApp.durable(folder, memory, LONG, 1000)) {
      HttpProbe probe = app.probe();
      List<CompletableFuture<Answer>> writes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        writes.add(later(probe, "POST", "/users"));
        assertThat(probe.get("/users").status()).isEqualTo(200);
      }
      for (CompletableFuture<Answer> write : writes) {
        assertThat(write.get(30, TimeUnit.SECONDS).status()).isEqualTo(201);
      }
      assertThat(probe.get("/users?limit=1").header("X-Total-Count")).contains("200");
    }
  }
}
