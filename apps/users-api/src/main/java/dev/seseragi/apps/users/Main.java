package dev.seseragi.apps.users;

import dev.seseragi.SeseragiException;
import dev.seseragi.apps.log.JsonLoggerFinder;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.process.ExitCode;
import dev.seseragi.apps.process.Startup;
import dev.seseragi.apps.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** {@code users-api}: the program. */
public final class Main {
  private Main() {}

  /** Runs a command; ends the process with its {@link ExitCode}. */
  public static void main(String[] args) throws InterruptedException {
    Startup.prepare();
    int code =
        args.length == 2 && args[0].equals("train") ? train(args[1]) : run(String.join(" ", args));
    JsonLoggerFinder.lines().flush();
    System.exit(code);
  }

  private static int run(String command) throws InterruptedException {
    try {
      UsersSettings settings = UsersSettings.read(System.getenv());
      return command.isEmpty() || command.equals("serve")
          ? serve(settings)
          : Commands.run(command, settings.database(), System.out, System.err);
    } catch (SettingsException e) {
      return say(ExitCode.USAGE, e);
    } catch (SeseragiException | IllegalStateException e) {
      return say(ExitCode.FAILED, e);
    }
  }

  /** What the build calls, and nobody else. */
  private static int train(String folder) {
    try {
      return Training.run(Path.of(folder));
    } catch (IOException e) {
      System.err.println("users-api: cannot train: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private static int say(int code, RuntimeException problem) {
    String words = String.valueOf(problem.getMessage());
    words.lines().forEach(line -> System.err.println("users-api: " + line));
    return code;
  }

  private static int serve(UsersSettings settings) throws InterruptedException {
    LogLines log = JsonLoggerFinder.lines();
    UsersService users = new UsersService(settings, log, InstantSource.system());
    users.service().stopOnSignals();
    int port = users.start().port();
    log.write("INFO", "listening on http://%s:%d".formatted(settings.web().host(), port), null);
    users.service().awaitStop();
    return users.service().stop();
  }
}
