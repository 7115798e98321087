package dev.seseragi.bench.costs;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.load.SampleDatabase;
import dev.seseragi.bench.load.WriterDatabase;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.RequestKind;
import dev.seseragi.bench.s3.RequestTally;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Counts what one program requests from S3 while it lives an ordinary life. One use. */
final class CommandCounting {
  private static final long DATABASE_BYTES = 10_000_000;
  private static final int BURST_COMMITS = 20;
  private static final int PER_SECOND = 10;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** Long enough for a merge or two into level 1. */
  private static final Duration BUSY = Duration.ofSeconds(95);

  private static final Duration QUICK_BUSY = Duration.ofSeconds(35);

  /** When both programs merge into level 1; what else is counted keeps clear of it. */
  private static final long TICK_MILLIS = 30_000;

  private static final long AFTER_TICK_MILLIS = 2_000;
  private static final long BEFORE_TICK_MILLIS = 7_000;

  private static final String LEVEL_0 = "0000";
  private static final String LEVEL_1 = "0001";
  private static final String LEVEL_9 = "0009";

  private final Lab lab;
  private final LocalS3 s3;
  private final Program program;
  private final boolean isOurs;
  private final Path folder;
  private final Path database;
  private final String replica;
  private final Map<Operation, Counted> counted = new EnumMap<>(Operation.class);

  CommandCounting(Lab lab, LocalS3 s3, Program program) throws IOException {
    this.lab = lab;
    this.s3 = s3;
    this.program = s3.client(program);
    this.isOurs = program.equals(lab.ours());
    this.folder = lab.folder("counting");
    this.database = folder.resolve("sample.db");
    this.replica = s3.url(program.name());
  }

  Counts run() throws IOException, InterruptedException, SQLException {
    SampleDatabase.create(database, DATABASE_BYTES);
    firstLife();
    restore();
    Busy busy = secondLife();
    RequestTally snapshot = isOurs ? snapshot() : RequestTally.NONE;
    lab.discard(folder);
    return new Counts(counted, sizes(busy, snapshot));
  }

  private void say(String what) {
    lab.say("counting %s: %s".formatted(program.name(), what));
  }

  private void firstLife() throws IOException, InterruptedException {
    say("start and end" + (isOurs ? ", an idle minute" : ""));
    try (Running running = program.replicate(database, replica)) {
      counted.put(Operation.START_NEW, Counted.of(s3.awaitQuiet(running, RequestTally.NONE)));
      // The other one still uploads what it has just uploaded, level by level: its idle minute is
      // measured by the scenario of that name.
      if (isOurs) {
        Duration idle = lab.quickOr(IDLE.dividedBy(6), IDLE);
        RequestTally before = s3.tally();
        Thread.sleep(idle);
        double minutes = (double) idle.toMillis() / IDLE.toMillis();
        counted.put(Operation.IDLE, Counted.of(s3.tally().since(before)).each(minutes));
      }
      end(running);
    }
  }

  private void end(Running running) throws IOException, InterruptedException {
    RequestTally before = s3.tally();
    running.end().orFail(program.name());
    counted.putIfAbsent(Operation.STOP, Counted.of(s3.tally().since(before)));
  }

  private void restore() throws IOException, InterruptedException {
    say("restore" + (isOurs ? " and verify" : ""));
    RequestTally before = s3.tally();
    program.restore(replica, folder.resolve("restored.db"));
    counted.put(Operation.RESTORE, Counted.of(s3.tally().since(before)));
    if (isOurs) {
      RequestTally restored = s3.tally();
      program.run("verify", "-scratch", folder, replica);
      counted.put(Operation.VERIFY, Counted.of(s3.tally().since(restored)));
    }
  }

  /** What went on while commits came all the time, and the burst before it. */
  private record Busy(RequestTally burst, RequestTally busy, double seconds) {}

  private Busy secondLife() throws IOException, InterruptedException, SQLException {
    say("start again, commits");
    awaitClearOfTick();
    RequestTally before = s3.tally();
    try (Running running = program.replicate(database, replica);
        Connection connection = WriterDatabase.open(database, 1_000);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO rows(body) VALUES (randomblob(200))")) {
      counted.put(Operation.START_AGAIN, Counted.of(s3.awaitQuiet(running, before)));
      counted.put(Operation.COMMIT, Counted.of(commits(running, insert, 1)));
      RequestTally burst = commits(running, insert, BURST_COMMITS);
      counted.put(Operation.BURST, Counted.of(burst));
      double seconds = lab.quickOr(QUICK_BUSY, BUSY).toSeconds();
      say("%d commits a second for %.0f s".formatted(PER_SECOND, seconds));
      RequestTally idle = s3.tally();
      commit(insert, (int) (PER_SECOND * seconds));
      RequestTally busy = s3.awaitQuiet(running, idle);
      counted.put(Operation.BUSY_SECOND, Counted.of(busy).each(seconds));
      end(running);
      return new Busy(burst, busy, seconds);
    }
  }

  private RequestTally commits(Running running, PreparedStatement insert, int commits)
      throws IOException, InterruptedException, SQLException {
    awaitClearOfTick();
    RequestTally before = s3.tally();
    commit(insert, commits);
    return s3.awaitQuiet(running, before);
  }

  private static void commit(PreparedStatement insert, int commits) throws SQLException {
    long start = System.nanoTime();
    for (int i = 0; i < commits; i++) {
      long due = start + i * NANOS_PER_SECOND / PER_SECOND;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      insert.executeUpdate();
    }
  }

  private static void awaitClearOfTick() throws InterruptedException {
    long into = System.currentTimeMillis() % TICK_MILLIS;
    if (into < AFTER_TICK_MILLIS) {
      Thread.sleep(AFTER_TICK_MILLIS - into);
    } else if (into > TICK_MILLIS - BEFORE_TICK_MILLIS) {
      Thread.sleep(TICK_MILLIS + AFTER_TICK_MILLIS - into);
    }
  }

  private RequestTally snapshot() throws IOException, InterruptedException {
    say("a snapshot");
    RequestTally before = s3.tally();
    program.run("replicate", "-once", "-force-snapshot", database, replica);
    RequestTally all = s3.tally().since(before);
    Requests puts = Requests.puts((double) all.requests(RequestKind.PUT, LEVEL_9));
    counted.put(Operation.SNAPSHOT, new Counted(puts, all.sentBytes(LEVEL_9), 0));
    return all;
  }

  private Counts.Sizes sizes(Busy busy, RequestTally snapshot) {
    double burst = busy.burst().requests(RequestKind.PUT, LEVEL_0);
    double segments = busy.busy().requests(RequestKind.PUT, LEVEL_0);
    return new Counts.Sizes(
        burst,
        busy.burst().sentBytes(LEVEL_0) / burst,
        segments / busy.seconds(),
        busy.busy().sentBytes(LEVEL_0) / segments,
        (double) busy.busy().sentBytes(LEVEL_1) / busy.busy().receivedBytes(LEVEL_0),
        snapshot.sentBytes(LEVEL_9) / (double) DATABASE_BYTES);
  }
}
