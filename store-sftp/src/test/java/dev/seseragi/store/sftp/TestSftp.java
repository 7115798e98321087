package dev.seseragi.store.sftp;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.testkit.sftp.SftpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Stores on a test's server. */
final class TestSftp {
  /** Small enough for tests that wait for them, large enough for a busy machine. */
  static final RemoteLimits SHORT =
      new RemoteLimits(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(3), 2);

  private TestSftp() {}

  static SftpSettings settings(SftpServer server, Path folder) {
    return settings(server.port(), server.hostKey(), folder);
  }

  static SftpSettings settings(int port, String hostKey, Path folder) {
    return SftpSettings.of(
        new StoreAddress(
            "sftp://127.0.0.1:" + port + folder,
            Map.of("user", SftpServer.USER, "password", SftpServer.PASSWORD, "host-key", hostKey),
            Map.of()));
  }

  static SftpStore open(SftpServer server, Path folder) {
    return new SftpStore(settings(server, folder), RemoteLimits.DEFAULT);
  }
}
