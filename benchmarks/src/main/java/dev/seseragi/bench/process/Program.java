package dev.seseragi.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An executable with Litestream's command line: Seseragi itself, or what it is compared with.
 *
 * @param name for messages and file names
 * @param command the executable and what stands before its arguments
 * @param environment added to this process's
 * @param logs where its output goes
 */
public record Program(
    String name, List<String> command, Map<String, String> environment, Path logs) {
  private static final Duration RESTORE_DEADLINE = Duration.ofMinutes(5);

  /** Settings of the machine's user that would change what is measured. */
  private static final List<String> FOREIGN =
      List.of(
          "AWS_CA_BUNDLE",
          "AWS_PROFILE",
          "AWS_ENDPOINT_URL",
          "LITESTREAM_CONFIG",
          "LOG_LEVEL",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS");

  /** Copies. */
  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The same with more in its environment. */
  public Program with(Map<String, String> more) {
    return new Program(name, command, more, logs);
  }

  /** The same with more options directly behind the executable. */
  Program with(String... options) {
    List<String> words = new ArrayList<>(command);
    words.addAll(1, List.of(options));
    return new Program(name, words, environment, logs);
  }

  /** Starts it with these arguments. */
  public Running start(Object... arguments) throws IOException {
    List<String> words = new ArrayList<>(command);
    for (Object argument : arguments) {
      words.add(String.valueOf(argument));
    }
    ProcessBuilder builder = new ProcessBuilder(words);
    FOREIGN.forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    return Running.start(builder, Files.createTempFile(logs, name + "-", ".log"));
  }

  /** Starts to replicate one database to a folder. */
  public Running replicate(Path database, Path replica) throws IOException {
    return start("replicate", database, url(replica));
  }

  /** Starts to replicate what a configuration file lists. */
  public Running replicate(Path configuration) throws IOException {
    return start("replicate", "-config", configuration);
  }

  /** Brings a replica up to date with its database, once. */
  public Ended replicateOnce(Path database, Path replica) throws IOException, InterruptedException {
    try (Running running = start("replicate", "-once", database, url(replica))) {
      return running.await(RESTORE_DEADLINE).orFail(name + " replicate -once");
    }
  }

  /** Restores a folder's replica to a file that does not exist. */
  public Ended restore(Path replica, Path target) throws IOException, InterruptedException {
    return restore(url(replica), target);
  }

  /** Restores a replica to a file that does not exist. */
  public Ended restore(String replica, Path target) throws IOException, InterruptedException {
    try (Running running = start("restore", "-o", target, replica)) {
      return running.await(RESTORE_DEADLINE).orFail(name + " restore");
    }
  }

  /** The URL of a folder. */
  public static String url(Path folder) {
    return "file://" + folder.toAbsolutePath();
  }
}
