package dev.seseragi.cli.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** One server of each kind that a test class needs, started when it is first asked for. */
final class RemoteServers implements AutoCloseable {
  private final Map<RemoteServer.Kind, RemoteServer> servers =
      new EnumMap<>(RemoteServer.Kind.class);

  RemoteServer of(RemoteServer.Kind kind) {
    return servers.computeIfAbsent(kind, RemoteServers::start);
  }

  private static RemoteServer start(RemoteServer.Kind kind) {
    try {
      return kind.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a server of " + kind, e);
    }
  }

  /** A prefix that no other test uses. */
  static String newPrefix() {
    return "test-" + UUID.randomUUID();
  }

  @Override
  public void close() throws IOException {
    for (RemoteServer server : servers.values()) {
      server.close();
    }
  }
}
