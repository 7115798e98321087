package dev.seseragi.cli.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.Main;
import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.process.Signal;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicateProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // The end takes its budget and half a second at the most. Bounds below add what it takes to start
  // the kill program on a busy machine.

  @TempDir Path folder;
  private Path database;
  private String url;

  @BeforeEach
  void setUp() {
    database = folder.resolve("a.db");
    url = "file://" + folder.resolve("replica");
  }

  private ChildProcess replicate(String... flags) {
    List<Object> words = new ArrayList<>(List.of("replicate"));
    words.addAll(List.of(flags));
    words.addAll(List.of(database, url));
    return ChildJvm.running(Main.class, words.toArray()).start();
  }

  private int restoredRows() throws SQLException {
    TestCli.Result result = TestCli.in(folder).run("restore", "-o", "restored.db", url);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return TestDatabase.countRows(folder.resolve("restored.db"));
  }

  @ParameterizedTest
  @CsvSource({"TERM", "HUP"})
  void everythingIsReplicatedWhenASignalEndsIt(Signal signal) throws Exception {
    try (TestDatabase app = TestDatabase.create(database);
        ChildProcess process = replicate()) {
      String started = process.awaitLine(PATIENCE, line -> line.contains("msg=replicating"));
      assertThat(started)
          .contains("level=INFO", "db=" + database, "replica=" + url, "mode=wal", "txid=0");
      int rows = 0;
      for (int i = 0; i < 20; i++) {
        rows = app.insert();
      }

      process.signal(signal);

      process.awaitLine(PATIENCE, line -> line.contains("msg=\"ended, everything is replicated\""));
      assertThat(process.awaitExit(PATIENCE)).isZero();
      assertThat(restoredRows()).isEqualTo(rows);
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsWaitedFor() throws Exception {
    try (ChildProcess process = replicate()) {
      process.awaitLine(PATIENCE, line -> line.contains("msg=\"waiting for the database\""));

      try (TestDatabase app = TestDatabase.create(database)) {
        app.insert();
        Await.until(
            "the first segment is there",
            PATIENCE,
            () -> Files.exists(folder.resolve("replica/ltx/0")));
        process.signal(Signal.TERM);
        assertThat(process.awaitExit(PATIENCE)).isZero();
      }
      assertThat(restoredRows()).isEqualTo(1);
    }
  }

  @Test
  void theCommandDoesNotGetWhatTheLauncherHasSetForItself() throws Exception {
    try (TestDatabase app = TestDatabase.create(database)) {
      app.insert();
      String[] words = {
        "replicate", "-exec", "sh -c 'exit ${HOME:+4}${OURS:+2}'", database.toString(), url
      };
      try (ChildProcess process =
          ChildJvm.running(Main.class, (Object[]) words)
              .withEnvironment("OURS", "1")
              .withJvmOptions("-Dseseragi.own-environment=,OURS")
              .start()) {
        assertThat(process.awaitExit(PATIENCE)).isEqualTo(4);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"exit 7|7", "kill -KILL $$|137"})
  void theExitCodeOfTheCommandIsPassedOnAfterTheFinalSync(String script, int exitCode)
      throws Exception {
    try (TestDatabase app = TestDatabase.create(database)) {
      app.insert();
      app.insert();
      try (ChildProcess process = replicate("-exec", "sh -c '" + script + "'")) {
        assertThat(process.awaitExit(PATIENCE)).isEqualTo(exitCode);
      }
    }
    assertThat(restoredRows()).isEqualTo(2);
  }

  @Test
  void aCommandThatCannotBeStartedIsAnError() throws Exception {
    TestDatabase.create(database).close();
    try (ChildProcess process = replicate("-exec", "/no/such/program")) {
      assertThat(process.awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(process.errorOutput()).contains("Error: cannot start exec command: ");
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM", "INT"})
  void aSignalIsHandedToTheCommandWhoseEndIsWaitedFor(Signal signal) throws Exception {
    TestDatabase.create(database).close();
    String script =
        "sh -c 'trap \"echo caught; exit 5\" "
            + signal
            + "; echo ready; while :; do sleep 0.05; done'";
    try (ChildProcess process = replicate("-exec", script)) {
      process.awaitLine(PATIENCE, "ready");

      process.signal(signal);

      process.awaitLine(PATIENCE, "caught");
      assertThat(process.awaitExit(PATIENCE)).isEqualTo(5);
    }
  }

  @Test
  void otherSignalsAreTheCommandsMatterAlone() throws Exception {
    TestDatabase.create(database).close();
    String script =
        "sh -c 'trap \"echo usr\" USR1; trap \"echo hup\" HUP; echo ready;"
            + " while :; do sleep 0.05; done'";
    try (ChildProcess process = replicate("-exec", script)) {
      process.awaitLine(PATIENCE, "ready");

      process.signal(Signal.HUP);
      process.awaitLine(PATIENCE, "hup");
      new ProcessBuilder("kill", "-USR1", Long.toString(process.pid())).start().waitFor();
      process.awaitLine(PATIENCE, "usr");

      assertThat(process.isAlive()).isTrue();
    }
  }

  @Test
  void aCommandThatIgnoresTheSignalIsKilledWithinTheBudget() throws Exception {
    TestDatabase.create(database).close();
    Path configuration = folder.resolve("c.yml");
    Files.writeString(
        configuration,
        """
        seseragi: {shutdown-budget: 2s}
        exec: sh -c 'trap "" TERM; echo ready; while :; do sleep 0.05; done'
        dbs: [{path: %s, replica: {url: "%s"}}]
        """
            .formatted(database, url));
    try (ChildProcess process =
        ChildJvm.running(Main.class, "replicate", "-config", configuration, "-no-expand-env")
            .start()) {
      process.awaitLine(PATIENCE, "ready");
      long begin = System.nanoTime();

      process.signal(Signal.TERM);

      process.awaitLine(PATIENCE, line -> line.contains("did not end in time and is killed"));
      process.awaitLine(PATIENCE, line -> line.contains("everything is replicated"));
      assertThat(process.awaitExit(PATIENCE)).isEqualTo(137);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(1_400), Duration.ofMillis(2_800));
    }
  }

  @Test
  void aDatabaseWhoseReplicaAnotherOneWentOnWithIsRefusedAndTheCommandNotStarted()
      throws Exception {
    for (String name : List.of("a.db", "b.db")) {
      try (TestDatabase app = TestDatabase.create(folder.resolve(name))) {
        app.insert();
        Path state = Files.createDirectory(folder.resolve("." + name + "-seseragi"));
        Files.createFile(ReplicatorSettings.consentIn(state));
        assertThat(TestCli.in(folder).run("replicate", "-once", name, url).exitCode()).isZero();
      }
    }

    try (ChildProcess process = replicate("-exec", "echo started")) {
      String end = process.awaitLine(PATIENCE, line -> line.contains("msg=\"ended, "));
      assertThat(end).contains("NOT everything is replicated");
      assertThat(process.nextLine(PATIENCE)).isEmpty();
      assertThat(process.awaitExit(PATIENCE)).isEqualTo(ExitCode.REFUSED);
    }
  }

  private ChildProcess hanging(Duration budget, String hangsAtLogLine) {
    return ChildJvm.running(
            HangingReplication.class,
            database,
            folder.resolve("replica"),
            budget.toMillis(),
            hangsAtLogLine)
        .start();
  }

  private ChildProcess hanging(Duration budget) {
    return hanging(budget, "no such line");
  }

  @Test
  void aLogThatNobodyReadsDoesNotDelayTheEnd() throws Exception {
    try (TestDatabase app = TestDatabase.create(database);
        ChildProcess process = hanging(Duration.ofSeconds(1), "msg=ending")) {
      process.awaitLine(PATIENCE, line -> line.contains("msg=replicating"));
      app.insert();
      long begin = System.nanoTime();

      process.signal(Signal.TERM);

      assertThat(process.awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1_800));
    }
  }

  @Test
  void aStoreThatHangsDoesNotDelayTheEndAndTheLossIsTold() throws Exception {
    try (TestDatabase app = TestDatabase.create(database);
        ChildProcess process = hanging(Duration.ofSeconds(2))) {
      process.awaitLine(PATIENCE, line -> line.contains("msg=replicating"));
      Await.until(
          "the first segment is there",
          PATIENCE,
          () -> Files.exists(folder.resolve("replica/ltx/0/%1$016x-%1$016x.ltx".formatted(1))));
      app.insert();
      app.insert();
      long begin = System.nanoTime();

      process.signal(Signal.TERM);

      String end = process.awaitLine(PATIENCE, line -> line.contains("msg=\"ended, "));
      assertThat(end)
          .contains("level=ERROR", "NOT everything is replicated", "db=" + database)
          .contains("txid=0000000000000001")
          .doesNotContain("missing-bytes=0 ");
      assertThat(process.awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2_800));
    }
  }

  @Test
  void aSecondSignalCutsTheEndShort() throws Exception {
    try (TestDatabase app = TestDatabase.create(database);
        ChildProcess process = hanging(Duration.ofSeconds(60))) {
      process.awaitLine(PATIENCE, line -> line.contains("msg=replicating"));
      app.insert();
      process.signal(Signal.TERM);
      process.awaitLine(PATIENCE, line -> line.contains("msg=ending"));

      process.signal(Signal.TERM);

      process.awaitLine(PATIENCE, line -> line.contains("msg=\"ended, NOT everything"));
      assertThat(process.awaitExit(PATIENCE)).isEqualTo(1);
    }
  }

  @Test
  void metricsAndHealthAreServed() throws Exception {
    Path configuration = folder.resolve("c.yml");
    Files.writeString(
        configuration,
        """
        addr: "127.0.0.1:0"
        logging: {type: json, stderr: false}
        dbs: [{path: %s, replica: {url: "%s"}}]
        seseragi: {verify-interval: 100ms}
        """
            .formatted(database, url));
    try (TestDatabase app = TestDatabase.create(database);
        ChildProcess process =
            ChildJvm.running(Main.class, "replicate", "-config", configuration).start()) {
      app.insert();
      String serving = process.awaitLine(PATIENCE, line -> line.contains("serving metrics"));
      String base =
          "http://127.0.0.1:" + serving.replaceFirst("^\\{.*\"addr\":\"[^\"]*:(\\d+)\".*", "$1");
      process.awaitLine(PATIENCE, line -> line.contains("\"msg\":\"replicating\""));
      Await.until(
          "a segment is counted",
          PATIENCE,
          () ->
              get(base + "/metrics").body().contains("segments_total{db=\"" + database + "\"} 1"));

      assertThat(get(base + "/metrics").body())
          .contains("# TYPE seseragi_txid gauge\nseseragi_txid{db=\"" + database + "\"} 2\n")
          .contains("seseragi_state{db=\"%s\",state=\"replicating\"} 1".formatted(database))
          .contains("process_cpu_seconds_total ");
      Await.until(
          "a restore is proven",
          PATIENCE,
          () -> get(base + "/readyz").body().contains("\"proven_restorable\": \"20"));
      assertThat(get(base + "/metrics").body())
          .contains("seseragi_proofs_total{db=\"%s\",outcome=\"failed\"} 0\n".formatted(database))
          .containsPattern("seseragi_proven_restorable_timestamp\\{db=\"[^\"]*\"} 1[.0-9]+")
          .containsPattern("seseragi_proof_requests_total\\{db=\"[^\"]*\"} [1-9]");
      Await.until(
          "the note of the proof tells it without the process",
          PATIENCE,
          () ->
              TestCli.in(folder)
                  .run("status", "-config", "c.yml", "-json")
                  .out()
                  .contains("\"proven_restorable\": \"20"));
      assertThat(get(base + "/healthz").body()).isEqualTo("ok\n");
      assertThat(get(base + "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(base + "/readyz").body()).contains("\"ready\": true", "\"replicating\"");
      assertThat(get(base + "/other").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(String url) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMissingDatabaseIsRestoredFirst() throws Exception {
    try (TestDatabase app = TestDatabase.create(database)) {
      app.insert();
      assertThat(TestCli.in(folder).run("replicate", "-once", database.toString(), url).exitCode())
          .isZero();
    }
    Files.delete(database);

    try (ChildProcess process = replicate("-restore-if-db-not-exists", "-exec", "true")) {
      process.awaitLine(PATIENCE, line -> line.contains("msg=restored"));
      assertThat(process.awaitExit(PATIENCE)).isZero();
    }
    assertThat(TestDatabase.countRows(database)).isEqualTo(1);
  }
}
