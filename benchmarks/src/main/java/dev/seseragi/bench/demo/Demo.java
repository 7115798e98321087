package dev.seseragi.bench.demo;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.ReplicaFolder;
import dev.seseragi.bench.process.Ended;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ./demo crash}: loses a database and brings it back. */
public final class Demo {
  private static final Duration SHOPPING = Duration.ofSeconds(8);

  /** Set by the script, which can ask whether stdout is a terminal. */
  private static final String TERMINAL_PROPERTY = "seseragi.terminal";

  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * What may be missing when nobody waits for the store: a segment is made once a second, and the
   * last one may still have been on its way.
   */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private final Path folder;
  private final Path database;
  private final Path replica;
  private final Path log;
  private final Program seseragi;
  private final Program shop;

  private Demo(Path root, Path folder) throws IOException {
    this.folder = folder;
    this.database = folder.resolve("shop.db");
    this.replica = folder.resolve("replica");
    this.log = folder.resolve("acknowledged.log");
    Path logs = Files.createDirectories(folder.resolve("logs"));
    this.seseragi =
        new Program("seseragi", List.of(root.resolve("seseragi").toString()), Map.of(), logs);
    this.shop = Jvm.program(ShopMain.class, Jvm.APPLICATION, logs);
  }

  /** Ends with 1 if more is missing than may be. */
  public static void main(String[] args) throws Exception {
    // So that numbers look alike everywhere.
    Locale.setDefault(Locale.ROOT);
    Path root = Path.of(System.getProperty("seseragi.root", "")).toAbsolutePath();
    Path folder = root.resolve("demo-crash");
    Lab.delete(folder);
    System.exit(new Demo(root, Files.createDirectories(folder)).run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    say(
        "Seseragi keeps a live SQLite database in object storage (here: a folder) and gives it back.");
    say("");
    long killedMillis = shopUntilKilled();
    loseDatabase();
    say(
        "4  restore it: ./seseragi restore -o demo-crash/shop.db %s"
            .formatted(Program.url(replica)));
    Ended restore = seseragi.restore(replica, database);
    Verdict verdict = Verdict.of(database, Acknowledged.read(log), killedMillis);
    tell(verdict, restore);
    return verdict.keeps(WINDOW);
  }

  private long shopUntilKilled() throws IOException, InterruptedException {
    say("1  replicate: ./seseragi replicate demo-crash/shop.db %s".formatted(Program.url(replica)));
    try (Running replicator = seseragi.replicate(database, replica)) {
      say("2  a shop commits orders to demo-crash/shop.db, some hundred a second");
      try (Running application = shop.start(database, log)) {
        new ReplicaFolder(replica).awaitSegment(replicator);
        for (long second = 0; second < SHOPPING.toSeconds(); second++) {
          Thread.sleep(SECOND);
          progress();
        }
        expectAlive(application);
        expectAlive(replicator);
        long killedMillis = System.currentTimeMillis();
        application.kill();
        replicator.kill();
        say("");
        say("3  SIGKILL to both, and the database is deleted");
        return killedMillis;
      }
    }
  }

  private static void expectAlive(Running running) {
    if (!running.isAlive()) {
      throw new IllegalStateException("it ended by itself: " + running.output());
    }
  }

  private void progress() throws IOException {
    if (!Boolean.getBoolean(TERMINAL_PROPERTY)) {
      return;
    }
    int orders = Acknowledged.read(log).orders().size();
    int segments = new ReplicaFolder(replica).segments().size();
    System.out.printf(
        Locale.ROOT,
        "\r     %,d orders acknowledged, %d segments in the replica ",
        orders,
        segments);
    System.out.flush();
  }

  private void loseDatabase() throws IOException {
    for (String name : List.of("shop.db", "shop.db-wal", "shop.db-shm")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Lab.delete(folder.resolve(".shop.db-seseragi"));
  }

  private void tell(Verdict verdict, Ended restore) {
    say("     done in %.2f s, the start of a JVM included".formatted(restore.seconds()));
    say("");
    say("   %,7d orders were acknowledged".formatted(verdict.acknowledged()));
    say("   %,7d of them came back".formatted(verdict.restored()));
    if (verdict.others() > 0) {
      say("   %,7d more were committed, but not acknowledged any more".formatted(verdict.others()));
    }
    say("   %,7d are missing%s".formatted(verdict.missing().size(), age(verdict)));
    say(
        "   SQLite's integrity check: %s; every order up to the last one is there: %s"
            .formatted(ok(verdict.isIntact()), ok(verdict.isPrefix())));
    say("");
    say(
        "   This is the async mode, in which no commit waits for the store: what was committed in the");
    say(
        "   last %d s may be missing after a crash, and nothing older."
            .formatted(WINDOW.toSeconds()));
    if (!verdict.keeps(WINDOW)) {
      say("");
      say("   FAILED: that does not hold here. Please report it, with the folder demo-crash.");
    }
    say("");
    say(
        "Look around: ls -R demo-crash/replica; ./seseragi ltx -level all %s"
            .formatted(Program.url(replica)));
    say("Go on with:  README.md, docs/architecture.md, ./bench -quick");
  }

  private static String ok(boolean is) {
    return is ? "ok" : "FAILED";
  }

  private static String age(Verdict verdict) {
    return verdict.missing().isEmpty()
        ? ""
        : ": the oldest was acknowledged %d ms before the kill"
            .formatted(verdict.oldestMissing().toMillis());
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
