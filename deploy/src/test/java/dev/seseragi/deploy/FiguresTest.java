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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The figures of docs/images.md: sizes, and starts from a replica of 100 MB. */
@EnabledIfSystemProperty(named = "seseragi.deploy.figures", matches = "true")
final class FiguresTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int ROWS = 73_000;
  private static final int RUNS = 3;
  private static final String OPTIONS = "@/app/java.options";
  private static final String MAIN = "dev.seseragi.apps.users.Main";

  @TempDir Path folder;

  @Test
  void sizes() throws Exception {
    for (String name : List.of("users-api", "pos", "seseragi")) {
      ImageTree tree = ImageTree.of(name);
      String packed =
          Shell.run("sh", "-c", "tar c " + tree.root() + " 2>/dev/null | gzip | wc -c").output();
      System.out.printf(
          "measured: %s: %,d bytes in files, %s as a compressed layer%n",
          name, tree.sizeBytes(), packed.trim());
      System.out.println(
          "measured: "
              + Shell.run("du", "-sm", "--", tree.root() + tree.home().toString()).output());
    }
  }

  @Test
  void startsFromAReplicaInAFolder() throws Exception {
    starts("folder", Map.of("SESERAGI_REPLICA_URL", "file:///data/replica"));
  }

  @Test
  void startsFromAReplicaOnS3() throws Exception {
    try (S3TestServer s3 = S3TestServer.in(folder.resolve("s3"))) {
      Map<String, String> environment = new HashMap<>(s3.environment());
      environment.put("SESERAGI_REPLICA_URL", s3.replicaUrl("users"));
      starts("S3", environment);
    }
  }

  private void starts(String what, Map<String, String> replica) throws Exception {
    ImageTree tree = ImageTree.of("users-api");
    Path data = Files.createDirectory(folder.resolve("data"));
    System.out.printf("measured: %s, new database: %s%n", what, start(tree, data, replica, "a"));
    fill(data.resolve("a/users.db"));
    long size = Files.size(data.resolve("a/users.db"));
    String filled = start(tree, data, replica, "a");
    System.out.printf("measured: %s, ships %,d bytes: %s%n", what, size, filled);
    for (int run = 0; run < RUNS; run++) {
      System.out.printf(
          "measured: %s, restores %,d bytes: %s%n",
          what, size, start(tree, data, replica, "b" + run));
      assertThat(Files.size(data.resolve("b" + run + "/users.db"))).isEqualTo(size);
    }
  }

  /** From the start of the process to the first answer of a row, and what it took. */
  private static String start(ImageTree tree, Path data, Map<String, String> replica, String disk)
      throws Exception {
    Files.createDirectories(data.resolve(disk));
    Map<String, String> environment = new HashMap<>(replica);
    int port = Container.freePort();
    environment.put("PORT", String.valueOf(port));
    environment.put("USERS_DB", "/data/" + disk + "/users.db");
    environment.put("USERS_SEED", "true");
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    long begin = System.nanoTime();
    try (ChildProcess engine = tree.start(data, environment, OPTIONS, MAIN);
        HttpProbe probe = new HttpProbe(port)) {
      Await.until("a row is answered", LONG, () -> isAnswered(probe));
      long millis = (System.nanoTime() - begin) / 1_000_000;
      Container container = Container.of(engine);
      String[] stat = Files.readString(container.proc("stat")).split(" ", -1);
      long cpuMillis = (Long.parseLong(stat[13]) + Long.parseLong(stat[14])) * 10;
      String memory = container.status("VmRSS") + ", at most " + container.status("VmHWM");
      assertThat(container.stop(LONG)).isZero();
      return "%d ms to the first 200, %d ms of CPU, RSS %s, load before %.1f"
          .formatted(millis, cpuMillis, memory, load);
    }
  }

  private static boolean isAnswered(HttpProbe probe) {
    try {
      return probe.get("/users/1").status() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private static void fill(Path file) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + ROWS
              + ") INSERT INTO users(first_name, last_name) SELECT hex(randomblob(250)),"
              + " hex(randomblob(250)) FROM n");
    }
  }
}
