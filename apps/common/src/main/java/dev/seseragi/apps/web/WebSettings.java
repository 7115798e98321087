package dev.seseragi.apps.web;

import dev.seseragi.apps.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the server listens.
 *
 * @param host where it listens
 * @param port 0 for any free one, in tests; 1 … 65535
 * @param accessLog which requests get a line in the log
 * @param stall a connection that is silent for longer in the middle of a request is dropped
 * @param corsOrigin the origin of pages that may use the API: one, or {@code *}; empty for none
 */
public record WebSettings(
    String host, int port, AccessLog accessLog, Duration stall, Optional<String> corsOrigin) {
  private static final Duration STALL = Duration.ofSeconds(30);
  private static final int LOCAL_PORT = 3000;
  private static final int MAX_PORT = 65_535;

  /** Which requests get a line. */
  public enum AccessLog {
    /** Every one. */
    ALL,
    /** Those answered with 500 or more. */
    ERRORS,
    /** None. */
    OFF
  }

  /**
   * Reads {@code PORT} and {@code …ACCESS_LOG}.
   *
   * @param prefix such as {@code USERS_}
   */
  public static WebSettings read(Settings settings, String prefix) {
    int port = settings.number("PORT", LOCAL_PORT, 1, MAX_PORT);
    AccessLog accessLog =
        switch (settings.oneOf(prefix + "ACCESS_LOG", "all", List.of("all", "errors", "off"))) {
          case "errors" -> AccessLog.ERRORS;
          case "off" -> AccessLog.OFF;
          default -> AccessLog.ALL;
        };
    return new WebSettings("0.0.0.0", port, accessLog, STALL, Optional.empty());
  }

  /** The same for pages of another origin. */
  public WebSettings withCorsOrigin(Optional<String> origin) {
    return new WebSettings(host, port, accessLog, stall, origin);
  }

  /** The same at another place. */
  public WebSettings at(String otherHost, int otherPort) {
    return new WebSettings(otherHost, otherPort, accessLog, stall, corsOrigin);
  }

  /** The same with another patience for silent connections. */
  public WebSettings withStall(Duration silence) {
    return new WebSettings(host, port, accessLog, silence, corsOrigin);
  }
}
