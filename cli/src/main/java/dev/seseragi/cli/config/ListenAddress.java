package dev.seseragi.cli.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or address; "" for all interfaces
 * @param port 0 … 65,535; 0 lets the system choose
 */
public record ListenAddress(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(|[^:\\[\\]]+|\\[[0-9a-fA-F:.%]+\\]):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  /** Reads {@code HOST:PORT}, {@code :PORT} or {@code [IPV6]:PORT}. */
  static Optional<ListenAddress> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(2)) > MAX_PORT) {
      return Optional.empty();
    }
    String host = form.group(1).replaceAll("[\\[\\]]", "");
    return Optional.of(new ListenAddress(host, Integer.parseInt(form.group(2))));
  }
}
