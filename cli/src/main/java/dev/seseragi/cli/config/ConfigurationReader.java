package dev.seseragi.cli.config;

import dev.seseragi.cli.log.LogSettings;
import dev.seseragi.engine.compact.CompactionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the top level of a configuration. */
final class ConfigurationReader {
  private static final int MAX_LEVELS = 8;

  private final Section top;
  private final Problems problems;
  private final LocalPaths paths;

  ConfigurationReader(MappingNode file, Problems problems, LocalPaths paths) {
    this.top = new Section("", file, problems);
    this.problems = problems;
    this.paths = paths;
  }

  /**
   * Reads everything.
   *
   * @throws ConfigurationException with all that is wrong
   */
  Configuration read() {
    SeseragiSection own = SeseragiSection.read(top, paths);
    ReplicaReader replicas = new ReplicaReader(top, paths);
    DatabaseReader databaseReader = new DatabaseReader(replicas, paths, defaults(own), own);
    List<DatabaseConfiguration> databases = new ArrayList<>();
    top.sections("dbs", "path").forEach(entry -> databases.addAll(databaseReader.read(entry)));
    replicas.noteUnusedDefaults();
    rejectShared(databases);
    Optional<ListenAddress> address = address();
    Duration budget = shutdownBudget(own);
    LogSettings logging = top.section("logging").map(this::logging).orElse(LogSettings.DEFAULT);
    Optional<String> exec = top.text("exec");
    refuseWhatIsMissing();
    top.rejectUnknown();
    problems.raise();
    return new Configuration(databases, address, exec, budget, logging, problems.notes());
  }

  private CompactionSettings defaults(SeseragiSection own) {
    CompactionSettings defaults = CompactionSettings.DEFAULTS;
    Snapshots snapshots =
        Snapshots.read(top, defaults.snapshotInterval(), defaults.snapshotRetention());
    top.duration(
        "l0-retention-check-interval", DurationRule.positive("l0 retention check interval"));
    top.accept("l0-retention-check-interval", "has no effect: each compaction checks");
    return new CompactionSettings(
        levels().orElse(defaults.levelIntervals()),
        snapshots.interval(),
        snapshots.retention(),
        top.duration("l0-retention", DurationRule.notNegative("l0 retention"))
            .orElse(defaults.l0Retention()),
        defaults.deletionGrace(),
        retentionEnabled(),
        own.pageFormat(),
        defaults.spoolMemoryBytes());
  }

  private Optional<List<Duration>> levels() {
    List<Section> levels = top.sections("levels", "");
    List<Duration> intervals = new ArrayList<>();
    for (Section level : levels) {
      Optional<Duration> interval =
          level.duration("interval", DurationRule.positive("level interval"));
      if (level.setting("interval").isEmpty()) {
        level.error("needs an interval, such as interval: 30s");
      }
      interval.ifPresent(intervals::add);
      level.rejectUnknown();
    }
    if (levels.size() > MAX_LEVELS) {
      top.setting("levels")
          .ifPresent(setting ->
              setting.error(
                  "at most %d levels can be given (got %d)".formatted(MAX_LEVELS, levels.size())));
    }
    return intervals.isEmpty() || intervals.size() > MAX_LEVELS
        ? Optional.empty()
        : Optional.of(intervals);
  }

  private boolean retentionEnabled() {
    Optional<Section> retention = top.section("retention");
    boolean isEnabled = retention.flatMap(section -> section.truth("enabled")).orElse(true);
    retention.ifPresent(Section::rejectUnknown);
    return isEnabled;
  }

  /** Two databases in one replica, or one database in two, would fence each other for ever. */
  private void rejectShared(List<DatabaseConfiguration> databases) {
    Map<Path, DatabaseConfiguration> byPath = new HashMap<>();
    Map<String, DatabaseConfiguration> byReplica = new HashMap<>();
    for (DatabaseConfiguration database : databases) {
      if (byPath.putIfAbsent(database.path(), database) != null) {
        top.setting("dbs")
            .ifPresent(dbs -> dbs.error("%s is given twice".formatted(database.path())));
        continue;
      }
      String replica = database.replica().describe();
      DatabaseConfiguration other = byReplica.putIfAbsent(replica, database);
      if (other != null) {
        top.setting("dbs")
            .ifPresent(dbs ->
                dbs.error(
                    "%s and %s have the same replica %s; each database needs its own"
                        .formatted(other.path(), database.path(), replica)));
      }
    }
  }

