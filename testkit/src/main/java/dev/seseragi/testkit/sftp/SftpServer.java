package dev.seseragi.testkit.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/**
 * An SSH server on the loopback address that lets one user in, by password or by one key, and
 * offers SFTP: Apache MINA's, or OpenSSH's own program. Paths are those of this machine.
 */
public final class SftpServer implements AutoCloseable {
  /** Who may log in. */
  public static final String USER = "seseragi";

  /** With what. */
  public static final String PASSWORD = "p@ss/word:1";

  /** Why a test was skipped for which {@link #startOpenSsh} has no server. */
  public static final String OPENSSH_MISSING =
      "SKIPPED: this machine has no sftp-server of OpenSSH (Debian: openssh-sftp-server)";

  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private static final List<Path> OPENSSH_PROGRAMS =
      Stream.of(
              "/usr/lib/openssh/sftp-server",
              "/usr/libexec/openssh/sftp-server",
              "/usr/libexec/sftp-server",
              "/usr/lib/ssh/sftp-server")
          .map(Path::of)
          .toList();

  private final SshServer server;
  private final PublicKey hostKey;
  private final List<PublicKey> userKeys = new CopyOnWriteArrayList<>();
  private final List<Session> sessions = new CopyOnWriteArrayList<>();

  private SftpServer(SubsystemFactory sftp) throws IOException {
    KeyPair key = newKey();
    hostKey = key.getPublic();
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    // As OpenSSH does: otherwise each answer waits for the client's delayed acknowledgement, 40 ms.
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    server.setKeyPairProvider(KeyPairProvider.wrap(key));
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
    server.setPublickeyAuthenticator((user, offered, session) ->
        user.equals(USER)
            && userKeys.stream().anyMatch(known -> KeyUtils.compareKeys(known, offered)));
    server.setSubsystemFactories(List.of(sftp));
    server.addSessionListener(
        new SessionListener() {
          @Override
          public void sessionCreated(Session session) {
            sessions.add(session);
          }
        });
    server.start();
  }

  /** Apache MINA's SFTP, with the extensions of OpenSSH's that it knows. */
  public static SftpServer start() {
    return start(new SftpSubsystemFactory());
  }

  /** Apache MINA's SFTP; the listener may hinder and change what it is told of. */
  public static SftpServer startWatchedBy(SftpEventListener listener) {
    SftpSubsystemFactory sftp = new SftpSubsystemFactory();
    sftp.addSftpEventListener(listener);
    return start(sftp);
  }

  /** Apache MINA's SFTP with only some extensions, such as {@code fsync@openssh.com=1}. */
  public static SftpServer startWith(String... extensions) {
    SftpServer started = start();
    SftpModuleProperties.OPENSSH_EXTENSIONS.set(started.server, String.join(",", extensions));
    return started;
  }

  /** OpenSSH's SFTP; empty, and said on standard error, if this machine does not have it. */
  public static Optional<SftpServer> startOpenSsh() {
    Optional<Path> program = OPENSSH_PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    if (program.isEmpty()) {
      System.err.println(OPENSSH_MISSING);
    }
    return program.map(found -> start(new OpenSshSftp(found)));
  }

  private static SftpServer start(SubsystemFactory sftp) {
    try {
      return new SftpServer(sftp);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start an SFTP server", e);
    }
  }

  /** A new key, for a server or a user. */
  public static KeyPair newKey() {
    try {
      return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has elliptic curves", e);
    }
  }

  /**
   * Writes the private part in OpenSSH's form.
   *
   * @param passphrase encrypts it; null to leave it open
   */
  public static void writeKey(KeyPair key, @Nullable String passphrase, Path file) {
    OpenSSHKeyEncryptionContext encryption = null;
    if (passphrase != null) {
      encryption = new OpenSSHKeyEncryptionContext();
      encryption.setPassword(passphrase);
      encryption.setCipherType("256");
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot write a key to " + file, e);
    }
  }

  /** Lets the user in with this key, too. */
  public void accept(PublicKey key) {
    userKeys.add(key);
  }

  /** Where it listens on the loopback address. */
  public int port() {
    return server.getPort();
  }

  /** The server's public key as in OpenSSH's files. */
  public String hostKey() {
    return PublicKeyEntry.toString(hostKey);
  }

  /** How many clients have logged in, or tried to, so far. */
  public int sessionCount() {
    return sessions.size();
  }

  /** Breaks every connection that is open. */
  public void disconnectAll() {
    for (Session session : sessions) {
      session.close(true);
    }
  }

  /** Ends all connections and stops listening. */
  @Override
  public void close() {
    try {
      if (!server.close(true).await(STOP_WITHIN)) {
        throw new IllegalStateException("the SFTP server does not end within " + STOP_WITHIN);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the SFTP server does not end", e);
    }
  }
}
