package dev.seseragi.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Main classes of this module as programs: a fresh JVM each, with the flags of the command. */
public final class Jvm {
  private static final List<String> COMMON =
      List.of("-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED");

  /** How {@code seseragi replicate} runs. */
  public static final List<String> REPLICATE =
      List.of("-Xms8m", "-Xmx48m", "-Xss512k", "-XX:MaxDirectMemorySize=32m");

  /** How {@code seseragi restore} runs. */
  public static final List<String> RESTORE = List.of("-Xmx96m", "-XX:TieredStopAtLevel=1");

  /** An application that uses Seseragi, or SQLite, in its own process. */
  public static final List<String> APPLICATION = List.of("-Xmx256m");

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
