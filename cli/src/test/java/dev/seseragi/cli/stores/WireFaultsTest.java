package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.SeseragiException;
import dev.seseragi.cli.TestCli;
import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.Shutdown;
import dev.seseragi.engine.compact.CompactionSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.testkit.time.Await;
import dev.seseragi.testkit.wire.WireProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole replicator on a wire on which anything goes wrong at any time: what it says to be in
 * the store can be restored from there, what is not there it says, and it needs no help to get well
 * again. Each round has a seed; more of them by {@code -Dseseragi.wire.rounds=100}.
 */
class WireFaultsTest {
  private static final int ROUNDS = Integer.getInteger("seseragi.wire.rounds", 1);
  private static final int STEPS = 16;
  private static final int MOST_ROWS = 5;

  /** Once a round: uploaded in parts. */
  private static final int LARGE_ROW_BYTES = 9 << 20;

  private static final RemoteLimits IMPATIENT =
      new RemoteLimits(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofSeconds(2), 2);
  private static final Duration SHORT = Duration.ofMillis(1_500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Everything that housekeeping does, several times a round; a restore has its three seconds. */
  private static final CompactionSettings BUSY =
      new CompactionSettings(
          List.of(Duration.ofMillis(300), Duration.ofSeconds(2)),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(3),
          true,
          PageFormat.BLOCK,
          4 << 20);

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

  static Stream<Arguments> rounds() {
    return LongStream.rangeClosed(1, ROUNDS)
        .boxed()
        .flatMap(
            seed -> Stream.of(RemoteServer.Kind.values()).map(kind -> Arguments.of(kind, seed)));
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void nothingIsLostAndNothingIsHidden(RemoteServer.Kind kind, long seed) throws Exception {
    try (WireProxy proxy = WireProxy.to(servers.of(kind).uri());
        Round round = new Round(servers.of(kind), proxy, new SplittableRandom(seed))) {
      for (int step = 0; step < STEPS; step++) {
        round.step(step);
      }
      round.outage();
      round.end();
    }
  }

  /** One database, one application, one replica. */
  private final class Round implements AutoCloseable {
    private final Path database = folder.resolve("a.db");
    private final RandomGenerator random;
    private final WireProxy proxy;
    private final RandomFaults faults;
    private final TestCli direct;
    private final String url;
    private final ObjectStore store;
    private final EngineThreads threads = EngineThreads.start();
    private final Connection application;
    private Replicator replicator;
    private int rows;
    private int covered;

    Round(RemoteServer server, WireProxy proxy, RandomGenerator random) throws SQLException {
      this.random = random;
      this.proxy = proxy;
      this.faults = new RandomFaults(server, proxy, random);
      String prefix = RemoteServers.newPrefix();
      this.direct = server.cli(folder, server.uri());
      this.url = server.url(prefix);
      this.store =
          Stores.plain(
              ReplicaUrl.parse(server.url(server.bucket(), prefix, proxy.uri())),
              server.cli(folder, proxy.uri()).with(server.provider(IMPATIENT)).surroundings());
      this.application = DriverManager.getConnection("jdbc:sqlite:" + database);
      execute("PRAGMA journal_mode=WAL");
      execute("PRAGMA busy_timeout=10000");
      execute("CREATE TABLE t (x)");
      faults.soon();
      this.replicator = startReplicator();
    }

    private Replicator startReplicator() {
      ReplicatorSettings settings =
          ReplicatorSettings.defaultsFor(database)
              .withSyncInterval(Duration.ofMillis(50))
              .withCompaction(BUSY);
      return Replicator.start(database, new Replica(store), settings, threads);
    }

    private void execute(String sql) throws SQLException {
      try (Statement statement = application.createStatement()) {
        statement.execute(sql);
      }
    }

    private void insert(int bytes) throws SQLException {
      execute("INSERT INTO t VALUES (randomblob(%d))".formatted(bytes));
      rows++;
    }

    void step(int step) throws Exception {
      faults.soon();
      for (int i = random.nextInt(MOST_ROWS); i >= 0; i--) {
        insert(step == STEPS / 2 ? LARGE_ROW_BYTES / MOST_ROWS : 1 + random.nextInt(20_000));
      }
      switch (random.nextInt(8)) {
        case 0 -> restart();
        case 1, 2, 3 -> syncIfPossible();
        default -> {
          // The next rows follow at once.
        }
      }
      assertMayGoOn();
    }

    /** Whatever is told to be in the store is there; what is not told may be. */
    private void syncIfPossible() throws Exception {
      int committed = rows;
      try {
        replicator.sync(SHORT);
        covered = committed;
      } catch (SeseragiException notInTime) {
        assertThat(notInTime.getMessage()).isNotBlank();
      }
      assertThat(restoredRows()).hasSizeBetween(covered, rows);
    }

    /** A process that ends in the midst of it, and the next one. */
    private void restart() throws Exception {
      Shutdown shutdown = replicator.close(SHORT);
      if (shutdown.isComplete()) {
        covered = rows;
        assertThat(restoredRows()).hasSize(rows);
      } else {
        assertThat(shutdown.problem()).isPresent();
      }
      replicator = startReplicator();
    }

    private void assertMayGoOn() {
      assertThat(replicator.status().state())
          .as(() -> replicator.status().problem().orElse("no problem"))
          .isNotIn(State.FENCED, State.REFUSED, State.CLOSED);
    }

    void outage() throws Exception {
      proxy.heal();
      replicator.sync(PATIENCE);
      faults.outage();
      insert(100);

      Await.until(
          () -> "the outage is told: " + replicator.status(), PATIENCE, () -> isToldUnhealthy());

      assertThat(restoredRows()).hasSizeBetween(rows - 1, rows);
      proxy.heal();
      replicator.sync(PATIENCE);
      Await.until(
          () -> "it is well again: " + replicator.status(),
          PATIENCE,
          () -> replicator.status().isHealthy());
    }

    private boolean isToldUnhealthy() {
      ReplicatorStatus status = replicator.status();
      return !status.isHealthy() && status.problem().isPresent();
    }

    void end() throws Exception {
      insert(100);

      assertThat(replicator.close(PATIENCE).isComplete()).isTrue();

      assertThat(restoredRows()).isEqualTo(rowsOf(database));
    }

    private List<String> restoredRows() throws Exception {
      TestCli.Result result = direct.run("restore", "-force", "-o", "restored.db", url);
      if (result.exitCode() != 0 && covered == 0) {
        // A take-over may have left its marker, and not its first segment yet.
        assertThat(result.err())
            .containsAnyOf("no matching backup files available", "there is no segment at all");
        return List.of();
      }
      assertThat(result.exitCode()).as(result.err()).isZero();
      return rowsOf(folder.resolve("restored.db"));
    }

    @Override
    public void close() throws SQLException {
      replicator.close(Duration.ofMillis(1));
      threads.close();
      store.close();
      application.close();
    }
  }

  private static List<String> rowsOf(Path file) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(check.getString(1)).isEqualTo("ok");
      }
      try (ResultSet tables = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
        if (tables.getInt(1) == 0) {
          return rows;
        }
      }
      try (ResultSet found = statement.executeQuery("SELECT x FROM t ORDER BY rowid")) {
        while (found.next()) {
          byte[] row = found.getBytes(1);
          rows.add(row.length + ":" + Arrays.hashCode(row));
        }
      }
    }
    return rows;
  }
}
