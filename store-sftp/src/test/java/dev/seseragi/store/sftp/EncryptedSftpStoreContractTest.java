package dev.seseragi.store.sftp;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.testkit.sftp.SftpServer;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract through encryption and the wire: {@code -Dseseragi.encrypted-contract}. Where the
 * server keeps whole seconds, the header of an encrypted object has the rest.
 */
@EnabledIfSystemProperty(named = "seseragi.encrypted-contract", matches = ".*")
final class EncryptedSftpStoreContractTest extends ObjectStoreContract {
  private static final EncryptionKey KEY = EncryptionKey.of(new byte[EncryptionKey.BYTES]);
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
    return Encryption.around(TestSftp.open(server, folder.resolve(replica)), KEY);
  }

  /** Without times of 2038 and later, at which Apache MINA's server ends the connection. */
  @Override
  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2038-01-19T03:14:07.999Z"})
  public void aTimestampIsKeptToTheMillisecond(String timestamp) {
    super.aTimestampIsKeptToTheMillisecond(timestamp);
  }
}
