package dev.seseragi.testkit.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * A proxy on the loopback that stands between a client and a server which speak HTTP/1.1 without
 * TLS, and lets happen what a test has scripted. Without a script it passes everything on as it is,
 * so it also counts requests and adds latency.
 *
 * <pre>{@code
 * try (WireProxy proxy = WireProxy.to(server.uri())) {
 *   ObjectStore store = open(proxy.uri());
 *   proxy.next(request -> request.is("PUT"), new WireFault.LoseAnswer());
 *   ...
 *   assertThat(proxy.requests()).hasSize(2);
 * }
 * }</pre>
 *
 * <p>Bodies are streamed; only {@link WireFault.Twice} and {@link WireFault.ShortenAnswer} hold one
 * in memory. A request with {@code Expect: 100-continue} is told to go on by the proxy. Safe for
 * use by many threads; each connection has a virtual thread, and all of them end with {@link
 * #close}.
 */
public final class WireProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final WireScript script = new WireScript();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  private WireProxy(ServerSocket listener, InetSocketAddress server) {
    this.listener = listener;
    this.server = server;
  }

  /** Starts a proxy on a free port in front of the server that a URI names by host and port. */
  public static WireProxy to(URI server) throws IOException {
    WireProxy proxy =
        new WireProxy(
            new ServerSocket(0, 0, InetAddress.getLoopbackAddress()),
            new InetSocketAddress(server.getHost(), server.getPort()));
    Thread.ofVirtual().name("wire-proxy").start(proxy::accept);
    return proxy;
  }

  /** Where clients connect to, without a path. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /**
   * The next requests that match meet these faults, one each; what follows is passed on. Calls add
   * up: of all scripts that match, the earliest with a fault left has its say.
   */
  public void next(Predicate<WireRequest> which, WireFault... faults) {
    script.add(which, List.of(faults), false);
  }

  /** Every request that matches meets this fault, until {@link #heal}. */
  public void always(Predicate<WireRequest> which, WireFault fault) {
    script.add(which, List.of(fault), true);
  }

  /** From now on nothing goes wrong. What hangs already, hangs on. */
  public void heal() {
    script.clear();
  }

  /** The requests whose heads arrived, in that order, whatever became of them. */
  public List<WireRequest> requests() {
    return script.requests();
  }

  /** Counts from zero again. */
  public void forgetRequests() {
    script.forgetRequests();
  }

  /** Ends all connections. */
  @Override
  public void close() {
    closed.countDown();
    closeQuietly(listener);
    sockets.forEach(WireProxy::closeQuietly);
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        Socket client = track(listener.accept());
        Thread.ofVirtual().name("wire-proxy-connection").start(() -> serve(client));
      } catch (IOException e) {
        return; // Closed: nothing else ends a listener on the loopback.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        WireConnection connection = new WireConnection(client, this)) {
      connection.run();
    } catch (IOException e) {
      // Either side ended the connection, which the other has been told by now.
    } finally {
      sockets.remove(client);
    }
  }

  WireFault fault(WireRequest request) {
    return script.next(request);
  }

  Socket connectToServer() throws IOException {
    Socket socket = new Socket();
    track(socket);
    socket.connect(server);
    return socket;
  }

  void forget(Socket socket) {
    sockets.remove(socket);
  }

  void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those that are opened while the proxy closes are closed as well. */
  private Socket track(Socket socket) throws IOException {
    sockets.add(socket);
    if (closed.getCount() == 0) {
      socket.close();
    }
    return socket;
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException("closing a socket", e));
    }
  }
}
