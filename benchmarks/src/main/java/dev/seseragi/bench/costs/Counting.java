package dev.seseragi.bench.costs;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.s3.LocalS3;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts once in a run of the benchmarks, whoever asks first: counting takes minutes, and what is
 * counted does not vary. Used by one thread.
 */
public final class Counting {
  private Optional<Result> known = Optional.empty();

  /** Nothing is counted yet. */
  public Counting() {}

  /**
   * What was counted.
   *
   * @param programs by name; Seseragi's with merges and retention
   * @param housekeeping what merges and retention were made of
   */
  record Result(Map<String, Counts> programs, HousekeepingCounting.Result housekeeping) {}

  Result result(Lab lab) throws IOException, InterruptedException, SQLException {
    if (known.isEmpty()) {
      known = Optional.of(count(lab));
    }
    return known.get();
  }

  private static Result count(Lab lab) throws IOException, InterruptedException, SQLException {
    Map<String, Counts> programs = new LinkedHashMap<>();
    for (Program program : lab.programs()) {
      try (LocalS3 s3 = LocalS3.start(lab)) {
        programs.put(program.name(), new CommandCounting(lab, s3, program).run());
      }
    }
    try (LocalS3 s3 = LocalS3.start(lab)) {
      HousekeepingCounting.Result housekeeping = new HousekeepingCounting(lab, s3).run();
      programs.computeIfPresent(
          lab.ours().name(), (name, counts) -> counts.with(housekeeping.operations()));
      return new Result(programs, housekeeping);
    }
  }
}
