package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.Main;
import dev.seseragi.cli.replicate.TestDatabase;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes on machines that are lost, with one replica behind the network. */
class RemoteRoundTripTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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

  private static ChildProcess run(RemoteServer server, Object... words) {
    ChildJvm seseragi = ChildJvm.running(Main.class, words);
    for (Map.Entry<String, String> variable : server.environment(server.uri()).entrySet()) {
      seseragi = seseragi.withEnvironment(variable.getKey(), variable.getValue());
    }
    return seseragi.start();
  }

  private Path machine(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name)).resolve("a.db");
  }

  private static void lose(Path machine) throws IOException {
    try (Stream<Path> all = Files.walk(machine.getParent())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Replicates while rows are committed; the line that tells the beginning. */
  private static String live(RemoteServer server, Path database, String url, int rows)
      throws Exception {
    try (ChildProcess process =
        run(server, "replicate", "-restore-if-db-not-exists", database, url)) {
      String begun =
          process.awaitLine(PATIENCE, line -> line.matches(".*msg=(replicating|\"waiting for).*"));
      try (TestDatabase app = TestDatabase.create(database)) {
        for (int i = 0; i < rows; i++) {
          app.insert();
        }
        process.signal(Signal.TERM);
        process.awaitLine(PATIENCE, line -> line.contains("\"ended, everything is replicated\""));
        assertThat(process.awaitExit(PATIENCE)).isZero();
      }
      return begun;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseMovesFromMachineToMachine(RemoteServer.Kind kind) throws Exception {
    RemoteServer server = servers.of(kind);
    String url = server.url(RemoteServers.newPrefix());

    Path first = machine("first");
    live(server, first, url, 40);
    lose(first);
    Path second = machine("second");
    String begun = live(server, second, url, 2);
    assertThat(begun)
        .as("it goes on and ships no full copy")
        .containsPattern("txid=0{14}[0-9a-f]{2}");
    lose(second);

    Path third = machine("third");
    try (ChildProcess restore = run(server, "restore", "-integrity-check=full", "-o", third, url)) {
      assertThat(restore.awaitExit(PATIENCE)).as(restore.errorOutput()).isZero();
    }
    assertThat(TestDatabase.countRows(third)).isEqualTo(42);
  }
}
