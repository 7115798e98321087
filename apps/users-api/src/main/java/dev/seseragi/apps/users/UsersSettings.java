package dev.seseragi.apps.users;

import dev.seseragi.apps.database.DatabaseSettings;
import dev.seseragi.apps.settings.Settings;
import dev.seseragi.apps.settings.SettingsException;
import dev.seseragi.apps.web.WebSettings;
import java.util.Map;

/**
 * What the environment says.
 *
 * @param seeds whether an empty table is filled when the server starts
 */
record UsersSettings(DatabaseSettings database, WebSettings web, boolean seeds) {
  private static final String PREFIX = "USERS_";

  /**
   * Reads it.
   *
   * @throws SettingsException if a variable is wrong
   */
  static UsersSettings read(Map<String, String> environment) {
    Settings settings = new Settings(environment, PREFIX);
    UsersSettings read =
        new UsersSettings(
            DatabaseSettings.read(settings, PREFIX, "db.sqlite"),
            WebSettings.read(settings, PREFIX)
                .withCorsOrigin(settings.text(PREFIX + "CORS_ORIGIN")),
            settings.flag(PREFIX + "SEED", false));
    settings.check();
    return read;
  }

  /** The same at another place. */
  UsersSettings at(String host, int port) {
    return new UsersSettings(database, web.at(host, port), seeds);
  }
}
