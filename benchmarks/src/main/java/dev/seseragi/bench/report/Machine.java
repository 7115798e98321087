package dev.seseragi.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What has to be known of a machine to read its figures. */
public final class Machine {
  private static final String UNKNOWN = "unknown";

  private Machine() {}

  /**
   * The facts, in the order in which they are shown.
   *
   * @param scratch a folder on the file system that is measured
   */
  public static Map<String, String> facts(Path scratch) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", valueOf("/proc/cpuinfo", "model name"));
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", valueOf("/proc/meminfo", "MemTotal"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("file system", fileSystem(scratch));
    facts.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("load at the start", load());
    return facts;
  }

  /** How many processes want to run: figures of a machine that has more than cores are noise. */
  public static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.2f", load);
  }

  private static String fileSystem(Path scratch) {
    try {
      return Files.getFileStore(scratch).type();
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String valueOf(String file, String key) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException notLinux) {
      return UNKNOWN;
    }
  }
}
