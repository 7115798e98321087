package dev.seseragi.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /**
   * Variables of the machine's user that would change what is measured: credentials and endpoints,
   * proxies, settings of either program. AWS_CA_BUNDLE, for one, keeps genuine Litestream from S3.
   */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(AWS|AZURE|GOOGLE|LITESTREAM|SESERAGI)_.*|(HTTPS?|ALL|NO)_PROXY|LOG_LEVEL"
              + "|GO(DEBUG|GC|MAXPROCS|MEMLIMIT)|(JAVA_TOOL|JDK_JAVA|_JAVA)_OPTIONS",
          Pattern.CASE_INSENSITIVE);

  /** Copies. */
  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The same with more in its environment. */
  public Program with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new Program(name, command, all, logs);
  }

  /** Starts it with these arguments. */
  public Running start(Object... arguments) throws IOException {
    List<String> words = new ArrayList<>(command);
    for (Object argument : arguments) {
      words.add(String.valueOf(argument));
    }
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(FOREIGN.asMatchPredicate());
    builder.environment().putAll(environment);
    return Running.start(builder, Files.createTempFile(logs, name + "-", ".log"));
  }

  /** Runs it to its end, which has to be a good one. */
  public Ended run(Object... arguments) throws IOException, InterruptedException {
    try (Running running = start(arguments)) {
      return running.await(DEADLINE).orFail(name + " " + arguments[0]);
    }
  }

  /** What it says about its version. */
  public String version() throws IOException, InterruptedException {
    return run("version").output().lines().findFirst().orElse("unknown").strip();
  }

  /** Starts to replicate one database to a folder. */
  public Running replicate(Path database, Path replica) throws IOException {
    return replicate(database, url(replica));
  }

  /** Starts to replicate one database. */
  public Running replicate(Path database, String replica) throws IOException {
    return start("replicate", database, replica);
  }

  /** Starts to replicate what a configuration file lists. */
  public Running replicate(Path configuration) throws IOException {
    return start("replicate", "-config", configuration);
  }

  /** Brings a folder's replica up to date with its database, once. */
  public Ended replicateOnce(Path database, Path replica) throws IOException, InterruptedException {
    return replicateOnce(database, url(replica));
  }

  /** Brings a replica up to date with its database, once. */
  public Ended replicateOnce(Path database, String replica)
      throws IOException, InterruptedException {
    return run("replicate", "-once", database, replica);
  }

  /** Restores a folder's replica to a file that does not exist. */
  public Ended restore(Path replica, Path target) throws IOException, InterruptedException {
    return restore(url(replica), target);
  }

  /** Restores a replica to a file that does not exist. */
  public Ended restore(String replica, Path target) throws IOException, InterruptedException {
    return run("restore", "-o", target, replica);
  }

  /** The URL of a folder. */
  public static String url(Path folder) {
    return "file://" + folder.toAbsolutePath();
  }
}
