package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.Main;
import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.replicate.TestDatabase;
import dev.seseragi.cli.stores.RemoteServer.Right;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.process.Signal;
import dev.seseragi.testkit.time.Await;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process is ended while its server accepts everything and answers nothing any more. */
class RemoteShutdownTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BUDGET = Duration.ofSeconds(2);

  /** The process is gone half a second behind its budget; the rest is for a busy machine. */
  private static final Duration AT_THE_LATEST = BUDGET.plusMillis(1_500);

  private static RemoteServers servers;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    servers = new RemoteServers();
  }

  @AfterAll
  static void stop() throws IOException {
    servers.close();
  }

  private ChildProcess replicate(RemoteServer server, WireProxy proxy, String prefix)
      throws IOException {
    Path configuration = folder.resolve("c.yml");
    Files.writeString(
        configuration,
        """
        seseragi: {shutdown-budget: %ds}
        dbs: [{path: a.db, replica: {url: "%s"}}]
        """
            .formatted(BUDGET.toSeconds(), server.url(server.bucket(), prefix, proxy.uri()))
            .replace("a.db", folder.resolve("a.db").toString()));
    ChildJvm seseragi = ChildJvm.running(Main.class, "replicate", "-config", configuration);
    for (Map.Entry<String, String> variable : server.environment(proxy.uri()).entrySet()) {
      seseragi = seseragi.withEnvironment(variable.getKey(), variable.getValue());
    }
    return seseragi.start();
  }

  private void awaitRestorable(RemoteServer server, String prefix, int rows)
      throws InterruptedException {
    TestCli cli = server.cli(folder, server.uri());
    Await.until(
        rows + " rows are in the store",
        PATIENCE,
        () -> {
          cli.run("restore", "-force", "-o", "restored.db", server.url(prefix));
          try {
            return TestDatabase.countRows(folder.resolve("restored.db")) == rows;
          } catch (SQLException e) {
            return false;
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMissingIsToldWithinTheBudget(RemoteServer.Kind kind) throws Exception {
    RemoteServer server = servers.of(kind);
    String prefix = RemoteServers.newPrefix();
    try (WireProxy proxy = WireProxy.to(server.uri());
        TestDatabase app = TestDatabase.create(folder.resolve("a.db"));
        ChildProcess process = replicate(server, proxy, prefix)) {
      app.insert();
      awaitRestorable(server, prefix, 1);
      proxy.forgetRequests();
      proxy.always(request -> true, new WireFault.Hang());
      app.insert();
      Await.until(
          "the second row is on its way",
          PATIENCE,
          () -> proxy.requests().stream().anyMatch(it -> server.needs(Right.CREATE, it)));
      long begin = System.nanoTime();

      process.signal(Signal.TERM);

      String end = process.awaitLine(PATIENCE, line -> line.contains("msg=\"ended, "));
      assertThat(end)
          .contains("level=ERROR", "NOT everything is replicated")
          .doesNotContain("missing-bytes=0 ");
      assertThat(process.awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_THE_LATEST);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereNothingIsMissingItIsNoMatter(RemoteServer.Kind kind) throws Exception {
    RemoteServer server = servers.of(kind);
    String prefix = RemoteServers.newPrefix();
    try (WireProxy proxy = WireProxy.to(server.uri());
        TestDatabase app = TestDatabase.create(folder.resolve("a.db"));
        ChildProcess process = replicate(server, proxy, prefix)) {
      process.awaitLine(PATIENCE, line -> line.contains("msg=replicating"));
      app.insert();
      awaitRestorable(server, prefix, 1);
      proxy.always(request -> true, new WireFault.Hang());
      long begin = System.nanoTime();

      process.signal(Signal.TERM);

      process.awaitLine(PATIENCE, line -> line.contains("\"ended, everything is replicated\""));
      assertThat(process.awaitExit(PATIENCE)).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_THE_LATEST);
    }
  }
}