  private Optional<ListenAddress> address() {
    Optional<Setting> found = top.setting("addr");
    return found
        .flatMap(Setting::text)
        .flatMap(text ->
            ListenAddress.parse(text)
                .or(() ->
                    found.flatMap(setting ->
                        setting.error(
                            "must be HOST:PORT or :PORT, such as :9090 (got %s)"
                                .formatted(text)))));
  }

  private Duration shutdownBudget(SeseragiSection own) {
    Optional<Duration> timeout =
        top.duration("shutdown-sync-timeout", DurationRule.notNegative("shutdown sync timeout"));
    top.duration("shutdown-sync-interval", DurationRule.positive("shutdown sync interval"));
    top.accept("shutdown-sync-interval", "has no effect: pauses between tries grow by themselves");
    if (timeout.isPresent() && timeout.get().isZero()) {
      top.accept(
          "shutdown-sync-timeout",
          "0 stands for the default of 8s: one try would lose what it was made for");
    }
    return own.shutdownBudget()
        .or(() -> timeout.filter(budget -> !budget.isZero()))
        .orElse(Configuration.DEFAULT_SHUTDOWN_BUDGET);
  }

  private LogSettings logging(Section logging) {
    LogSettings defaults = LogSettings.DEFAULT;
    Optional<Setting> level = logging.setting("level");
    System.Logger.Level found =
        level
            .flatMap(Setting::text)
            .flatMap(word ->
                LogSettings.parseLevel(word)
                    .or(() ->
                        level.flatMap(setting ->
                            setting.error(
                                "must be %s (got %s)".formatted(LogSettings.LEVELS, word)))))
            .orElse(defaults.level());
    LogSettings.Format format =
        logging.setting("type").flatMap(ConfigurationReader::format).orElse(defaults.format());
    boolean isToStderr = logging.truth("stderr").orElse(false);
    logging
        .setting("source")
        .filter(source -> source.truth().orElse(false))
        .ifPresent(source -> source.note("has no effect: lines do not name a place in the code"));
    logging.rejectUnknown();
    return new LogSettings(found, format, isToStderr);
  }

  private static Optional<LogSettings.Format> format(Setting type) {
    return type.text()
        .flatMap(word ->
            switch (word) {
              case "text" -> Optional.of(LogSettings.Format.TEXT);
              case "json" -> Optional.of(LogSettings.Format.JSON);
              case "pretty" -> {
                type.note("pretty is written as text");
                yield Optional.of(LogSettings.Format.TEXT);
              }
              default -> type.error("must be text or json (got %s)".formatted(word));
            });
  }

  private void refuseWhatIsMissing() {
    top.refuse("mcp-addr", "the MCP server is not available in this version; remove the key");
    top.accept("verify-compaction", "has no effect: every compaction is verified");
    top.refuse("heartbeat-url", "is not supported yet; watch /readyz at addr instead");
    top.accept("heartbeat-interval", "has no effect without heartbeat-url");
    top.section("validation").ifPresent(ConfigurationReader::refuseValidation);
    top.section("socket").ifPresent(ConfigurationReader::refuseSocket);
  }

  private static void refuseValidation(Section validation) {
    validation.refuse(
        "interval", "is not supported; remove it and set seseragi.verify-interval instead");
    validation.rejectUnknown();
  }

  private static void refuseSocket(Section socket) {
    socket
        .setting("enabled")
        .filter(enabled -> enabled.truth().orElse(false))
        .ifPresent(enabled ->
            enabled.error("the control socket is not available in this version; set it to false"));
    socket.accept("path", "has no effect: there is no control socket in this version");
    socket.accept("permissions", "has no effect: there is no control socket in this version");
    socket.rejectUnknown();
  }
}
