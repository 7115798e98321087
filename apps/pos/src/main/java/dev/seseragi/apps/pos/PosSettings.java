package dev.seseragi.apps.pos;

import dev.seseragi.apps.database.DatabaseSettings;
import dev.seseragi.apps.pos.login.Pins;
import dev.seseragi.apps.pos.stream.DemoFolders;
import dev.seseragi.apps.pos.view.KitchenView.Patience;
import dev.seseragi.apps.settings.Settings;
import dev.seseragi.apps.web.WebSettings;
import dev.seseragi.jdbc.ReplicaTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of the application.
 *
 * @param seedOrders how many past orders are made up
 * @param secret signs sessions; empty for one of this process alone
 * @param demo where a demo keeps its data; empty if this is none
 */
record PosSettings(
    DatabaseSettings database,
    WebSettings web,
    Pins pins,
    Optional<String> secret,
    Patience patience,
    boolean isSeeded,
    int seedOrders,
    boolean hasTestHooks,
    Optional<DemoFolders> demo) {
  private static final String PREFIX = "POS_";
  private static final int MAX_MINUTES = 1_440;
  private static final int WARN_MINUTES = 5;
  private static final int LATE_MINUTES = 10;
  private static final int MAX_SEED_ORDERS = 1_000_000;

  /**
   * Reads them.
   *
   * @throws dev.seseragi.apps.settings.SettingsException if some are wrong
   */
  static PosSettings read(Map<String, String> environment) {
    Settings settings = new Settings(environment, PREFIX);
    int warn = settings.number("POS_WARN_MIN", WARN_MINUTES, 1, MAX_MINUTES);
    int late = settings.number("POS_LATE_MIN", LATE_MINUTES, 1, MAX_MINUTES);
    if (late < warn) {
      settings.wrong("POS_LATE_MIN", "at least POS_WARN_MIN (" + warn + ")", String.valueOf(late));
    }
    PosSettings read =
        new PosSettings(
            DatabaseSettings.read(settings, PREFIX, "pos.db"),
            WebSettings.read(settings, PREFIX),
            Pins.read(settings),
            settings.secret("POS_SESSION_SECRET"),
            new Patience(warn, late),
            settings.oneOf("POS_SEED", "none", List.of("none", "demo")).equals("demo"),
            settings.number("POS_SEED_ORDERS", 0, 0, MAX_SEED_ORDERS),
            settings.oneOf("POS_TEST_HOOKS", "0", List.of("0", "1")).equals("1"),
            Optional.empty());
    settings.check();
    return read;
  }

  /** The same, listening somewhere else. */
  PosSettings at(String host, int port) {
    return with(database, web.at(host, port), demo);
  }

  /** The same with its replica's store opened already. */
  PosSettings keptIn(ReplicaTarget replica) {
    return with(database.withReplica(replica), web, demo);
  }

  /** The same as a demo. */
  PosSettings asDemo(DemoFolders folders) {
    return with(database, web, Optional.of(folders));
  }

  private PosSettings with(
      DatabaseSettings otherDatabase, WebSettings otherWeb, Optional<DemoFolders> otherDemo) {
    return new PosSettings(
        otherDatabase,
        otherWeb,
        pins,
        secret,
        patience,
        isSeeded,
        seedOrders,
        hasTestHooks,
        otherDemo);
  }
}
