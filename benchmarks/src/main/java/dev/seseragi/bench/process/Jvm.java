package dev.seseragi.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Main classes of this module as programs: a fresh JVM each, with the flags of the command. */
public final class Jvm {
  private static final List<String> COMMON =
      List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

  /** How the launcher runs {@code seseragi replicate}. */
  public static final List<String> REPLICATE =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "-Xms8m",
          "-Xmn4m",
          "-Xmx128m",
          "-XX:MinHeapFreeRatio=20",
          "-XX:MaxHeapFreeRatio=40",
          "-XX:-ShrinkHeapInSteps");

  /** How the launcher runs {@code seseragi restore}. */
  public static final List<String> RESTORE = List.of("-XX:TieredStopAtLevel=1", "-Xmx96m");

  /** An application that uses Seseragi, or SQLite, in its own process. */
  public static final List<String> APPLICATION = List.of("-Xmx256m");

  private static final Duration TRAINING_DEADLINE = Duration.ofMinutes(1);

  private Jvm() {}

  /**
   * The same, started with an archive of the classes that a first run loads, as the launcher does.
   *
   * @param archive where the archive goes; made by a run with the arguments
   */
  public static Program archived(Program program, Path archive, Object... arguments)
      throws IOException, InterruptedException {
    try (Running training =
        program.with("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable").start(arguments)) {
      training.await(TRAINING_DEADLINE).orFail("the training of " + program.name());
    }
    return program.with("-XX:SharedArchiveFile=" + archive, "-Xlog:disable");
  }

  /** A main class of this class path. */
  public static Program program(Class<?> mainClass, List<String> options, Path logs) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(COMMON);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    return new Program(mainClass.getSimpleName(), command, Map.of(), logs);
  }
}
