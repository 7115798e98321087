package dev.seseragi.bench.interop;

import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is checked between Seseragi and genuine Litestream. */
final class Checks {
  private static final Duration TURN = Duration.ofSeconds(7);
  private static final Duration SHORT_TURN = Duration.ofSeconds(3);
  private static final Duration LIFE = Duration.ofSeconds(8);
  private static final int[] PAGE_SIZES = {512, 65_536};
  private static final String SEGMENT_LINE = "\\d +[0-9a-f]{16} +[0-9a-f]{16} .*";

  private final Program ours;
  private final Program genuine;
  private final Optional<Program> old;
  private final List<Program> both;

  /**
   * The checks.
   *
   * @param old a genuine Litestream that reads LZ4 frames only
   */
  Checks(Program ours, Program genuine, Optional<Program> old) {
    this.ours = ours;
    this.genuine = genuine;
    this.old = old;
    this.both = List.of(ours, genuine);
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "genuine's replica is continued by ours and by genuine in turns",
            folder -> turns(folder, List.of(genuine, ours, genuine, ours))));
    checks.add(
        new Check(
            "our replica is continued by genuine and by ours in turns",
            folder -> turns(folder, List.of(ours, genuine, ours, genuine))));
    checks.add(new Check("a database moves between machines and between the two", this::moves));
    checks.add(
        new Check(
            "our replica of a database without a WAL is continued by genuine",
            this::rollbackJournal));
    for (int pageSize : PAGE_SIZES) {
      checks.add(
          new Check("pages of " + pageSize + " bytes", folder -> pageSize(folder, pageSize)));
    }
    checks.add(new Check("commits between two lives are shipped by the next", this::betweenLives));
    checks.add(
        new Check(
            "every TXID of a shared history is restored to the same bytes by both",
            this::everyTxid));
    checks.add(new Check("both list the same segments", this::sameListing));
    checks.add(new Check("genuine's single sync and snapshot continue our replica", this::once));
    checks.add(
        new Check(
            "our replica survives genuine's retention while the database is missing",
            this::missingDatabase));
    checks.add(
        new Check("our replica survives a kill of genuine at its start", this::killedAtStart));
    old.ifPresent(program ->
        checks.add(
            new Check(
                "LZ4 frames of ours are restored by an old genuine",
                folder -> frames(folder, program))));
    return checks;
  }

  private void turns(Path folder, List<Program> programs) throws Exception {
    Bed bed = Bed.in(folder, "turns");
    for (Program program : programs) {
      bed.compactingTurn(program, TURN);
      bed.expectSourceFrom(both);
    }
  }

  private void moves(Path folder) throws Exception {
    Bed bed = Bed.in(folder, "moves");
    bed.turn(genuine, SHORT_TURN);
    for (Program program : List.of(ours, genuine, ours, ours, genuine)) {
      bed.moveToNewMachine(program);
      bed.turn(program, SHORT_TURN);
      bed.expectSourceFrom(both);
    }
  }

  private void rollbackJournal(Path folder) throws Exception {
    Bed bed = Bed.in(folder, "rollback").with(new Application.Form("DELETE", 4_096));
    bed.turn(ours, SHORT_TURN);
    bed.expectSourceFrom(both);
    bed.with(Application.Form.USUAL).turn(genuine, SHORT_TURN);
    bed.expectSourceFrom(both);
    bed.turn(ours, SHORT_TURN);
    bed.expectSourceFrom(both);
  }

  private void pageSize(Path folder, int pageSize) throws Exception {
    Bed bed = Bed.in(folder, "pages").with(new Application.Form("WAL", pageSize));
    for (Program program : List.of(ours, genuine, ours)) {
      bed.turn(program, SHORT_TURN);
      bed.expectSourceFrom(both);
    }
  }

  private void betweenLives(Path folder) throws Exception {
    Bed bed = Bed.in(folder, "between");
    for (Program program : List.of(ours, genuine, ours, ours)) {
      bed.application().change();
      bed.application().change();
      bed.turn(program, SHORT_TURN);
      bed.expectSourceFrom(both);
    }
  }

  private void everyTxid(Path folder) throws Exception {
    Bed bed = shared(folder, "txids");
    List<String> txids =
        bed.segments().keySet().stream()
            .filter(name -> name.startsWith("ltx/0/"))
            .map(name -> name.substring(name.indexOf('-') + 1, name.indexOf('.')))
            .toList();
    for (String txid : txids) {
      long different = Files.mismatch(bed.restore(ours, txid), bed.restore(genuine, txid));
      if (different >= 0) {
        throw new IllegalStateException(
            "TXID %s: the two differ from byte %,d on".formatted(txid, different));
      }
    }
  }

  /** A history that both have written, of which everything is kept. */
  private Bed shared(Path folder, String name) throws Exception {
    Bed bed = Bed.in(folder, name).keepEverything();
    bed.turn(ours, SHORT_TURN);
    bed.turn(genuine, SHORT_TURN);
    bed.turn(ours, SHORT_TURN);
    return bed;
  }

  private void sameListing(Path folder) throws Exception {
    Bed bed = shared(folder, "listing");
    List<String> mine = listing(bed, ours);
    List<String> theirs = listing(bed, genuine);
    if (!mine.equals(theirs) || mine.isEmpty()) {
      throw new IllegalStateException("ours lists " + mine + ", genuine " + theirs);
    }
  }

  private static List<String> listing(Bed bed, Program program)
      throws IOException, InterruptedException {
    return bed.run(program, "ltx", "-level", "all", bed.url())
        .lines()
        .filter(line -> line.matches(SEGMENT_LINE))
        .map(line -> line.strip().replaceAll(" +", " "))
        .sorted()
        .toList();
  }

  private void once(Path folder) throws Exception {
    Bed bed = Bed.in(folder, "once");
    bed.turn(ours, SHORT_TURN);
    bed.application().change();
    bed.run(genuine, "replicate", "-once", "-force-snapshot", bed.database(), bed.url());
    bed.expectSourceFrom(both);
    bed.application().change();
    bed.run(ours, "replicate", "-once", bed.database(), bed.url());
    bed.expectSourceFrom(both);
  }

  /**
   * A new machine on which genuine starts before its database is there: what it removes then it
   * cannot replace.
   */
  private void missingDatabase(Path folder) throws Exception {
    Bed bed = Bed.in(folder, "missing").withoutSnapshots();
    bed.turn(ours, TURN);
    String source = Content.of(bed.database());
    Path configuration = bed.configuration();
    bed.loseDatabase();
    try (Running waiting = genuine.replicate(configuration)) {
      Thread.sleep(LIFE);
      waiting.end().orFail("genuine");
    }
    for (Program program : both) {
      if (!Content.of(bed.restore(program)).equals(source)) {
        throw new IllegalStateException(program.name() + " restores something else");
      }
    }
  }

  private void killedAtStart(Path folder) throws Exception {
    Bed bed = Bed.in(folder, "killed").withoutSnapshots();
    bed.turn(ours, TURN);
    for (int millis : List.of(200, 600, 1_000, 1_150, 1_300, 1_600)) {
      try (Running starting = genuine.replicate(bed.configuration())) {
        Thread.sleep(millis);
        starting.kill();
      }
      bed.expectSourceFrom(both);
    }
  }

  private void frames(Path folder, Program program) throws Exception {
    Bed bed = Bed.in(folder, "frames").writeFrames();
    bed.turn(ours, TURN);
    bed.expectSourceFrom(List.of(ours, genuine, program));
  }
}
