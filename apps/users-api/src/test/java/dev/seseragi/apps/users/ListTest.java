package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.json.JsonNumber;
import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and conditional requests. */
final class ListTest {
  @TempDir Path folder;

  private TestApp app;
  private HttpProbe probe;

  @BeforeEach
  void start() {
    app = TestApp.local(folder);
    probe = app.probe();
    for (int i = 1; i <= 5; i++) {
      assertThat(add("U" + i).status()).isEqualTo(201);
    }
  }

  @AfterEach
  void stop() {
    app.close();
  }

  private Answer add(String name) {
    return probe.json("POST", "/users", "{\"first_name\":\"" + name + "\"}");
  }

  private static List<Long> ids(Answer answer) {
    List<Long> ids = new ArrayList<>();
    for (Object user : (List<?>) Objects.requireNonNull(answer.json())) {
      JsonNumber id = (JsonNumber) Objects.requireNonNull(((Map<?, ?>) user).get("id"));
      ids.add(id.whole().orElseThrow());
    }
    return ids;
  }

  @Test
  void pagesLinkToTheNextUntilTheEnd() {
    Answer first = probe.get("/users?limit=2");
    assertThat(ids(first)).containsExactly(1L, 2L);
    assertThat(first.header("Link")).contains("</users?limit=2&after=2>; rel=\"next\"");
    assertThat(first.header("X-Total-Count")).contains("5");
    Answer last = probe.get("/users?limit=2&after=4");
    assertThat(ids(last)).containsExactly(5L);
    assertThat(last.header("Link")).isEmpty();
    assertThat(probe.get("/users?limit=3&after=2").header("Link")).isEmpty();
    assertThat(probe.get("/users?after=5").body()).isEqualTo("[]");
    assertThat(probe.get("/users").header("X-Total-Count")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=",
        "limit=-1",
        "after=x",
        "after=-1",
        "after=1.0"
      })
  void wrongParametersAreRefused(String query) {
    Answer answer = probe.get("/users?" + query);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("\"" + query.split("=", -1)[0] + "\":[");
  }

  @Test
  void anUnchangedListIsNotSentAgain() {
    String tag = probe.get("/users").header("ETag").orElseThrow();
    Answer unchanged = probe.get("/users", "If-None-Match", tag);
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(unchanged.header("ETag")).contains(tag);
    assertThat(probe.json("PUT", "/users/1", "{}").status()).isEqualTo(200);
    assertThat(probe.get("/users", "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void anUnchangedUserIsNotSentAgain() {
    String tag = probe.get("/users/1").header("ETag").orElseThrow();
    assertThat(probe.get("/users/1", "If-None-Match", "\"x\", W/" + tag).status()).isEqualTo(304);
    assertThat(probe.get("/users/1", "If-None-Match", "*").status()).isEqualTo(304);
    assertThat(probe.get("/users/2", "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void aChangeMayDemandWhatItChanges() {
    String tag = probe.get("/users/1").header("ETag").orElseThrow();
    Answer changed = probe.json("PUT", "/users/1", "{\"first_name\":\"B\"}", "If-Match", tag);
    assertThat(changed.status()).isEqualTo(200);
    Answer late = probe.json("PUT", "/users/1", "{\"first_name\":\"C\"}", "If-Match", tag);
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.text("code")).isEqualTo("precondition_failed");
    assertThat(probe.ask("DELETE", "/users/1", "If-Match", tag).status()).isEqualTo(412);
    assertThat(probe.ask("DELETE", "/users/99", "If-Match", tag).status()).isEqualTo(404);
    String now = changed.header("ETag").orElseThrow();
    assertThat(probe.ask("DELETE", "/users/1", "If-Match", now).status()).isEqualTo(200);
    assertThat(probe.ask("DELETE", "/users/2", "If-Match", "*").status()).isEqualTo(200);
  }

  @Test
  void aLongListIsStreamedWhole() throws Exception {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("users.db"));
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 6 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
              + " INSERT INTO users(id, first_name) SELECT i, '名前' || i FROM n");
    }
    Answer list = probe.get("/users");
    assertThat(ids(list)).hasSize(10_000);
    assertThat(list.header("Content-Length")).isEmpty();
    Answer page = probe.get("/users?limit=1000&after=3");
    assertThat(ids(page)).hasSize(1000);
    assertThat(page.header("Link")).contains("</users?limit=1000&after=1003>; rel=\"next\"");
  }
}
