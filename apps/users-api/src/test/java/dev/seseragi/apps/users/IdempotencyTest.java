package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.apps.users.TestApp.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A POST that is repeated with its key. */
final class IdempotencyTest {
  private static final String BODY = "{\"first_name\":\"Ichiro\",\"last_name\":\"Tanaka\"}";

  @TempDir Path folder;

  private final TestClock clock = new TestClock();
  private TestApp app;
  private HttpProbe probe;

  @BeforeEach
  void start() {
    app = TestApp.start(folder, clock);
    probe = app.probe();
  }

  @AfterEach
  void stop() {
    app.close();
  }

  private Answer post(String key, String body) {
    return probe.json("POST", "/users", body, "Idempotency-Key", key);
  }

  @Test
  void theSameKeyAndBodyGiveTheFirstAnswerAgain() {
    Answer first = post("k1", BODY);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("Idempotent-Replay")).isEmpty();
    Answer again = post("k1", " { \"last_name\": \"Tanaka\", \"first_name\": \"Ichiro\" } ");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotent-Replay")).contains("true");
    assertThat(again.header("Location")).contains("/users/1");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(post("k2", BODY).header("Location")).contains("/users/2");
  }

  @Test
  void theFirstAnswerStaysWhatItWas() {
    Answer first = post("k1", BODY);
    assertThat(probe.json("PUT", "/users/1", "{\"first_name\":\"B\"}").status()).isEqualTo(200);
    assertThat(probe.ask("DELETE", "/users/1").status()).isEqualTo(200);
    assertThat(post("k1", BODY).body()).isEqualTo(first.body());
    assertThat(probe.get("/users").body()).isEqualTo("[]");
  }

  @Test
  void anotherBodyIsRefused() {
    assertThat(post("k1", BODY).status()).isEqualTo(201);
    for (String other :
        new String[] {
          "{\"first_name\":\"Ichiro\"}", "{\"first_name\":\"I\",\"last_name\":\"T\"}"
        }) {
      Answer refused = post("k1", other);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text("code")).isEqualTo("idempotency_key_reused");
    }
  }

  @Test
  void aRefusedRequestDoesNotUseUpTheKey() {
    assertThat(post("k1", "{}").status()).isEqualTo(422);
    assertThat(post("k1", BODY).status()).isEqualTo(201);
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    assertThat(post("k1", BODY).status()).isEqualTo(201);
    clock.pass(Duration.ofHours(24).minusMillis(1));
    assertThat(post("k1", BODY).status()).isEqualTo(200);
    clock.pass(Duration.ofMillis(1));
    Answer anew = post("k1", BODY);
    assertThat(anew.status()).isEqualTo(201);
    assertThat(anew.header("Location")).contains("/users/2");
  }

  @Test
  void aWrongKeyIsRefused() {
    assertThat(post("k".repeat(256), BODY).status()).isEqualTo(422);
    assertThat(post("a b", BODY).status()).isEqualTo(422);
    assertThat(post("k".repeat(255), BODY).status()).isEqualTo(201);
  }

  @Test
  void manyAtOnceWithOneKeyMakeOneUser() throws Exception {
    Callable<Integer> once = () -> post("k1", BODY).status();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          clients.invokeAll(IntStream.range(0, 16).mapToObj(i -> once).toList());
      int created = 0;
      for (Future<Integer> answer : answers) {
        created += answer.get() == 201 ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
    }
    assertThat(probe.get("/users?limit=1").header("X-Total-Count")).contains("1");
  }
}
