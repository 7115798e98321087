package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.Answer;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.process.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: its settings, its commands, its end. */
final class ProgramTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private ChildJvm program(String... args) {
    return ChildJvm.running(Main.class, (Object[]) args)
        .withEnvironment("USERS_DB", folder.resolve("users.db").toString());
  }

  @Test
  void wrongVariablesAreToldAllAtOnce() throws Exception {
    try (ChildProcess child =
        program()
            .withEnvironment("PORT", "70000")
            .withEnvironment("USERS_SEEED", "true")
            .withEnvironment("SESERAGI_MODE", "fast")
            .start()) {
      assertThat(child.awaitExit(LONG)).isEqualTo(2);
      assertThat(child.errorOutput().lines())
          .hasSize(3)
          .anyMatch(line ->
              line.contains("PORT: expected a whole number from 1 to 65535, found \"70000\""))
          .anyMatch(line ->
              line.contains("SESERAGI_MODE: expected one of durable, async, found \"fast\""))
          .anyMatch(line -> line.contains("USERS_SEEED: unknown variable"));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aReplicaThatCannotBeLookedAtIsNoEmptyOne() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    try (ChildProcess child =
        program()
            .withEnvironment("PORT", String.valueOf(HttpProbe.freePort()))
            .withEnvironment("SESERAGI_REPLICA_URL", "file://" + file + "/replica")
            .start()) {
      assertThat(child.awaitExit(LONG)).isEqualTo(1);
      assertThat(child.errorOutput()).startsWith("users-api: ").doesNotContain("\tat ");
    }
    assertThat(folder.resolve("users.db")).doesNotExist();
  }

  @Test
  void aPortThatIsTakenIsOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0);
        ChildProcess child =
            program().withEnvironment("PORT", String.valueOf(taken.getLocalPort())).start()) {
      assertThat(child.awaitExit(LONG)).isEqualTo(1);
      assertThat(child.errorOutput())
          .startsWith("users-api: cannot serve: ")
          .contains(String.valueOf(taken.getLocalPort()))
          .doesNotContain("\tat ");
    }
  }

  /** The article's own session. */
  @Test
  void anotherContainerGivesTheSameBytes() throws Exception {
    String rows;
    try (ChildProcess child = serve("first", "true")) {
      try (HttpProbe probe = new HttpProbe(awaitPort(child))) {
        assertThat(probe.get("/users").body())
            .matches(
                "\\[\\{\"id\":1,\"first_name\":\"Taro\",\"last_name\":\"Yamada\",[^{]*\\},"
                    + "\\{\"id\":2,\"first_name\":\"Hanako\",\"last_name\":\"Suzuki\",[^{]*\\}\\]");
        Answer created =
            probe.json("POST", "/users", "{\"first_name\":\"Ichiro\",\"last_name\":\"Tanaka\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body()).startsWith("{\"id\":3,");
        rows = probe.get("/users").body();
        assertThat(rows).endsWith("," + created.body() + "]");
      }
      child.signal(Signal.TERM);
      assertThat(child.awaitExit(Duration.ofSeconds(9))).isEqualTo(0);
    }
    try (ChildProcess child = serve("second", "false");
        HttpProbe probe = new HttpProbe(awaitPort(child))) {
      assertThat(probe.get("/users").body()).isEqualTo(rows);
    }
  }

  private ChildProcess serve(String container, String seeds) throws IOException {
    Path disk = Files.createDirectories(folder.resolve(container));
    return program("serve")
        .withEnvironment("PORT", String.valueOf(HttpProbe.freePort()))
        .withEnvironment("USERS_DB", disk.resolve("users.db").toString())
        .withEnvironment("USERS_SEED", seeds)
        .withEnvironment("SESERAGI_REPLICA_URL", "file://" + folder.resolve("replica"))
        .start();
  }

  static int awaitPort(ChildProcess child) throws InterruptedException {
    String line = child.awaitLine(LONG, text -> text.contains("listening on http://0.0.0.0:"));
    return Integer.parseInt(line.replaceAll(".*0\\.0\\.0\\.0:(\\d+)\".*", "$1"));
  }

  @Test
  void migrationsAndSeedsAreCommands() {
    run(List.of("0001_create_users  not applied"), "migrate", "status");
    run(List.of("applied 0001_create_users"), "migrate", "up");
    run(List.of("nothing to do"), "migrate", "up");
    run(List.of("inserted two users"), "seed");
    run(List.of("users is not empty: nothing was inserted"), "seed");
    run(List.of("undone 0001_create_users"), "migrate", "down");
    run(List.of("nothing to do"), "migrate", "down");
  }

  /** In this JVM: a process for each would take seconds. */
  private void run(List<String> expected, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    UsersSettings settings =
        UsersSettings.read(Map.of("USERS_DB", folder.resolve("users.db").toString()));
    assertThat(Commands.run(String.join(" ", words), settings.database(), stream, stream)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines().toList()).isEqualTo(expected);
  }

  @Test
  void anUnknownCommandIsRefused() throws Exception {
    try (ChildProcess child = program("migrate", "sideways").start()) {
      assertThat(child.awaitExit(LONG)).isEqualTo(2);
      assertThat(child.errorOutput()).contains("migrate sideways", "usage:");
    }
  }
}
