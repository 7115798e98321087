package dev.seseragi.cli.training;

import dev.seseragi.cli.Cli;
import dev.seseragi.cli.Commands;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.store.StoreProvider;
import dev.seseragi.training.MemoryBucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Replicates a small database to a folder and to S3, restores it and runs a command, in one
 * process: run with {@code -XX:ArchiveClassesAtExit} it leaves an archive of the classes that
 * commands load. That halves their start.
 */
public final class Training {
  private static final Path RELATIVE = Path.of("");

  /** As the second argument: replicas in folders only. A client of S3 costs 20 MB of memory. */
  private static final String FOLDERS = "folders";

  private Training() {}

  /** Argument: an empty folder. Ends with 1 where a command did not do its work. */
  public static void main(String[] args) throws IOException, SQLException {
    boolean isFoldersOnly = args.length > 1 && args[1].equals(FOLDERS);
    Path folder = RELATIVE.toAbsolutePath().resolve(args[0]);
    Path database = folder.resolve("a.db");
    createDatabase(database);
    try (MemoryBucket bucket = MemoryBucket.start()) {
      String s3 = "s3://training/a?endpoint=http://" + bucket.address();
      String replica = "file://" + folder.resolve("replica");
      for (String url : isFoldersOnly ? List.of(replica) : List.of(replica, s3)) {
        run(folder, "replicate", "-once", database.toString(), url);
        run(folder, "restore", "-o", folder.resolve("b.db").toString(), "-force", url);
      }
      if (isFoldersOnly) {
        return;
      }
      String other = "file://" + folder.resolve("other");
      String gated = folder.resolve("c.db").toString();
      run(folder, "run", "-proxy", "127.0.0.1:0:0", "-health", "/", gated, other, "--", "true");
    }
  }

  private static void createDatabase(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t(x)");
      statement.execute("INSERT INTO t VALUES (1)");
    }
  }

  private static void run(Path folder, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(
            Map.of(
                "AWS_ACCESS_KEY_ID", "training",
                "AWS_SECRET_ACCESS_KEY", "training"),
            folder,
            InputStream.nullInputStream(),
            stream,
            stream,
            false,
            InstantSource.system(),
            ServiceLoader.load(StoreProvider.class));
    int exitCode = new Cli(new Commands(), surroundings).run(List.of(words));
    if (exitCode != 0) {
      System.err.println(String.join(" ", words) + ": " + said.toString(StandardCharsets.UTF_8));
      System.exit(1);
    }
  }
}
