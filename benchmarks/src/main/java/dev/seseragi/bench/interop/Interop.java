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

  /**
   * Arguments: genuine Litestream, an old one ("" for none), fake-gcs-server ("" for none), and
   * words that choose checks.
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(System.getProperty("seseragi.root", "")).toAbsolutePath();
    Path results = root.resolve("target/interop/run");
    Lab.delete(results);
    Path logs = Files.createDirectories(results.resolve("logs"));
    Programs programs =
        new Programs(
            program("seseragi", root.resolve("seseragi"), logs),
            program("litestream", Path.of(args[0]), logs),
            optional("old-litestream", args[1], logs));
    List<String> words = List.of(args).subList(3, args.length);
    int failed = 0;
    try (Place folder = new FolderPlace(results.resolve("replicas"));
        Place s3 = S3Place.in(results.resolve("s3"))) {
      failed += run(new Checks(programs, folder).all(), words, results);
      failed += run(new Checks(programs, s3).ofAnyPlace(), words, results);
    }
    Optional<Program> gcs = optional("fake-gcs-server", args[2], logs);
    if (gcs.isPresent()) {
      try (Place place = GcsPlace.start(gcs.get())) {
        failed += run(new Checks(programs, place).ofAnyPlace(), words, results);
      }
    }
    System.out.println(
        failed == 0
            ? "interop: genuine Litestream and Seseragi read and continue each other's replicas"
            : "interop: " + failed + " FAILED; what was left is in " + results);
    System.exit(failed == 0 ? 0 : 1);
  }

  private static Optional<Program> optional(String name, String executable, Path logs) {
    return Optional.of(executable)
        .filter(path -> !path.isEmpty())
        .map(path -> program(name, Path.of(path), logs));
  }

  /** How many of those failed that have one of the words in their claim. */
  private static int run(List<Check> checks, List<String> words, Path results) throws Exception {
    int failed = 0;
    for (Check check : checks) {
      if (words.isEmpty() || words.stream().anyMatch(check.claim()::contains)) {
        Path folder = Files.createTempDirectory(results, "check-");
        failed += run(check, folder) ? 0 : 1;
      }
    }
    return failed;
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
