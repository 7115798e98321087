package dev.seseragi.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Main classes of this module as programs: a fresh JVM each, with the flags of the command. */
public final class Jvm {
  private static final List<String> COMMON =
      List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

  /** As the launcher runs {@code seseragi restore}. */
  public static final List<String> RESTORE = List.of("-XX:TieredStopAtLevel=1", "-Xmx96m");

  /** An application that uses Seseragi, or SQLite, in its own process. */
  public static final List<String> APPLICATION = List.of("-Xmx256m");

  /** A server that others are measured against: it may take what it needs. */
  public static final List<String> SERVER = List.of("-Xmx1g");

  private Jvm() {}

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
