package dev.seseragi.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process has used so far, from {@code /proc} (Linux only).
 *
 * @param cpuSeconds of all its threads, user and system; in steps of 10 ms
 * @param rssBytes its memory now
 * @param peakRssBytes its memory at most
 */
public record Usage(double cpuSeconds, long rssBytes, long peakRssBytes) {
  /** The kernel reports CPU time to programs in units of 1/100 s (USER_HZ) on all platforms. */
  private static final double TICKS_PER_SECOND = 100;

  /** Where utime and stime stand, counted behind the program's name (proc_pid_stat(5)). */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  private static final int KILO = 1024;

  /** Of the process with that id; empty if it is gone. */
  public static Optional<Usage> of(long pid) {
    Path folder = Path.of("/proc", String.valueOf(pid));
    try {
      String stat = Files.readString(folder.resolve("stat"));
      // The name in parentheses may hold anything, blanks and parentheses among it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
      String status = Files.readString(folder.resolve("status"));
      if (!status.contains("VmHWM:")) {
        return Optional.empty();
      }
      return Optional.of(
          new Usage(
              ticks / TICKS_PER_SECOND, kilobytes(status, "VmRSS:"), kilobytes(status, "VmHWM:")));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static long kilobytes(String status, String key) {
    int start = status.indexOf(key) + key.length();
    String line = status.substring(start, status.indexOf('\n', start)).strip();
    return Long.parseLong(line.substring(0, line.indexOf(' '))) * KILO;
  }
}
