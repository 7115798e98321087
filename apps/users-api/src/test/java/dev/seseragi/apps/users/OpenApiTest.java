package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description says what the real answers are. */
final class OpenApiTest {
  private static final String NAME = "{\"first_name\":\"A\"}";

  @TempDir Path folder;

  private final Set<String> seen = new HashSet<>();
  private TestApp app;
  private HttpProbe probe;
  private Description description;

  @BeforeEach
  void start() {
    app = TestApp.local(folder, "USERS_SEED", "true");
    probe = app.probe();
    description = new Description(probe.get("/openapi.json").json());
  }

  @AfterEach
  void stop() {
    app.close();
  }

  private void check(String method, String path, Answer answer) {
    String where = "%s %s %d".formatted(method, path, answer.status());
    seen.add(where);
    assertThat(description.problemsOf(method, path, answer)).describedAs(where).isEmpty();
  }

  @Test
  void everyAnswerIsAsDescribed() {
    check("get", "/", probe.get("/"));
    check("get", "/users", probe.get("/users"));
    check("get", "/users", probe.get("/users?limit=1"));
    check("get", "/users", probe.get("/users?limit=0"));
    String list = probe.get("/users").header("ETag").orElseThrow();
    check("get", "/users", probe.get("/users", "If-None-Match", list));
    check("post", "/users", probe.json("POST", "/users", NAME, "Idempotency-Key", "k"));
    check("post", "/users", probe.json("POST", "/users", NAME, "Idempotency-Key", "k"));
    check("post", "/users", probe.json("POST", "/users", "{"));
    check("post", "/users", probe.json("POST", "/users", "{}"));
    check("post", "/users", probe.json("POST", "/users", " ".repeat(70_000)));
    check("post", "/users", probe.ask("POST", "/users", new byte[2], "Content-Type", "text/plain"));
    check("get", "/users/{id}", probe.get("/users/1"));
    check("get", "/users/{id}", probe.get("/users/99"));
    check("get", "/users/{id}", probe.get("/users/1", "If-None-Match", "*"));
    check("put", "/users/{id}", probe.json("PUT", "/users/1", "{\"last_name\":null}"));
    check("put", "/users/{id}", probe.json("PUT", "/users/1", "x"));
    check("put", "/users/{id}", probe.json("PUT", "/users/99", NAME));
    check("put", "/users/{id}", probe.json("PUT", "/users/1", NAME, "If-Match", "\"x\""));
    check("put", "/users/{id}", probe.json("PUT", "/users/1", "[]"));
    check("delete", "/users/{id}", probe.ask("DELETE", "/users/1", "If-Match", "\"x\""));
    check("delete", "/users/{id}", probe.ask("DELETE", "/users/1"));
    check("delete", "/users/{id}", probe.ask("DELETE", "/users/1"));
    check("get", "/healthz", probe.get("/healthz"));
    check("get", "/readyz", probe.get("/readyz"));
    check("get", "/metrics", probe.get("/metrics"));
    check("get", "/openapi.json", probe.get("/openapi.json"));
    // The same body reading answers POST and PUT; 503 is a matter of DurabilityTest.
    Set<String> unseen = new HashSet<>(description.answers());
    unseen.removeAll(seen);
    unseen.removeIf(answer -> answer.endsWith(" 503"));
    assertThat(unseen).containsExactlyInAnyOrder("put /users/{id} 413", "put /users/{id} 415");
  }

  @Test
  void theDescriptionIsOpenApi() {
    assertThat(probe.get("/openapi.json").text("openapi")).isEqualTo("3.1.0");
    assertThat(description.paths())
        .containsExactlyInAnyOrderElementsOf(
            Set.of(
                "/", "/users", "/users/{id}", "/healthz", "/readyz", "/metrics", "/openapi.json"));
  }

  @Test
  void theCheckItselfFindsWhatIsWrong() {
    Map<String, List<String>> json = Map.of("Content-Type", List.of("application/json"));
    String user =
        "{\"id\":%s,\"first_name\":\"A\",\"last_name\":null,\"created_at\":\"x\",\"updated_at\":\"y\"%s}";
    assertThat(
            description.problemsOf(
                "get", "/users/{id}", new Answer(200, json, user.formatted("1", ""))))
        .isEmpty();
    for (String wrong :
        new String[] {
          user.formatted("0", ""),
          user.formatted("\"1\"", ""),
          user.formatted("1", ",\"x\":1"),
          "{}"
        }) {
      assertThat(description.problemsOf("get", "/users/{id}", new Answer(200, json, wrong)))
          .isNotEmpty();
    }
    assertThat(description.problemsOf("get", "/users/{id}", new Answer(418, json, "{}")))
        .isNotEmpty();
  }
}
