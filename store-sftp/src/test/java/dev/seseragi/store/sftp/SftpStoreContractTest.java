package dev.seseragi.store.sftp;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.sftp.SftpServer;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Apache MINA's server. */
final class SftpStoreContractTest extends ObjectStoreContract {
  private static SftpServer server;
  @TempDir private Path folder;

  @BeforeAll
  static void startServer() {
    server = SftpServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ObjectStore open(String replica) {
    return TestSftp.open(server, folder.resolve(replica));
  }

  @Override
  public Instant kept(Instant timestamp) {
    return timestamp.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Without times of 2038 and later, at which Apache MINA's server ends the connection. */
  @Override
  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2038-01-19T03:14:07.999Z"})
  public void aTimestampIsKeptToTheMillisecond(String timestamp) {
    super.aTimestampIsKeptToTheMillisecond(timestamp);
  }
}
