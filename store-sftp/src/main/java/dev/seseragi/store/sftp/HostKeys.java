package dev.seseragi.store.sftp;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which key a server must have. Never learns one: what is not known is refused. For one connection
 * that is being made.
 */
final class HostKeys implements HostKeyRepository {
  private final HostKeyRepository known;
  private final boolean isConfigured;
  private final Path knownHosts;
  private @Nullable HostKeyLine shown;

  private HostKeys(HostKeyRepository known, boolean isConfigured, Path knownHosts) {
    this.known = known;
    this.isConfigured = isConfigured;
    this.knownHosts = knownHosts;
  }

  /** The configured key if there is one, otherwise what OpenSSH knows. */
  static HostKeys of(SftpSettings settings, JSch library) throws IOException, JSchException {
    byte[] lines =
        settings
            .hostKey()
            .map(key -> (nameInFile(settings) + " " + key + "\n").getBytes(StandardCharsets.UTF_8))
            .orElse(new byte[0]);
    if (settings.hostKey().isEmpty()) {
      try {
        lines = Files.readAllBytes(settings.knownHosts());
      } catch (NoSuchFileException e) {
        // Then no server is known.
      }
    }
    library.setKnownHosts(new ByteArrayInputStream(lines));
    return new HostKeys(
        library.getHostKeyRepository(), settings.hostKey().isPresent(), settings.knownHosts());
  }

  private static String nameInFile(SftpSettings settings) {
    return settings.port() == 22 ? settings.host() : "[" + settings.host() + "]:" + settings.port();
  }

  @Override
  public int check(String host, byte[] key) {
    shown = HostKeyLine.of(key);
    return known.check(host, key);
  }

  /** Why the key that the server showed was refused, and what to do. */
  String refusal() {
    if (shown == null) {
      return "the server offers no key of the type that is expected of it";
    }
    String what =
        "the server shows the key %s with the fingerprint %s"
            .formatted(shown.type(), shown.fingerprint());
    String paste = "host-key: " + shown;
    if (isConfigured) {
      return what
          + ", which is not the one under host-key. If the server's key was changed on purpose,"
          + " replace it by this line, otherwise somebody is in between: "
          + paste;
    }
    return "%s, which %s does not have for it. If that is the fingerprint of your server, add this line to the replica's keys: %s"
        .formatted(what, knownHosts, paste);
  }

  @Override
  public void add(HostKey hostKey, UserInfo user) {}

  @Override
  public void remove(String host, String type) {}

  @Override
  public void remove(String host, String type, byte[] key) {}

  @Override
  public String getKnownHostsRepositoryID() {
    return knownHosts.toString();
  }

  @Override
  public HostKey[] getHostKey() {
    return known.getHostKey();
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return known.getHostKey(host, type);
  }
}
