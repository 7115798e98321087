package dev.seseragi.bench.interop;

import dev.seseragi.bench.load.RemoteStores;
import dev.seseragi.bench.process.Ended;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.engine.fence.Fence;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A database, its replica, and the programs that take turns on it. Used by one thread. */
final class Bed {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Short enough for compaction, snapshots and retention to happen several times in a turn. */
  private static final String SETTINGS =
      """
      levels:
        - interval: 1s
        - interval: 3s
      snapshot:
        interval: 5s
        retention: 7s
      l0-retention: 3s
      l0-retention-check-interval: 1s
      """;

  /** As above, but with the usual day between snapshots: the base is all there is below level 1. */
  private static final String NO_SNAPSHOTS = SETTINGS.replace("interval: 5s", "interval: 24h");

  /** As above, but with nothing removed and no snapshots, so that every TXID stays. */
  private static final String KEEPING =
      """
      levels:
        - interval: 1s
      snapshot:
        interval: 24h
      l0-retention: 0s
      """;

  /** As above, but with nothing merged either: every start leaves its fence in level 0. */
  private static final String RAW = KEEPING.replace("interval: 1s", "interval: 24h");

  private final Path folder;
  private final String url;
  private final Map<String, String> environment;
  private Path database;
  private int files;
  private String settings = SETTINGS;
  private Application.Form form = Application.Form.USUAL;

  private Bed(Path folder, String url, Map<String, String> environment) {
    this.folder = folder;
    this.url = url;
    this.environment = environment;
    this.database = folder.resolve("source.db");
  }

  /** An empty bed in a new folder, whose replica is at a place. */
  static Bed in(Path folder, Place place) throws IOException {
    return new Bed(
        Files.createDirectories(folder.resolve("bed")),
        place.url(folder.getFileName().toString()),
        place.environment());
  }

  /** From now on nothing is removed. */
  Bed keepEverything() {
    settings = KEEPING;
    return this;
  }

  /** From now on nothing is removed, and nothing merged. */
  Bed keepRaw() {
    settings = RAW;
    return this;
  }

  /** From now on no snapshot follows soon. */
  Bed withoutSnapshots() {
    settings = NO_SNAPSHOTS;
    return this;
  }

  /** From now on pages are written as LZ4 frames, which only Seseragi's configuration knows. */
  Bed writeFrames() {
    settings += "seseragi:\n  page-format: frame\n";
    return this;
  }

  /** From now on the application opens its database in another way. */
  Bed with(Application.Form other) {
    form = other;
    return this;
  }

  Path database() {
    return database;
  }

  String url() {
    return url;
  }

  /** A path for another file. */
  Path file(String name) {
    files++;
    return folder.resolve("%02d-%s".formatted(files, name));
  }

  /** The application of the database as it is now. */
  Application application() throws SQLException {
    return Application.of(database, form, 1_000 + files);
  }

  /** The configuration file for the database as it is now. */
  Path configuration() throws IOException {
    String databases =
        """
        dbs:
          - path: %s
            replica:
              url: "%s"
        """
            .formatted(database, url);
    return Files.writeString(file("litestream.yml"), settings + databases);
  }

  /** Starts a program that replicates the database as it is now. */
  Running start(Program program) throws IOException {
    return program.with(environment).replicate(configuration());
  }

  /** Lets a program replicate while the application works, then ends it. */
  void turn(Program program, Duration work) throws Exception {
    Map<String, Long> before = segments();
    try (Running replicator = start(program)) {
      Application application = application();
      application.work(work);
      application.shrink();
      application.work(work.dividedBy(3));
      Ended ended = replicator.end();
      if (ended.exitCode() != 0) {
        throw new IllegalStateException(
            program.name() + " ended with " + ended.exitCode() + ": " + ended.output());
      }
      expectNew(before, 0, program, ended);
    }
  }

  /** Starts a program, and ends it as soon as it has written something, while nobody works. */
  void idleTurn(Program program) throws Exception {
    int before = segments().size();
    try (Running replicator = start(program)) {
      Await.until(
          () -> program.name() + " writes a segment; it says: " + replicator.output(),
          DEADLINE,
          () -> segments().size() > before);
      replicator.end().orFail(program.name());
    }
  }

