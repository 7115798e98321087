package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.load.WriterMain;
import dev.seseragi.bench.load.WriterResult;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** An application in a process of its own. */
final class Writer {
  /** What SQLite does unless told otherwise. */
  static final int AUTOCHECKPOINT = 1_000;

  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final double WARM_UP_SECONDS = 2;
  private static final double SECONDS = 5;
  private static final double QUICK_WARM_UP_SECONDS = 1;
  private static final double QUICK_SECONDS = 2;

  private Writer() {}

  /** Commits as fast as it can, for a while. */
  static WriterResult run(Lab lab, Path database, int autocheckpoint)
      throws IOException, InterruptedException {
    Program program = Jvm.program(WriterMain.class, Jvm.APPLICATION, lab.logs());
    return run(program, database, warmUp(lab), seconds(lab), 0, autocheckpoint);
  }

  /** Runs a main class that reports as {@link WriterMain} does. */
  static WriterResult run(Program program, Object... arguments)
      throws IOException, InterruptedException {
    try (Running running = program.start(arguments)) {
      return WriterResult.parse(running.await(DEADLINE).orFail("the application").output());
    }
  }

  /** How long the application runs before it is measured. */
  static double warmUp(Lab lab) {
    return lab.quickOr(QUICK_WARM_UP_SECONDS, WARM_UP_SECONDS);
  }

  /** For how long it is measured. */
  static double seconds(Lab lab) {
    return lab.quickOr(QUICK_SECONDS, SECONDS);
  }

  /** How many bytes of WAL one commit takes: 24 + 4096 for each frame. */
  static double walBytesPerCommit(Lab lab) throws IOException, InterruptedException {
    Path folder = lab.folder("calibration");
    Program program = Jvm.program(WriterMain.class, Jvm.APPLICATION, lab.logs());
    WriterResult result = run(program, folder.resolve("app.db"), 0, 1, 0, 0);
    lab.discard(folder);
    return (double) result.maxWalBytes() / result.commits();
  }
}
