package dev.seseragi.cli.replicate;

import dev.seseragi.cli.command.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The program that is run beside the replication. It has our streams and our environment, but for
 * what the launcher has set for this JVM alone.
 */
final class Child {
  /** The names of these variables, with commas. */
  private static final String OWN_ENVIRONMENT = "seseragi.own-environment";

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param variables what it finds in its environment besides ours
   * @param ended is told the exit code, on a thread of the JDK's
   */
  static Child start(
      List<String> words, Path workingFolder, Map<String, String> variables, IntConsumer ended) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words).directory(workingFolder.toFile()).inheritIO();
      for (String name : System.getProperty(OWN_ENVIRONMENT, "").split(",", -1)) {
        builder.environment().remove(name);
      }
      builder.environment().putAll(variables);
      Process process = builder.start();
      var _ = process.onExit().thenAccept(done -> ended.accept(done.exitValue()));
      return new Child(process);
    } catch (IOException e) {
      throw new CommandException("cannot start exec command: " + e.getMessage());
    }
  }

  /** Hands a signal on. */
  void signal(ProcessSignal signal) {
    var _ = signal.sendTo(process.toHandle());
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** The process id. */
  long pid() {
    return process.pid();
  }
}