  /** As {@link #turn}, and it must have compacted. */
  void compactingTurn(Program program, Duration work) throws Exception {
    Map<String, Long> before = segments();
    turn(program, work);
    Map<String, Long> now = segments();
    now.keySet().removeAll(before.keySet());
    if (now.keySet().stream().noneMatch(name -> name.startsWith("ltx/1/"))) {
      throw new IllegalStateException(program.name() + " compacted nothing; new are " + now);
    }
  }

  private void expectNew(Map<String, Long> before, int level, Program program, Ended ended) {
    Map<String, Long> now = segments();
    now.keySet().removeAll(before.keySet());
    if (now.keySet().stream().noneMatch(name -> name.startsWith("ltx/" + level + "/"))) {
      throw new IllegalStateException(
          "%s shipped nothing; it says: %s".formatted(program.name(), ended.output()));
    }
  }

  /** All segments with their sizes, by the names that they have in a folder. */
  Map<String, Long> segments() {
    Map<String, Long> segments = new TreeMap<>();
    try (ObjectStore store = open()) {
      for (SegmentInfo segment : new Replica(store).list().segments()) {
        segments.put(
            "ltx/%d/%s-%s.ltx".formatted(segment.level(), segment.min(), segment.max()),
            segment.sizeBytes());
      }
    }
    return segments;
  }

  private ObjectStore open() {
    return url.startsWith("file://")
        ? new DirectoryStore(Path.of(URI.create(url)))
        : RemoteStores.open(url, environment);
  }

  /** The TXIDs of the segments of level 0 that have no page. */
  List<String> fences() {
    return segments().entrySet().stream()
        .filter(
            segment -> segment.getKey().startsWith("ltx/0/") && Fence.isEmpty(segment.getValue()))
        .map(segment -> segment.getKey().replaceFirst(".*-(\\w+)\\.ltx$", "$1"))
        .toList();
  }

  /** Each of these TXIDs is in a segment of level 1. */
  void expectMerged(List<String> txids) {
    List<String> merged =
        segments().keySet().stream().filter(name -> name.startsWith("ltx/1/")).toList();
    for (String txid : txids) {
      boolean isMerged =
          merged.stream()
              .map(name -> name.substring("ltx/1/".length()).split("[-.]", -1))
              .anyMatch(ends -> ends[0].compareTo(txid) <= 0 && txid.compareTo(ends[1]) <= 0);
      if (!isMerged) {
        throw new IllegalStateException("TXID " + txid + " is in none of " + merged);
      }
    }
  }

  /** Both programs have to restore the same bytes at a TXID. */
  void expectSameAt(String txid, Program one, Program other)
      throws IOException, InterruptedException {
    long different = Files.mismatch(restore(one, txid), restore(other, txid));
    if (different >= 0) {
      throw new IllegalStateException(
          "TXID %s: the two differ from byte %,d on".formatted(txid, different));
    }
  }

  /** The replica as each program restores it has to be the source. */
  void expectSourceFrom(List<Program> programs) throws Exception {
    String source = Content.of(database);
    for (Program program : programs) {
      Path restored = restore(program);
      if (!Content.of(restored).equals(source)) {
        throw new IllegalStateException(
            "what %s restores (%s) is not the source (%s)"
                .formatted(program.name(), restored, database));
      }
    }
  }

  /** Restores the newest state to a new file. */
  Path restore(Program program) throws IOException, InterruptedException {
    Path restored = file("by-" + program.name() + ".db");
    program.with(environment).restore(url, restored);
    return restored;
  }

  /** Restores the state at a TXID to a new file. */
  Path restore(Program program, String txid) throws IOException, InterruptedException {
    Path restored = file("by-" + program.name() + "-" + txid + ".db");
    run(program, "restore", "-o", restored, "-txid", txid, url);
    return restored;
  }

  /** Runs a command to its end; returns what it wrote. */
  String run(Program program, Object... arguments) throws IOException, InterruptedException {
    try (Running running = program.with(environment).start(arguments)) {
      return running.await(DEADLINE).orFail(program.name() + " " + arguments[0]).output();
    }
  }

  /** The database is lost with its machine, and comes back on another one. */
  void moveToNewMachine(Program program) throws IOException, InterruptedException {
    Path machine = Files.createDirectories(file("machine"));
    Path restored = machine.resolve("source.db");
    program.with(environment).restore(url, restored);
    database = restored;
  }

  /** The database is lost. */
  void loseDatabase() throws IOException {
    for (String ending : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(database + ending));
    }
  }
}
