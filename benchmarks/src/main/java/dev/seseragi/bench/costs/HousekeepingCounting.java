package dev.seseragi.bench.costs;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.RequestKind;
import dev.seseragi.bench.s3.RequestTally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Counts merges and retention over whole days, by a clock that is moved. One use. */
final class HousekeepingCounting {
  /** After so many days snapshots, merges and deletions repeat themselves. */
  private static final int DAYS_BEFORE = 3;

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** How large they are does not matter to requests. */
  private static final Workload.Segments BURST = new Workload.Segments(3, 0, 0);

  private static final String MARKERS = "seseragi";
  private static final String EVERYTHING = "";

  private final Lab lab;
  private final LocalS3 s3;
  private final Path folder;

  HousekeepingCounting(Lab lab, LocalS3 s3) throws IOException {
    this.lab = lab;
    this.s3 = s3;
    this.folder = lab.folder("housekeeping");
  }

  /**
   * What was counted.
   *
   * @param operations merges and retention
   * @param smallDay all requests of a day of {@link #smallDatabase()}
   * @param busyDay all requests of a day of {@code busy}
   * @param busy what that day was like
   */
  record Result(
      Map<Operation, Counted> operations, Requests smallDay, Requests busyDay, Workload busy) {}

  /** A day of 50 bursts, in the size that housekeeping sees. */
  static Workload smallDatabase() {
    return new Workload(
        "small", "50 bursts of 3 segments", 1e6, 0, 50, Duration.ofSeconds(2), BURST);
  }

  /** Just enough for snapshots and deletions to have come into their steady state. */
  private static Workload quietDatabase() {
    return new Workload("quiet", "2 bursts", 1e6, 0, 2, Duration.ofSeconds(2), BURST);
  }

  /** A segment a second, for an hour or a part of one. */
  static Workload busyHour(Duration window) {
    return new Workload(
        "busy",
        "a segment a second for %d minutes".formatted(window.toMinutes()),
        1e6,
        0,
        1,
        window,
        new Workload.Segments(window.toSeconds(), 0, 0));
  }

  Result run() throws IOException, InterruptedException {
    lab.say("counting merges and retention of a day with 50 bursts, by a clock that is moved");
    Day small = day(smallDatabase(), smallDatabase(), "small");
    Duration window = lab.quickOr(Duration.ofMinutes(15), Duration.ofHours(1));
    lab.say(
        "the same with a segment a second for %d minutes of a day".formatted(window.toMinutes()));
    Workload busy = busyHour(window);
    Day hour = day(quietDatabase(), busy, "busy");
    Map<Operation, Counted> operations = new EnumMap<>(Operation.class);
    operations.put(Operation.MERGE_1, merge(hour.all(), "0001", "0000"));
    operations.put(Operation.MERGE_2, merge(hour.all(), "0002", "0001"));
    operations.put(Operation.MERGE_3, merge(hour.all(), "0003", "0002"));
    operations.put(Operation.RETENTION, retention(hour.steps(), step -> !isDaily(step)));
    operations.put(
        Operation.DAILY_RETENTION, retention(small.steps(), HousekeepingCounting::isDaily));
    Lab.delete(folder);
    return new Result(operations, small.requests(), hour.requests(), busy);
  }

  /**
   * A day.
   *
   * @param steps what each run of the housekeeper requested
   * @param all everything, what was shipped among it
   */
  private record Day(List<RequestTally> steps, RequestTally all) {
    Requests requests() {
      return Requests.of(all);
    }
  }

  private Day day(Workload before, Workload measured, String prefix)
      throws IOException, InterruptedException {
    try (MovedClockLife life = new MovedClockLife(s3, prefix, folder, START)) {
      for (int day = 0; day < DAYS_BEFORE; day++) {
        life.day(before);
      }
      var _ = life.takeSteps();
      RequestTally begin = s3.tally();
      life.day(measured);
      return new Day(life.takeSteps(), s3.tally().since(begin));
    }
  }

  private static Counted merge(RequestTally all, String level, String below) {
    double merges = all.requests(RequestKind.PUT, level);
    Requests requests =
        Requests.puts(1).plus(Requests.gets(all.requests(RequestKind.GET, below) / merges));
    return new Counted(requests, all.sentBytes(level) / merges, all.receivedBytes(below) / merges);
  }

  private static boolean isDaily(RequestTally step) {
    return step.requests(RequestKind.LIST, EVERYTHING) > 0;
  }

  /** A run may merge, too: what counts here is what it lists and deletes. */
  private static Counted retention(List<RequestTally> steps, Predicate<RequestTally> which) {
    List<RequestTally> passes =
        steps.stream().filter(step -> step.requests(RequestKind.DELETE) > 0).filter(which).toList();
    Requests sum = Requests.NONE;
    double sent = 0;
    double received = 0;
    for (RequestTally pass : passes) {
      sum =
          sum.plus(Requests.lists((double) pass.requests(RequestKind.LIST)))
              .plus(new Requests(0, 0, 0, 0, (double) pass.requests(RequestKind.DELETE)));
      sent += pass.sentBytes(EVERYTHING);
      received += pass.receivedBytes(EVERYTHING) + pass.receivedBytes(MARKERS);
    }
    return new Counted(sum, sent, received).each(passes.size());
  }
}
