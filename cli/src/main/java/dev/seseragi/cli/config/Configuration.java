package dev.seseragi.cli.config;

import dev.seseragi.cli.log.LogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration file says.
 *
 * @param databases in the order of the file, those of folders in the order of their names
 * @param metricsAddress where metrics and health are served, if anywhere
 * @param exec the command to run beside the replication, if any
 * @param shutdownBudget how long the end may take
 * @param logging how log lines are written
 * @param notes what is accepted without effect, each with its line and reason
 */
public record Configuration(
    List<DatabaseConfiguration> databases,
    Optional<ListenAddress> metricsAddress,
    Optional<String> exec,
    Duration shutdownBudget,
    LogSettings logging,
    List<String> notes) {
  /** Cloud Run kills 10 s after the first signal; what is written by then must be out. */
  public static final Duration DEFAULT_SHUTDOWN_BUDGET = Duration.ofSeconds(8);

  /** Copies the lists. */
  public Configuration {
    databases = List.copyOf(databases);
    notes = List.copyOf(notes);
  }

  /** A configuration without a file: one database, everything else as it is by default. */
  public static Configuration of(DatabaseConfiguration database) {
    return new Configuration(
        List.of(database),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_SHUTDOWN_BUDGET,
        LogSettings.DEFAULT,
        List.of());
  }

  /** The database with this path. */
  public Optional<DatabaseConfiguration> database(Path path) {
    return databases.stream().filter(database -> database.path().equals(path)).findFirst();
  }
}
