package dev.seseragi.store.sftp;

import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.store.remote.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** Logs in at a server and opens SFTP there: all that knows the SSH library's sessions. */
final class SshTransport {
  /** How often a quiet connection is asked whether it lives, within the longest silence. */
  private static final int QUESTIONS_PER_SILENCE = 3;

  private final SftpSettings settings;
  private final RemoteLimits limits;
  private final ThreadFactory threads;
  private final JSch library = new JSch();

  private SshTransport(SftpSettings settings, RemoteLimits limits, ThreadFactory threads) {
    this.settings = settings;
    this.limits = limits;
    this.threads = threads;
  }

  /**
   * Makes a connection: within {@link RemoteLimits#connect} at the network, and within that and
   * {@link RemoteLimits#silence} until somebody is logged in.
   *
   * @throws StoreForbiddenException if the server, or this client, will refuse again
   * @throws ConnectionLostException if a later try may work
   */
  static SftpConnection connect(SftpSettings settings, RemoteLimits limits, ThreadFactory threads)
      throws IOException {
    return new SshTransport(settings, limits, threads).connect();
  }

  private SftpConnection connect() throws IOException {
    HostKeys hostKeys;
    Session session;
    try {
      hostKeys = HostKeys.of(settings, library);
      session = library.getSession(settings.user(), settings.host(), settings.port());
      configure(session, hostKeys);
    } catch (JSchException e) {
      throw new StoreForbiddenException(failure() + e.getMessage(), e);
    }
    SocketMeter meter = new SocketMeter(limits);
    session.setSocketFactory(meter);
    try {
      session.connect(millis(limits.silence()));
      return open(session, meter);
    } catch (JSchException e) {
      meter.close();
      throw explain(e, hostKeys);
    } catch (IOException | RuntimeException e) {
      meter.close();
      throw e;
    }
  }

  private void configure(Session session, HostKeys hostKeys) throws JSchException {
    session.setThreadFactory(threads);
    session.setHostKeyRepository(hostKeys);
    session.setConfig("StrictHostKeyChecking", "yes");
    settings.hostKey().ifPresent(key -> session.setConfig("server_host_key", key.algorithms()));
    settings.keyFile().ifPresent(this::addKey);
    settings
        .password()
        .ifPresent(password -> session.setPassword(password.getBytes(StandardCharsets.UTF_8)));
    session.setConfig(
        "PreferredAuthentications",
        (settings.keyFile().isPresent() ? "publickey" : "")
            + (settings.password().isPresent() ? ",password,keyboard-interactive" : ""));
    session.setServerAliveInterval(Math.max(1, millis(limits.silence()) / QUESTIONS_PER_SILENCE));
    session.setServerAliveCountMax(QUESTIONS_PER_SILENCE - 1);
  }

  private void addKey(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      byte[] passphrase =
          settings.password().map(it -> it.getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]);
      KeyPair key = KeyPair.load(library, bytes, null);
      boolean isEncrypted = key.isEncrypted();
      if (isEncrypted && !key.decrypt(passphrase)) {
        throw new StoreForbiddenException(
            failure()
                + "the key in %s is encrypted, and the password does not open it. Give its passphrase as password, or a key without one"
                    .formatted(file),
            null);
      }
      library.addIdentity(file.toString(), bytes, null, isEncrypted ? passphrase : null);
    } catch (IOException e) {
      throw new StoreForbiddenException(
          failure() + "key-path: %s cannot be read (%s)".formatted(file, e), e);
    } catch (JSchException e) {
      throw new StoreForbiddenException(
          failure()
              + "key-path: a private key in a form of OpenSSH's or PEM was expected in %s, found none"
                  .formatted(file),
          e);
    }
  }

  private SftpConnection open(Session session, SocketMeter meter)
      throws JSchException, IOException {
    ChannelSubsystem channel = (ChannelSubsystem) session.openChannel("subsystem");
    channel.setSubsystem("sftp");
    Exchange exchange = new Exchange(limits.silence(), meter::lastHeardNanos, meter);
    channel.setOutputStream(new ReplyDecoder(exchange));
    channel.connect(millis(limits.silence()));
    Deadline deadline = Deadline.in(limits.silence());
    Reply greeting = exchange.start(channel.getOutputStream(), threads, deadline);
    meter.endHandshake();
    return new SftpConnection(exchange, greeting, limits.call());
  }

  private IOException explain(JSchException error, HostKeys hostKeys) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof JSchHostKeyException) {
      throw new StoreForbiddenException(failure() + hostKeys.refusal(), error);
    }
    if (error instanceof JSchAlgoNegoFailException) {
      throw new StoreForbiddenException(
          "%sthe server and this client have no algorithm in common (%s). If host-key is set, give a key of a type that the server has"
              .formatted(failure(), message),
          error);
    }
    if (message.startsWith("Auth ") || message.startsWith("USERAUTH ")) {
      throw new StoreForbiddenException(
          "%sthe server refuses the login (%s). Check user, password and key-path, and that the server has the public key in ~/.ssh/authorized_keys"
              .formatted(failure(), message.replaceFirst("^Auth \\w+ for methods", "it takes")),
          error);
    }
    return new ConnectionLostException(failure() + network(error), error);
  }

  private String network(JSchException error) {
    return switch (error.getCause()) {
      case UnknownHostException e -> "no address is known for that name (DNS)";
      case ConnectException e -> "nothing listens there, or a firewall refuses it";
      case NoRouteToHostException e -> "there is no way to that address";
      case SocketTimeoutException e -> "the server did not answer in time";
      case null, default -> String.valueOf(error.getMessage());
    };
  }

  private String failure() {
    return "cannot log in at %s port %d as %s: "
        .formatted(settings.host(), settings.port(), settings.user());
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, duration.toMillis()));
  }
}
