package dev.seseragi.demo;

import dev.seseragi.demo.Acknowledged.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tells the story of ./demo, step by step. */
public final class Demo {
  private static final Duration LIVE = Duration.ofSeconds(6);

  /**
   * What {@code replicate} declares for a machine that is lost: one sync interval (1 s), and the
   * time that a segment takes to be written.
   */
  private static final Duration WINDOW = Duration.ofMillis(2500);

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Path root = Path.of(System.getProperty("seseragi.root", "."));
  private final Path folder = root.resolve("demo-data");
  private final Path database = folder.resolve("shop.db");
  private final String replica = "file://" + folder.resolve("replica").toAbsolutePath();

  private Demo() {}

  /** No arguments. Exit code 1 if a row is missing that should have come back. */
  public static void main(String[] args) throws Exception {
    System.exit(new Demo().run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException, SQLException {
    deleteAll(folder);
    Files.createDirectories(folder);
    say("1. A shop takes orders in %s".formatted(relative(database)));
    say(
        "   Seseragi follows it:  ./seseragi replicate %s %s"
            .formatted(relative(database), replica));
    Process replicator = replicate();
    Process shop = shop();
    Acknowledged acknowledged = new Acknowledged(shop.getInputStream());
    watch(acknowledged);
    shop.destroyForcibly().waitFor();
    replicator.destroyForcibly().waitFor();
    long killedAt = System.currentTimeMillis();
    List<Order> orders = acknowledged.all();
    say(
        "2. kill -9 for both, in the middle of it, after %,d acknowledged orders"
            .formatted(orders.size()));
    deleteDatabase();
    say("3. The machine is gone: database, WAL and local state are deleted");
    say("4. ./seseragi restore -o %s %s".formatted(relative(database), replica));
    long start = System.nanoTime();
    restore();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return report(orders, killedAt, took);
  }

  private Process replicate() throws IOException {
    return new ProcessBuilder(
            root.resolve("seseragi").toString(), "replicate", database.toString(), replica)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("replicate.log").toFile())
        .start();
  }

  private Process shop() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Workload.class.getName(),
            database.toString())
        .redirectError(folder.resolve("shop.log").toFile())
        .start();
  }

  private static void watch(Acknowledged acknowledged) throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (acknowledged.count() == 0 && System.nanoTime() < deadline) {
      second.await(50, TimeUnit.MILLISECONDS);
    }
    for (int i = 1; i <= LIVE.toSeconds(); i++) {
      second.await(1, TimeUnit.SECONDS);
      say("   %d s: %,d orders acknowledged".formatted(i, acknowledged.count()));
    }
  }

  private void restore() throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(
                root.resolve("seseragi").toString(), "restore", "-o", database.toString(), replica)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("restore.log").toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(
          "the restore failed: " + Files.readString(folder.resolve("restore.log")));
    }
  }

  private boolean report(List<Order> orders, long killedAt, Duration took) throws SQLException {
    Set<Long> restored = restored();
    List<Order> missing = orders.stream().filter(o -> !restored.contains(o.id())).toList();
    say(
        "   It is back after %.1f s, start of the program included.%n"
            .formatted(took.toMillis() / 1000.0));
    say("   acknowledged %,7d".formatted(orders.size()));
    say("   restored     %,7d".formatted(orders.size() - missing.size()));
    say("   missing      %,7d".formatted(missing.size()));
    if (orders.isEmpty()) {
      say("The shop never took an order: see %s".formatted(relative(folder.resolve("shop.log"))));
      return false;
    }
    if (missing.isEmpty()) {
      say("\nNothing is missing.");
    } else {
      long ageMillis = killedAt - missing.getFirst().atMillis();
      say(
          ("%nThe oldest missing order was %,d ms old when the machine was lost.%n"
                  + "`replicate` is asynchronous: losing a machine costs what was committed in its last"
                  + " moments (declared: %,d ms).%nKilling only the programs costs nothing: the next start"
                  + " ships the rest.")
              .formatted(ageMillis, WINDOW.toMillis()));
      if (ageMillis > WINDOW.toMillis()) {
        say("That is more than was declared, and a bug: please report it.");
        return false;
      }
    }
    say(
        "%nLook further:  ./seseragi ltx -level all %s%n               README.md"
            .formatted(replica));
    return true;
  }

  private Set<Long> restored() throws SQLException {
    Set<Long> ids = new HashSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM orders")) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  private void deleteDatabase() throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(database + suffix));
    }
    deleteAll(folder.resolve(".shop.db-seseragi"));
  }

  private static void deleteAll(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Path relative(Path path) {
    return root.relativize(path);
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
