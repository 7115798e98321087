package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The figures of docs/images.md: sizes, and starts from a replica of 100 MB. */
@EnabledIfSystemProperty(named = "seseragi.deploy.figures", matches = "true")
final class FiguresTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int ROWS = 100_000;
  private static final int ROW_BYTES = 1_000;
  private static final int RUNS = 3;

  /** Fields of {@code /proc/PID/stat}, counted from 0: clock ticks of the process. */
  private static final int USER_TICKS = 13;

  private static final int SYSTEM_TICKS = 14;
  private static final int MILLIS_OF_A_TICK = 10;

  @TempDir Path folder;

  /** An application, what it is told, and what it answers when it is in service. */
  private record Served(Image image, Map<String, String> settings, String database, String path) {}

  private static final Served USERS_API =
      new Served(Image.USERS_API, Map.of("USERS_SEED", "true"), "USERS_DB", "/users/1");
  private static final Served POS =
      new Served(Image.POS, Map.of("POS_SEED", "demo"), "POS_DB", "/api/products");

  @ParameterizedTest
  @EnumSource
  void size(Image image) throws Exception {
    ImageTree tree = ImageTree.of(image);
    String root = tree.root().toString();
    String packed =
        Shell.run("sh", "-c", "tar c '" + root + "' 2>/dev/null | gzip | wc -c").output();
    String parts =
        Shell.run("sh", "-c", "du -sm '%s%s'/* | sed 's#/.*/##'".formatted(root, image.home()))
            .orFail()
            .output();
    System.out.printf(
        "measured: %s: %,d bytes in files, %s compressed, of them in MB: %s%n",
        image.target(), tree.sizeBytes(), packed.trim(), parts.replaceAll("\\s+", " "));
  }

  @Test
  void theUsersApiFromAFolder() throws Exception {
    starts(USERS_API, "a folder", FiguresTest::inAFolder);
  }

  @Test
  void thePointOfSaleFromAFolder() throws Exception {
    starts(POS, "a folder", FiguresTest::inAFolder);
  }

  @Test
  void theUsersApiFromS3() throws Exception {
    try (S3TestServer s3 = S3TestServer.in(folder.resolve("s3"))) {
      starts(USERS_API, "S3", name -> onS3(s3, name));
    }
  }

  private static Map<String, String> inAFolder(String name) {
    return Map.of("SESERAGI_REPLICA_URL", "file:///data/" + name);
  }

  private static Map<String, String> onS3(S3TestServer s3, String name) {
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.put("SESERAGI_REPLICA_URL", s3.replicaUrl(name));
    return environment;
  }

  /**
   * Starts it again and again.
   *
   * @param replicas the environment that leads to the replica of that name
   */
  private void starts(Served served, String from, Function<String, Map<String, String>> replicas)
      throws Exception {
    ImageTree tree = ImageTree.of(served.image());
    Path data = Files.createDirectory(folder.resolve("data"));
    String what = served.image().target() + " from " + from;
    for (int run = 0; run < RUNS; run++) {
      String started = start(tree, served, data, replicas.apply("none" + run), "none" + run);
      System.out.printf("measured: %s, new database: %s%n", what, started);
    }
    Map<String, String> replica = replicas.apply("replica");
    var _ = start(tree, served, data, replica, "a");
    fill(data.resolve("a/app.db"));
    long size = Files.size(data.resolve("a/app.db"));
    String filled = start(tree, served, data, replica, "a");
    System.out.printf("measured: %s, ships %,d bytes: %s%n", what, size, filled);
    for (int run = 0; run < RUNS; run++) {
      System.out.printf(
          "measured: %s, restores %,d bytes: %s%n",
          what, size, start(tree, served, data, replica, "b" + run));
      assertThat(Files.size(data.resolve("b" + run + "/app.db"))).isEqualTo(size);
    }
  }

  /** From the start of the process to the first answer of a row, and what it took. */
  private static String start(
      ImageTree tree, Served served, Path data, Map<String, String> replica, String disk)
      throws Exception {
    Files.createDirectories(data.resolve(disk));
    Map<String, String> environment = new HashMap<>(replica);
    environment.putAll(served.settings());
    int port = Container.freePort();
    environment.put("PORT", String.valueOf(port));
    environment.put(served.database(), "/data/" + disk + "/app.db");
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    long begin = System.nanoTime();
    try (ChildProcess engine = tree.start(data, environment);
        HttpProbe probe = new HttpProbe(port)) {
      Await.until("a row is answered", LONG, () -> isAnswered(probe, served.path()));
      long millis = (System.nanoTime() - begin) / 1_000_000;
      Container container = Container.of(engine);
      String[] stat = Files.readString(container.proc("stat")).split(" ", -1);
      long ticks = Long.parseLong(stat[USER_TICKS]) + Long.parseLong(stat[SYSTEM_TICKS]);
      String memory = container.status("VmRSS") + ", at most " + container.status("VmHWM");
      assertThat(container.stop(LONG)).isZero();
      return "%d ms to the first 200, %d ms of CPU, RSS %s, load before %.1f"
          .formatted(millis, ticks * MILLIS_OF_A_TICK, memory, load);
    }
  }

  private static boolean isAnswered(HttpProbe probe, String path) {
    try {
      return probe.get(path).status() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private static void fill(Path file) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE ballast(x)");
      statement.execute(
          """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
          INSERT INTO ballast SELECT randomblob(%d) FROM n
          """
              .formatted(ROWS, ROW_BYTES));
    }
  }
}
