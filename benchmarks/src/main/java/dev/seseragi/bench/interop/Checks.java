package dev.seseragi.bench.interop;

import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import java.io.IOException;
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
  private static final int STARTS = 3;
  private static final int[] PAGE_SIZES = {512, 65_536};
  private static final String SEGMENT_LINE = "\\d +[0-9a-f]{16} +[0-9a-f]{16} .*";

  private final Program ours;
  private final Program genuine;
  private final Optional<Program> old;
  private final List<Program> both;
  private final Place place;

  /** The checks at a place. */
  Checks(Programs programs, Place place) {
    this.ours = programs.ours();
    this.genuine = programs.genuine();
    this.old = programs.old();
    this.both = programs.both();
    this.place = place;
  }

  /** What depends on where a replica lies: names, listings, requests. */
  List<Check> ofAnyPlace() {
    return List.of(
        check(
            "genuine's replica is continued by ours and by genuine in turns",
            folder -> turns(folder, List.of(genuine, ours, genuine, ours))),
        check("a database moves between machines and between the two", this::moves),
        check("fences of ours are restored, continued and merged by genuine", this::fences),
        check("both list the same segments", this::sameListing),
        check("genuine's single sync and snapshot continue our replica", this::once),
        check(
            "our replica with a snapshot survives genuine's retention while the database is missing",
            this::missingDatabase));
  }

  private Check check(String claim, Check.Body body) {
    return new Check(claim + ", " + place.name(), body);
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>(ofAnyPlace());
    checks.add(
        new Check(
            "our replica is continued by genuine and by ours in turns",
            folder -> turns(folder, List.of(ours, genuine, ours, genuine))));
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
    Bed bed = Bed.in(folder, place);
    for (Program program : programs) {
      bed.compactingTurn(program, TURN);
      bed.expectSourceFrom(both);
    }
  }

  private void moves(Path folder) throws Exception {
    Bed bed = Bed.in(folder, place);
    bed.turn(genuine, SHORT_TURN);
    for (Program program : List.of(ours, genuine, ours, ours, genuine)) {
      bed.moveToNewMachine(program);
      bed.turn(program, SHORT_TURN);
      bed.expectSourceFrom(both);
    }
  }

  private void rollbackJournal(Path folder) throws Exception {
    Bed bed = Bed.in(folder, place).with(new Application.Form("DELETE", 4_096));
    bed.turn(ours, SHORT_TURN);
    bed.expectSourceFrom(both);
    bed.with(Application.Form.USUAL).turn(genuine, SHORT_TURN);
    bed.expectSourceFrom(both);
    bed.turn(ours, SHORT_TURN);
    bed.expectSourceFrom(both);
  }

  private void pageSize(Path folder, int pageSize) throws Exception {
    Bed bed = Bed.in(folder, place).with(new Application.Form("WAL", pageSize));
    for (Program program : List.of(ours, genuine, ours)) {
      bed.turn(program, SHORT_TURN);
      bed.expectSourceFrom(both);
    }
  }

  private void betweenLives(Path folder) throws Exception {
    Bed bed = Bed.in(folder, place);
    for (Program program : List.of(ours, genuine, ours, ours)) {
      bed.application().change();
      bed.application().change();
      bed.turn(program, SHORT_TURN);
      bed.expectSourceFrom(both);
    }
  }

  private void everyTxid(Path folder) throws Exception {
    Bed bed = shared(folder);
    List<String> txids =
        bed.segments().keySet().stream()
            .filter(name -> name.startsWith("ltx/0/"))
            .map(name -> name.substring(name.indexOf('-') + 1, name.indexOf('.')))
            .toList();
    for (String txid : txids) {
      bed.expectSameAt(txid, ours, genuine);
    }
  }

  /** A history that both have written, of which everything is kept. */
  private Bed shared(Path folder) throws Exception {
    Bed bed = Bed.in(folder, place).keepEverything();
    bed.turn(ours, SHORT_TURN);
    bed.turn(genuine, SHORT_TURN);
    bed.turn(ours, SHORT_TURN);
    return bed;
  }

  /**
   * Every start of ours leaves a segment without pages in level 0: several of them in a row, at the
   * tail and between others.
   */
  private void fences(Path folder) throws Exception {
    Bed bed = Bed.in(folder, place).keepRaw();
    bed.turn(ours, SHORT_TURN);
    for (int start = 0; start < STARTS; start++) {
      bed.idleTurn(ours);
      bed.expectSourceFrom(both);
    }
    List<String> fences = bed.fences();
    if (fences.size() < STARTS) {
      throw new IllegalStateException("%d starts left %s".formatted(STARTS + 1, bed.segments()));
    }
    for (String txid : fences) {
      bed.expectSameAt(txid, ours, genuine);
    }
    bed.keepEverything().compactingTurn(genuine, SHORT_TURN);
    bed.expectSourceFrom(both);
    bed.expectMerged(fences);
    bed.turn(ours, SHORT_TURN);
    bed.expectSourceFrom(both);
  }

  private void sameListing(Path folder) throws Exception {
    Bed bed = shared(folder);
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
    Bed bed = Bed.in(folder, place);
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
   * cannot replace. A replica without a snapshot would lose its beginning, which is why docs say to
   * write one before (docs/decisions/0003-base-not-compacted.md).
   */
  private void missingDatabase(Path folder) throws Exception {
    Bed bed = Bed.in(folder, place).withoutSnapshots();
    bed.turn(ours, TURN);
    bed.run(ours, "replicate", "-once", "-force-snapshot", bed.database(), bed.url());
    String source = Content.of(bed.database());
    bed.loseDatabase();
    try (Running waiting = bed.start(genuine)) {
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
    Bed bed = Bed.in(folder, place).withoutSnapshots();
    bed.turn(ours, TURN);
    for (int millis : List.of(200, 600, 1_000, 1_150, 1_300, 1_600)) {
      try (Running starting = bed.start(genuine)) {
        Thread.sleep(millis);
        starting.kill();
      }
      bed.expectSourceFrom(both);
    }
  }

  private void frames(Path folder, Program program) throws Exception {
    Bed bed = Bed.in(folder, place).writeFrames();
    bed.turn(ours, TURN);
    bed.expectSourceFrom(List.of(ours, genuine, program));
  }
}
