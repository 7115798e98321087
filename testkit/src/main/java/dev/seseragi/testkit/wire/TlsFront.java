package dev.seseragi.testkit.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Speaks TLS on the loopback for a server that does not, with a certificate for 127.0.0.1 that
 * nobody has signed. Safe for use by many threads, of which each connection has two virtual ones.
 */
public final class TlsFront implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final Path certificate;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private TlsFront(ServerSocket listener, InetSocketAddress server, Path certificate) {
    this.listener = listener;
    this.server = server;
    this.certificate = certificate;
  }

  /**
   * Starts on a free port in front of the server that a URI names by host and port.
   *
   * @param folder where the certificate and its key are made; there must be none yet
   */
  public static TlsFront of(URI server, Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path certificate = folder.resolve("ca.pem");
    SSLContext context = context(folder.resolve("keys.p12"), certificate);
    TlsFront front =
        new TlsFront(
            context
                .getServerSocketFactory()
                .createServerSocket(0, 0, InetAddress.getLoopbackAddress()),
            new InetSocketAddress(server.getHost(), server.getPort()),
            certificate);
    Thread.ofVirtual().name("tls-front").start(front::accept);
    return front;
  }

  private static SSLContext context(Path keys, Path certificate)
      throws IOException, GeneralSecurityException, InterruptedException {
    keytool(
        "-genkeypair -alias a -keyalg EC -dname CN=test -ext san=ip:127.0.0.1 -validity 2 -storetype"
            + " PKCS12 -storepass %s -keystore %s".formatted(PASSWORD, keys));
    keytool(
        "-exportcert -rfc -alias a -storepass %s -keystore %s -file %s"
            .formatted(PASSWORD, keys, certificate));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(keys)) {
      store.load(bytes, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder((keytool + " " + arguments).split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException("keytool ended with " + exitCode);
    }
  }

  /** Where clients connect to, without a path. */
  public URI uri() {
    return URI.create("https://127.0.0.1:" + listener.getLocalPort());
  }

  /** The certificate, in PEM, for clients that shall trust it. */
  public Path certificate() {
    return certificate;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().name("tls-front-connection").start(() -> serve(client));
      } catch (IOException e) {
        return; // Closed: nothing else ends a listener on the loopback.
      }
    }
  }

  private void serve(Socket client) {
    sockets.add(client);
    try (client;
        Socket behind = new Socket(server.getAddress(), server.getPort())) {
      Thread back = Thread.ofVirtual().name("tls-front-answers").start(() -> copy(behind, client));
      copy(client, behind);
      back.join();
    } catch (IOException e) {
      // The server is gone, and the client is told by the end of its connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  /** Ends with either side; a client that does not trust us ends it before there is a byte. */
  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // As an end.
    }
    try {
      to.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }

  /** Ends all connections. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
