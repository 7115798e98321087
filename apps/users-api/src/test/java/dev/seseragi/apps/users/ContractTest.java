package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.apps.users.TestApp.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract that clients of the article's API rely on: docs/users-api.md, part 1. */
final class ContractTest {
  private static final String SQLITE_TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

  @TempDir Path folder;

  private TestApp app;
  private HttpProbe probe;

  @BeforeEach
  void start() {
    app = TestApp.start(folder, new TestClock(), "USERS_SEED", "true");
    probe = app.probe();
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  void theSeededListHasTwoUsersWithFiveKeysInOrder() {
    Answer list = probe.get("/users");
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.header("Content-Type")).contains("application/json");
    assertThat(list.body().replaceAll(SQLITE_TIME, "T"))
        .isEqualTo(
            "[{\"id\":1,\"first_name\":\"Taro\",\"last_name\":\"Yamada\",\"created_at\":\"T\",\"updated_at\":\"T\"},"
                + "{\"id\":2,\"first_name\":\"Hanako\",\"last_name\":\"Suzuki\",\"created_at\":\"T\",\"updated_at\":\"T\"}]");
  }

  @Test
  void aNewUserIsAnsweredAsItIsStored() {
    Answer created =
        probe.json("POST", "/users", "{\"first_name\":\"Ichiro\",\"last_name\":\"Tanaka\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).contains("/users/3");
    assertThat(created.body().replaceAll(SQLITE_TIME, "T"))
        .isEqualTo(
            "{\"id\":3,\"first_name\":\"Ichiro\",\"last_name\":\"Tanaka\",\"created_at\":\"T\",\"updated_at\":\"T\"}");
    assertThat(probe.get("/users/3").body()).isEqualTo(created.body());
  }

  @Test
  void aMissingLastNameIsStoredAsNull() {
    assertThat(probe.json("POST", "/users", "{\"first_name\":\"Prince\"}").body())
        .contains("\"last_name\":null");
  }

  @Test
  void unknownFieldsAreIgnored() {
    Answer created =
        probe.json(
            "POST",
            "/users",
            "{\"id\":77,\"created_at\":\"1999\",\"first_name\":\"A\",\"x\":[1,{\"y\":null}]}");
    assertThat(created.header("Location")).contains("/users/3");
    assertThat(created.body()).doesNotContain("1999");
  }

  @Test
  void textsComeBackAsTheyWereSent() {
    String name = " \\\"山田\\\\\\u0001 😀\\n ";
    Answer created = probe.json("POST", "/users", "{\"first_name\":\"" + name + "\"}");
    assertThat(created.body()).contains("\"first_name\":\"" + name + "\"");
  }

  @Test
  void aChangeMovesUpdatedAtInTheOtherForm() {
    Answer changed = probe.json("PUT", "/users/1", "{\"first_name\":\"Jiro\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body())
        .startsWith("{\"id\":1,\"first_name\":\"Jiro\",\"last_name\":\"Yamada\",")
        .endsWith("\"updated_at\":\"2025-05-06T23:38:30.072Z\"}");
    assertThat(changed.text("created_at")).matches(SQLITE_TIME);
  }

  @Test
  void aMissingFieldStaysAndNullClearsTheLastName() {
    assertThat(probe.json("PUT", "/users/1", "{\"last_name\":null}").body())
        .contains("\"first_name\":\"Taro\",\"last_name\":null");
    Answer untouched = probe.json("PUT", "/users/2", "{}");
    assertThat(untouched.body()).contains("\"first_name\":\"Hanako\",\"last_name\":\"Suzuki\"");
    assertThat(untouched.text("updated_at")).endsWith("Z");
  }

  @Test
  void aDeletedUserIsAnsweredOnce() {
    String before = probe.get("/users/2").body();
    Answer deleted = probe.ask("DELETE", "/users/2");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.body()).isEqualTo(before);
    assertThat(probe.ask("DELETE", "/users/2").status()).isEqualTo(404);
    assertThat(probe.get("/users/2").status()).isEqualTo(404);
  }

  @Test
  void theIdOfADeletedLastUserIsUsedAgain() {
    assertThat(probe.ask("DELETE", "/users/2").status()).isEqualTo(200);
    assertThat(probe.json("POST", "/users", "{\"first_name\":\"A\"}").header("Location"))
        .contains("/users/2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1e0",
        "0x1",
        "1.0",
        "a",
        "+1",
        "%201",
        "99",
        "9223372036854775808",
        "99999999999999999999999",
        "1/",
        "１"
      })
  void whatIsNoIdOfAUserIsNotFound(String id) {
    String path = "/users/" + id;
    for (String method : new String[] {"GET", "DELETE"}) {
      Answer answer = probe.ask(method, path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text("code")).isEqualTo("not_found");
    }
    assertThat(probe.json("PUT", path, "{\"first_name\":\"A\"}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/vnd.api+json",
        "text/json",
        "application/x-www-form-urlencoded"
      })
  void theBodyIsReadAsJsonUnderTheseTypes(String type) {
    byte[] body = "{\"first_name\":\"A\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(probe.ask("POST", "/users", body, "Content-Type", type).status()).isEqualTo(201);
  }

  @Test
  void theBodyIsReadAsJsonWithoutAType() {
    byte[] body = "{\"first_name\":\"A\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(probe.ask("POST", "/users", body).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=x", "application/xml", "?"})
  void otherTypesAreRefused(String type) {
    byte[] body = "{\"first_name\":\"A\"}".getBytes(StandardCharsets.UTF_8);
    Answer answer = probe.ask("POST", "/users", body, "Content-Type", type);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text("code")).isEqualTo("unsupported_media_type");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNotJsonIsRefused(byte[] body) {
    Answer answer = probe.ask("POST", "/users", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("bad_json");
  }

  static Stream<byte[]> malformed() {
    return Stream.of(
            "",
            " ",
            "{",
            "{\"first_name\":\"A\"} x",
            "{first_name:\"A\"}",
            "{'first_name':'A'}",
            "{\"first_name\":\"A\",}",
            "{\"first_name\":\"\t\"}",
            "[".repeat(1000),
            "nul",
            "NaN",
            "{\"first_name\":\"\u00ff\"}")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|body",
        "\"x\"|body",
        "null|body",
        "{}|first_name",
        "{\"first_name\":null}|first_name",
        "{\"first_name\":1}|first_name",
        "{\"first_name\":\"\"}|first_name",
        "{\"first_name\":\" \\u3000\\u00a0\"}|first_name",
        "{\"first_name\":\"a\\u0000\"}|first_name",
        "{\"first_name\":\"a\\ud800\"}|first_name",
        "{\"first_name\":\"A\",\"last_name\":1}|last_name",
        "{\"first_name\":\"A\",\"last_name\":\"\\udc00\"}|last_name",
        "{\"last_name\":[]}|first_name,last_name"
      })
  void wrongFieldsAreToldTogether(String body, String fields) {
    Answer answer = probe.json("POST", "/users", body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("code")).isEqualTo("validation");
    for (String field : fields.split(",", -1)) {
      assertThat(answer.body()).contains("\"" + field + "\":[\"");
    }
    assertThat(probe.get("/users").body()).doesNotContain("\"id\":3");
  }

  @Test
  void namesHaveAtMost255CodePoints() {
    String body = "{\"first_name\":\"%s\",\"last_name\":\"%s\"}";
    String longest = "😀".repeat(255);
    assertThat(probe.json("POST", "/users", body.formatted(longest, longest)).status())
        .isEqualTo(201);
    Answer tooLong = probe.json("POST", "/users", body.formatted(longest + "a", longest + "a"));
    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(tooLong.body()).contains("\"first_name\":[", "\"last_name\":[");
  }

  @Test
  void aChangeIsValidatedToo() {
    assertThat(probe.json("PUT", "/users/1", "{\"first_name\":null}").status()).isEqualTo(422);
    assertThat(probe.json("PUT", "/users/1", "{\"first_name\":\" \"}").status()).isEqualTo(422);
    assertThat(probe.get("/users/1").body()).contains("Taro");
  }
}
