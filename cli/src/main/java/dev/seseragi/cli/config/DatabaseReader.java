package dev.seseragi.cli.config;

import dev.seseragi.cli.config.ReplicaReader.ReplicaConfiguration;
import dev.seseragi.cli.stores.ReplicaLocation;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.compact.CompactionSettings;
import dev.seseragi.store.encryption.KeySource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the entries of {@code dbs:}. */
final class DatabaseReader {
  private final ReplicaReader replicas;
  private final LocalPaths paths;
  private final CompactionSettings defaults;
  private final SeseragiSection own;

  DatabaseReader(
      ReplicaReader replicas, LocalPaths paths, CompactionSettings defaults, SeseragiSection own) {
    this.replicas = replicas;
    this.paths = paths;
    this.defaults = defaults;
    this.own = own;
  }

  /** The databases of one entry: one, or all of a folder; none if there are errors. */
  List<DatabaseConfiguration> read(Section entry) {
    Optional<Section> replicaSection = replicaSection(entry);
    Optional<ReplicaConfiguration> replica = replicaSection.flatMap(replicas::read);
    acceptWithoutEffect(entry);
    boolean isRestoredIfMissing = entry.truth("restore-if-db-not-exists").orElse(false);
    CompactionSettings compaction = compaction(entry);
    Optional<String> path = entry.text("path");
    Optional<String> folder = entry.text("dir");
    if (path.isPresent() == folder.isPresent()) {
      entry.error("needs exactly one of path and dir");
    }
    OwnSection section = own(entry);
    Optional<Entry> found =
        replica.map(at -> new Entry(at, isRestoredIfMissing, compaction, own, section));
    List<DatabaseConfiguration> databases =
        folder.isPresent() ? ofFolder(entry, folder.get(), found) : ofPath(entry, path, found);
    entry.rejectUnknown();
    return databases;
  }

  /** What all databases of an entry have in common. */
  private record Entry(
      ReplicaConfiguration replica,
      boolean isRestoredIfMissing,
      CompactionSettings compaction,
      SeseragiSection own,
      OwnSection section) {
    DatabaseConfiguration of(Path database, ReplicaLocation location, Path stateFolder) {
      ReplicatorSettings defaults = ReplicatorSettings.defaultsFor(database);
      ReplicatorSettings settings =
          defaults
              .withSyncInterval(replica.syncInterval().orElse(defaults.syncInterval()))
              .withStateFolder(stateFolder)
              .withCompaction(compaction)
              .withPageFormat(compaction.pageFormat())
              .withProofs(section.verify().settings());
      return new DatabaseConfiguration(
          database, location, isRestoredIfMissing, own.applyTo(settings), section.key());
    }
  }

  /** What our own section can say for one entry alone. */
  private record OwnSection(Optional<KeySource> key, VerifySection verify) {}

  private OwnSection own(Section entry) {
    Optional<Section> section = entry.section("seseragi");
    Optional<KeySource> key = section.flatMap(found -> EncryptionSection.read(found, paths));
    VerifySection verify =
        section.map(found -> VerifySection.read(found, paths)).orElse(VerifySection.NONE);
    section.ifPresent(Section::rejectUnknown);
    return new OwnSection(key.or(own::encryption), verify.or(own.verify()));
  }

  private static Optional<Section> replicaSection(Section entry) {
    Optional<Section> single = entry.section("replica");
    List<Section> several = entry.sections("replicas", "name");
    if (single.isPresent() && !several.isEmpty()) {
      entry.error("has both replica and replicas; keep replica");
    } else if (several.size() > 1) {
      entry.error("multiple replicas on a single database are no longer supported; keep one");
    } else if (single.isEmpty() && several.isEmpty()) {
      entry.error("needs a replica, such as replica: {url: \"file:///backup/db\"}");
    }
    return single.or(() -> several.stream().findFirst());
  }

  private static void acceptWithoutEffect(Section entry) {
    String eventDriven = "has no effect: commits are noticed when they happen, not by an interval";
    entry.duration("monitor-interval", DurationRule.positive("monitor interval"));
    entry.accept("monitor-interval", eventDriven);
    String ownRules =
        "has no effect: the WAL is kept short by rules of its own (docs/litestream.md)";
    entry.accept("checkpoint-interval", ownRules);
    entry.accept("min-checkpoint-page-count", ownRules);
    entry.accept("truncate-page-n", ownRules);
    entry.accept("busy-timeout", "has no effect: nothing waits for the application's locks");
    entry.accept(
        "max-sync-wal-bytes", "has no effect: a segment of any size is made with bounded memory");
  }

  private CompactionSettings compaction(Section entry) {
    Snapshots snapshots =
        Snapshots.read(entry, defaults.snapshotInterval(), defaults.snapshotRetention());
    return new CompactionSettings(
        defaults.levelIntervals(),
        snapshots.interval(),
        snapshots.retention(),
        defaults.l0Retention(),
        defaults.deletionGrace(),
        defaults.retentionEnabled(),
        defaults.pageFormat(),
        defaults.spoolMemoryBytes());
  }

  private List<DatabaseConfiguration> ofPath(
      Section entry, Optional<String> path, Optional<Entry> found) {
    for (String key : List.of("pattern", "recursive", "watch", "meta-dir")) {
      entry.refuse(key, "is for dir, not for path; remove it");
    }
    Optional<Path> stateFolder = entry.text("meta-path").map(paths::resolve);
    if (path.isEmpty() || found.isEmpty()) {
      return List.of();
    }
    Path database = paths.database(path.get());
    Path state = stateFolder.orElseGet(() -> ReplicatorSettings.stateFolderOf(database));
    return List.of(found.get().of(database, found.get().replica().location(), state));
  }

  private List<DatabaseConfiguration> ofFolder(
      Section entry, String folder, Optional<Entry> found) {
    entry.refuse("meta-path", "is for path, not for dir; use meta-dir");
    entry
        .setting("watch")
        .filter(setting -> setting.truth().orElse(false))
        .ifPresent(setting ->
            setting.error(
                "is not supported yet: databases are looked for once, at the start; remove it"));
    Optional<Path> stateParent = entry.text("meta-dir").map(paths::resolve);
    boolean isRecursive = entry.truth("recursive").orElse(false);
    Optional<String> pattern = entry.text("pattern");
    if (pattern.isEmpty()) {
      entry.error("dir needs a pattern, such as pattern: \"*.db\"");
    }
    if (pattern.isEmpty() || found.isEmpty()) {
      return List.of();
    }
    DatabaseFolder scanned = new DatabaseFolder(paths.resolve(folder), pattern.get(), isRecursive);
    try {
      return scanned.find().stream()
          .map(relative -> inFolder(scanned.folder(), relative, stateParent, found.get()))
          .toList();
    } catch (IOException e) {
      entry.error("cannot look for databases in %s: %s".formatted(scanned.folder(), e));
      return List.of();
    }
  }

  private static DatabaseConfiguration inFolder(
      Path folder, Path relative, Optional<Path> stateParent, Entry entry) {
    Path database = folder.resolve(relative);
    Path stateFolder =
        ReplicatorSettings.stateFolderOf(
            stateParent.map(parent -> parent.resolve(relative)).orElse(database));
    String name = relative.toString().replace('\\', '/');
    return entry.of(database, entry.replica().location().below(name), stateFolder);
  }
}
