package dev.seseragi.bench.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Stands before a server on the loopback interface that speaks HTTP/1.1 without TLS, and puts it
 * far away: each request waits before it is passed on, for itself, so that requests on several
 * connections wait at the same time. Counts on the way. A virtual thread for each connection.
 */
final class FarAwayProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final ServedRequests served = new ServedRequests();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean isHanging;

  private FarAwayProxy(ServerSocket listener, InetSocketAddress server) {
    this.listener = listener;
    this.server = server;
  }

  /** Starts one on a free port before the server that a URI names by host and port. */
  static FarAwayProxy before(URI server) throws IOException {
    FarAwayProxy proxy =
        new FarAwayProxy(
            new ServerSocket(0, 0, InetAddress.getLoopbackAddress()),
            new InetSocketAddress(server.getHost(), server.getPort()));
    Thread.ofVirtual().name("far-away").start(proxy::accept);
    return proxy;
  }

  /** Where clients connect to, without a path. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  ServedRequests served() {
    return served;
  }

  /** How much later each request is passed on from now on. */
  void delay(Duration perRequest) {
    delay = perRequest;
  }

  /** From now on writes are never answered. */
  void hang() {
    isHanging = true;
  }

  /** Waits as long as a request has to; for ever where it hangs. */
  void travel(RequestKind kind) throws InterruptedException {
    Thread.sleep(delay);
    if (isHanging && kind.isWrite()) {
      closed.await();
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(server);
    // Heads and bodies are written one after the other: Nagle's algorithm would add 40 ms.
    socket.setTcpNoDelay(true);
    return socket;
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        Thread.ofVirtual().name("far-away-connection").start(() -> serve(client));
      } catch (IOException e) {
        return; // Closed: nothing else ends a listener on the loopback interface.
      }
    }
  }

  private void serve(Socket client) {
    try (ProxiedConnection connection = new ProxiedConnection(client, this)) {
      connection.run();
    } catch (IOException e) {
      // Either side ended the connection, and so the other hears of it, too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
  }
}
