package dev.seseragi.testkit.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How to start a JVM that runs a main class, by default with this JVM's class path: a process of
 * our own code that a test may kill. Immutable.
 *
 * <p>The child's standard input is its leash: it halts when the pipe breaks, that is, when the JVM
 * of the test is gone, even by SIGKILL. Its {@code main} must not read standard input.
 *
 * @param mainClass has a static {@code main(String[])} of any visibility
 * @param args for {@code main}
 * @param jvmOptions in order; a later one wins
 * @param environment added to this JVM's environment
 * @param classPath has the main class and this class
 */
public record ChildJvm(
    Class<?> mainClass,
    List<String> args,
    List<String> jvmOptions,
    Map<String, String> environment,
    String classPath) {

  /** A small and quickly started JVM. */
  private static final List<String> DEFAULT_OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED");

  /**
   * A build that was started in the background ignores SIGINT and SIGQUIT, and whatever it starts
   * inherits that. GNU env gives a child the usual dispositions back; it replaces itself, so the
   * process id is the child's.
   */
  private static final List<String> DEFAULT_SIGNALS =
      resetsSignals() ? List.of("env", "--default-signal") : List.of();

  /** Variables by which a JVM takes options that were meant for the test's own. */
  private static final List<String> FOREIGN_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  /** Copies. */
  public ChildJvm {
    args = List.copyOf(args);
    jvmOptions = List.copyOf(jvmOptions);
    environment = Map.copyOf(environment);
  }

  /** A JVM that runs {@code mainClass}. */
  public static ChildJvm running(Class<?> mainClass, Object... args) {
    List<String> texts = Stream.of(args).map(String::valueOf).toList();
    return new ChildJvm(
        mainClass, texts, DEFAULT_OPTIONS, Map.of(), System.getProperty("java.class.path"));
  }

  /** The same with more JVM options, such as {@code -Xmx64m}; they win over earlier ones. */
  public ChildJvm withJvmOptions(String... options) {
    List<String> all = new ArrayList<>(jvmOptions);
    all.addAll(List.of(options));
    return new ChildJvm(mainClass, args, all, environment, classPath);
  }

  /** The same with one more environment variable. */
  public ChildJvm withEnvironment(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put(name, value);
    return new ChildJvm(mainClass, args, jvmOptions, all, classPath);
  }

  /** The same with another class path, such as one of archives alone. */
  public ChildJvm withClassPath(String path) {
    return new ChildJvm(mainClass, args, jvmOptions, environment, path);
  }

  /** Starts it. */
  public ChildProcess start() {
    return startAs(command());
  }

  /**
   * Starts it by a shell script that prepares something for it (limits, mounts) and then executes
   * {@code "$@"}.
   *
   * @param launcher a command that takes {@code -c SCRIPT}, such as {@code sh}
   */
  public ChildProcess startBy(List<String> launcher, String script) {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of("-c", script, "child"));
    command.addAll(command());
    return startAs(command);
  }

  private static boolean resetsSignals() {
    try {
      Process probe = new ProcessBuilder("env", "--default-signal", "true").start();
      return probe.waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(DEFAULT_SIGNALS);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    String root = System.getProperty("seseragi.root");
    if (root != null) {
      command.add("-Dseseragi.root=" + root);
    }
    command.addAll(List.of("-cp", classPath, Leash.class.getName()));
    command.add(mainClass.getName());
    command.addAll(args);
    return command;
  }

  private ChildProcess startAs(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    FOREIGN_OPTIONS.forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    return ChildProcess.start(builder);
  }
}
