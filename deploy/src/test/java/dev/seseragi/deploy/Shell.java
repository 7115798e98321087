package dev.seseragi.deploy;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Commands of the system, run to their end. */
final class Shell {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** What ends as a command that does not exist. */
  static final int NOT_FOUND = 127;

  private Shell() {}

  /** What a command has said on both streams, and how it ended. */
  record Result(int exitCode, String output) {
    Result orFail() {
      if (exitCode != 0) {
        throw new AssertionError("ended with " + exitCode + ": " + output);
      }
      return this;
    }
  }

  static Path root() {
    return Fixtures.repositoryRoot();
  }

  /** Runs it at the root of the repository. */
  static Result run(Map<String, String> environment, List<String> command)
      throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root().toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end within " + LIMIT + " of " + command);
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      return new Result(NOT_FOUND, String.valueOf(e.getMessage()));
    }
  }

  static Result run(String... command) throws InterruptedException {
    return run(Map.of(), List.of(command));
  }

  /** Skips the test, so that nobody overlooks it. */
  static void skip(String why) {
    System.out.println("SKIPPED: " + why);
    abort(why);
  }

  /** Starts a command with nothing in its environment but what is given. */
  static ChildProcess start(Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().putAll(environment);
    return ChildProcess.start(builder);
  }
}
