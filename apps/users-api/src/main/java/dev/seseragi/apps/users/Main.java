package dev.seseragi.apps.users;

import dev.seseragi.apps.log.JsonLoggerFinder;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.process.ExitCode;
import dev.seseragi.apps.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** {@code users-api}: the program. */
public final class Main {
  private Main() {}

  /** Runs a command; ends the process with its {@link ExitCode}. */
  public static void main(String[] args) throws InterruptedException {
    Program.run("users-api", () -> run(args));
  }

  private static int run(String[] args) throws InterruptedException, IOException {
    if (args.length == 2 && args[0].equals("train")) {
      // What the launcher calls, and nobody else.
      return Training.run(Path.of(args[1]));
    }
    String command = String.join(" ", args);
    UsersSettings settings = UsersSettings.read(System.getenv());
    return command.isEmpty() || command.equals("serve")
        ? serve(settings)
        : Commands.run(command, settings.database(), System.out, System.err);
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
