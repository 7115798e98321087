package dev.seseragi.store.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.ListPage;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.testkit.sftp.SftpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and which servers are believed. */
final class LoginTest {
  private static final ListPage NOTHING = new ListPage(List.of(), null);

  @TempDir Path folder;
  private SftpServer server;
  private final Map<String, String> options = new HashMap<>();

  @BeforeEach
  void startServer() {
    server = SftpServer.start();
    options.put("user", SftpServer.USER);
    options.put("password", SftpServer.PASSWORD);
    options.put("host-key", server.hostKey());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private SftpStore open() {
    StoreAddress address =
        new StoreAddress(
            "sftp://127.0.0.1:%d%s/replica".formatted(server.port(), folder),
            options,
            Map.of("HOME", folder.toString()));
    return new SftpStore(SftpSettings.of(address), RemoteLimits.DEFAULT);
  }

  @Test
  void anUnknownServerIsRefusedWithTheLineToPaste() {
    options.remove("host-key");
    try (SftpStore store = open()) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("host-key: " + server.hostKey())
          .hasMessageContaining("SHA256:")
          .hasMessageContaining(folder.resolve(".ssh/known_hosts").toString());
    }
    assertThat(folder.resolve(".ssh")).doesNotExist();
  }

  @Test
  void aServerThatOpenSshKnowsIsBelieved() throws IOException {
    options.remove("host-key");
    Files.createDirectories(folder.resolve(".ssh"));
    Files.writeString(
        folder.resolve(".ssh/known_hosts"),
        "[127.0.0.1]:%d %s\n".formatted(server.port(), server.hostKey()));
    try (SftpStore store = open()) {
      assertThat(store.list("", null)).isEqualTo(NOTHING);
    }
  }

  @Test
  void aServerWithAnotherKeyIsRefused() throws IOException {
    try (SftpServer other = SftpServer.start()) {
      options.put("host-key", other.hostKey());
    }
    try (SftpStore store = open()) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("somebody is in between")
          .hasMessageContaining(server.hostKey());
    }
    options.put(
        "host-key",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl");
    try (SftpStore store = open()) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("host-key");
    }
  }

  @Test
  void aKeyIsEnoughToLogIn() {
    KeyPair key = SftpServer.newKey();
    server.accept(key.getPublic());
    options.remove("password");
    options.put("key-path", write(key, null).toString());
    try (SftpStore store = open()) {
      assertThat(store.list("", null)).isEqualTo(NOTHING);
    }
  }

  @Test
  void anEncryptedKeyNeedsItsPassphrase() {
    KeyPair key = SftpServer.newKey();
    server.accept(key.getPublic());
    options.put("key-path", write(key, "open sesame").toString());
    options.put("password", "open sesame");
    try (SftpStore store = open()) {
      assertThat(store.list("", null)).isEqualTo(NOTHING);
    }
    options.remove("password");
    try (SftpStore store = open()) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("encrypted");
    }
  }

  @Test
  void aRefusedLoginSaysWhatToCheckAndShowsNoSecret() {
    options.put("password", "wr0ng");
    try (SftpStore store = open()) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("authorized_keys")
          .hasMessageNotContaining("wr0ng");
    }
  }

  @Test
  void aMissingKeyFileIsNamed() {
    options.put("key-path", "/nowhere/id_ed25519");
    try (SftpStore store = open()) {
      assertThatThrownBy(() -> store.list("", null))
          .isInstanceOf(StoreForbiddenException.class)
          .hasMessageContaining("key-path: /nowhere/id_ed25519");
    }
  }

  @Test
  void aServerThatIsNotThereMayComeBack() {
    server.close();
    try (SftpStore store = open()) {
      assertThatThrownBy(() -> store.list("", null))
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining("nothing listens there");
    }
  }

  private Path write(KeyPair key, @Nullable String passphrase) {
    Path file = folder.resolve("id");
    SftpServer.writeKey(key, passphrase, file);
    return file;
  }
}
