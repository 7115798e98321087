package dev.seseragi.gate.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How a proxy is set.
 *
 * @param listen where clients connect; port 0 lets the system choose
 * @param maxConnections how many clients may be connected; more are answered with 503; above 0
 * @param patience how long it waits for whom
 */
public record ProxySettings(InetSocketAddress listen, int maxConnections, Patience patience) {
  /** Platforms send up to 1,000 requests at a time to one instance. */
  public static final int DEFAULT_MAX_CONNECTIONS = 1_024;

  /**
   * How long is waited.
   *
   * @param idle for the next request of a connection; load balancers keep theirs for 10 minutes
   * @param head for the rest of a request's head, from its first byte on
   * @param progress for a client to send more of a body, or to take more of a reply
   * @param child for a reply, or for its next part
   */
  public record Patience(Duration idle, Duration head, Duration progress, Duration child) {
    /** 620 s, 30 s, 60 s, 1 h. */
    public static final Patience DEFAULTS =
        new Patience(
            Duration.ofSeconds(620),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofHours(1));
  }

  /** Checks the range. */
  public ProxySettings {
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "a proxy serves at least one connection, found " + maxConnections);
    }
  }

  /** 1,024 connections. */
  public static ProxySettings on(InetSocketAddress listen) {
    return new ProxySettings(listen, DEFAULT_MAX_CONNECTIONS, Patience.DEFAULTS);
  }
}
