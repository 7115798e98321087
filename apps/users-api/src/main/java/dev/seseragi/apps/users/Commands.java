package dev.seseragi.apps.users;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.database.DatabaseSettings;
import dev.seseragi.apps.database.Migrations;
import dev.seseragi.apps.process.ExitCode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What the program does besides serving: one change of the database, and then it ends. */
final class Commands {
  private static final Duration CLOSE_BUDGET = Duration.ofSeconds(8);
  private static final String USAGE =
      """
      usage: users-api [COMMAND]
        serve            answers requests; the default
        migrate up       brings the tables to the latest form
        migrate down     undoes the last migration: drops users
        migrate status   lists what was applied
        seed             inserts two users into an empty table\
      """;

  private Commands() {}

  /** Runs one command line; returns the exit code. */
  static int run(String command, DatabaseSettings settings, PrintStream out, PrintStream err) {
    return switch (command) {
      case "migrate up" -> with(settings, database -> up(database, out));
      case "migrate down" -> with(settings, database -> down(database, out));
      case "migrate status" -> with(settings, database -> status(database, out));
      case "seed" -> with(settings, database -> seed(database, out));
      case "help", "-h", "--help" -> {
        out.println(USAGE);
        yield ExitCode.OK;
      }
      default -> {
        err.println("users-api: unknown command \"" + command + "\"\n" + USAGE);
        yield ExitCode.USAGE;
      }
    };
  }

  /** With a database, which is closed, and what it has committed shipped. */
  private static int with(DatabaseSettings settings, Consumer<Database> work) {
    Database database = new Database(settings);
    boolean isShipped = false;
    try {
      database.openForMigrations();
      work.accept(database);
    } finally {
      isShipped = database.close(CLOSE_BUDGET).isComplete();
    }
    return isShipped ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Migrations migrations(Database database) {
    return new Migrations(database, Schema.MIGRATIONS);
  }

  private static void up(Database database, PrintStream out) {
    List<String> applied = migrations(database).up();
    out.println(applied.isEmpty() ? "nothing to do" : "applied " + String.join(", ", applied));
  }

  private static void down(Database database, PrintStream out) {
    out.println(migrations(database).down().map(name -> "undone " + name).orElse("nothing to do"));
  }

  private static void status(Database database, PrintStream out) {
    for (Migrations.Entry entry : migrations(database).status()) {
      out.println(entry.name() + "  " + entry.appliedAt().orElse("not applied"));
    }
  }

  private static void seed(Database database, PrintStream out) {
    var _ = migrations(database).up();
    boolean isSeeded = Schema.seed(database);
    out.println(isSeeded ? "inserted two users" : "users is not empty: nothing was inserted");
  }
}
