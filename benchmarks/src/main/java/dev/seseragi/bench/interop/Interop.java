package dev.seseragi.bench.interop;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs all checks; ends with 1 if one fails. */
public final class Interop {
  private Interop() {}

  /** Arguments: genuine Litestream, an old one ("" for none), and words that choose checks. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(System.getProperty("seseragi.root", "")).toAbsolutePath();
    Path results = root.resolve("target/interop/run");
    Lab.delete(results);
    Path logs = Files.createDirectories(results.resolve("logs"));
    Program ours = program("seseragi", root.resolve("seseragi"), logs);
    Program genuine = program("litestream", Path.of(args[0]), logs);
    Optional<Program> old =
        Optional.of(args[1])
            .filter(path -> !path.isEmpty())
            .map(path -> program("old-litestream", Path.of(path), logs));
    List<String> words = List.of(args).subList(2, args.length);
    int failed = 0;
    int number = 0;
    for (Check check : new Checks(ours, genuine, old).all()) {
      number++;
      if (words.isEmpty() || words.stream().anyMatch(check.claim()::contains)) {
        failed += run(check, results.resolve("%02d".formatted(number))) ? 0 : 1;
      }
    }
    System.out.println(
        failed == 0
            ? "interop: genuine Litestream and Seseragi read and continue each other's replicas"
            : "interop: " + failed + " FAILED; what was left is in " + results);
    System.exit(failed == 0 ? 0 : 1);
  }

  private static Program program(String name, Path executable, Path logs) {
    return new Program(name, List.of(executable.toString()), Map.of(), logs);
  }

  private static boolean run(Check check, Path folder) throws Exception {
    long start = System.nanoTime();
    try {
      check.body().run(folder);
      System.out.printf("  ok      %s (%d s)%n", check.claim(), seconds(start));
      Lab.delete(folder);
      return true;
    } catch (IllegalStateException | java.sql.SQLException e) {
      System.out.printf(
          "  FAILED  %s (%d s)%n          %s%n", check.claim(), seconds(start), e.getMessage());
      return false;
    }
  }

  private static long seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000_000;
  }
}
