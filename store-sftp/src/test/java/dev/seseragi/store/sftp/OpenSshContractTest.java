package dev.seseragi.store.sftp;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.sftp.SftpServer;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Against OpenSSH's own program. */
final class OpenSshContractTest extends ObjectStoreContract {
  private static @Nullable SftpServer server;
  @TempDir private Path folder;

  @BeforeAll
  static void startServer() {
    server = SftpServer.startOpenSsh().orElseGet(() -> abort(SftpServer.OPENSSH_MISSING));
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ObjectStore open(String replica) {
    return TestSftp.open(Objects.requireNonNull(server), folder.resolve(replica));
  }

  @Override
  public Instant kept(Instant timestamp) {
    return timestamp.truncatedTo(ChronoUnit.SECONDS);
  }
}
