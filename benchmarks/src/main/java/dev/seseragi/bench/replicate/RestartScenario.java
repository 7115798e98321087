package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.ReplicaFolder;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.SampleDatabase;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a replicator uploads that was only restarted, and what one uploads that begins with a
 * restored database.
 */
public final class RestartScenario implements Scenario {
  private static final Duration LIFE = Duration.ofSeconds(8);
  private static final Duration QUICK_LIFE = Duration.ofSeconds(4);
  private static final String RESTART = "restart";
  private static final String RESTORE = "restore";

  /** A scenario. */
  public RestartScenario() {}

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String question() {
    return "What is uploaded by a restart of an unchanged database, and by a restore and one row?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    int megabytes = lab.quickOr(20, 100);
    Path folder = lab.folder(RESTART);
    Path template = folder.resolve("template.db");
    SampleDatabase.create(template, megabytes * 1_000_000L);
    Series series = new Series(name(), lab);
    for (Program program : lab.programs()) {
      lab.say("restart of %d MB, %s".formatted(megabytes, program.name()));
      Path own = Files.createDirectories(folder.resolve(program.name()));
      Path database = Files.copy(template, own.resolve("sample.db"));
      Path replica = own.resolve("replica");
      firstLife(program, database, replica);
      series.add(program, RESTART, restart(lab, program, database, replica));
      lab.say("restore of %d MB and one row, %s".formatted(megabytes, program.name()));
      series.add(program, RESTORE, restoreAndOneRow(program, own, replica));
      lab.discard(own);
    }
    lab.discard(folder);
    report.add(
        series
            .figure(
                "restart of an unchanged %d MB database".formatted(megabytes), Unit.BYTES, RESTART)
            .goal(Goal.atMost(0))
            .note("bytes of the segments with pages that came after the restart"));
    report.add(
        series
            .figure("restore, then one row (%d MB)".formatted(megabytes), Unit.BYTES, RESTORE)
            .goal(Goal.atMost(64 * 1024))
            .note("on a new machine: nothing local but the restored file"));
  }

  private static void firstLife(Program program, Path database, Path replica)
      throws IOException, InterruptedException {
    ReplicaFolder segments = new ReplicaFolder(replica);
    try (Running sidecar = program.replicate(database, replica)) {
      segments.awaitSegment(sidecar);
      segments.awaitQuiet(sidecar);
      sidecar.end().orFail(program.name());
    }
  }

  private static long restart(Lab lab, Program program, Path database, Path replica)
      throws IOException, InterruptedException {
    ReplicaFolder segments = new ReplicaFolder(replica);
    Map<String, Long> before = segments.segments();
    try (Running sidecar = program.replicate(database, replica)) {
      Thread.sleep(lab.quickOr(QUICK_LIFE, LIFE));
      sidecar.end().orFail(program.name());
    }
    return segments.newPageBytes(before);
  }

  private static long restoreAndOneRow(Program program, Path folder, Path replica)
      throws Exception {
    Path database = Files.createDirectories(folder.resolve("new-machine")).resolve("sample.db");
    program.restore(replica, database);
    ReplicaFolder segments = new ReplicaFolder(replica);
    Map<String, Long> before = segments.segments();
    try (Running sidecar = program.replicate(database, replica)) {
      Thread.sleep(QUICK_LIFE);
      SampleDatabase.addRow(database);
      segments.awaitQuiet(sidecar);
      sidecar.end().orFail(program.name());
    }
    return segments.newBytes(before);
  }
}
