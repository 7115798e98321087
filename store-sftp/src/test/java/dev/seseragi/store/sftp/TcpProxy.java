package dev.seseragi.store.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server and does to their bytes what networks do. */
final class TcpProxy implements AutoCloseable {
  private static final int LISTEN_BACKLOG = 16;

  private final ServerSocket listening;
  private final int serverPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong toClientBytes = new AtomicLong(Long.MAX_VALUE);
  private volatile boolean isHanging;
  private volatile long pauseMillis;

  TcpProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listening = new ServerSocket(0, LISTEN_BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on nothing gets through, but connections stay and are accepted. */
  void hang() {
    isHanging = true;
  }

  /** Lets everything through that comes from now on. */
  void forward() {
    isHanging = false;
    pauseMillis = 0;
    toClientBytes.set(Long.MAX_VALUE);
  }

  /** Waits before each piece that goes to the client. */
  void slowDown(long millis) {
    pauseMillis = millis;
  }

  /** Breaks the connection in which so many further bytes have gone to the client. */
  void cutAfter(long bytes) {
    toClientBytes.set(bytes);
  }

  /** Breaks every connection with a reset. */
  void reset() {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
      }
      closeQuietly(socket);
    }
    sockets.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        client.setTcpNoDelay(true);
        Socket server = new Socket();
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        server.setTcpNoDelay(true);
        sockets.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> pump(client, server, false));
        Thread.ofVirtual().start(() -> pump(server, client, true));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void pump(Socket from, Socket to, boolean isToClient) {
    byte[] buffer = new byte[32 * 1024];
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      int count;
      while ((count = input.read(buffer)) >= 0) {
        if (isHanging || (isToClient && pauseMillis > 0)) {
          var _ = closed.await(isHanging ? Integer.MAX_VALUE : pauseMillis, TimeUnit.MILLISECONDS);
        }
        if (isToClient && toClientBytes.addAndGet(-count) < 0) {
          reset();
          return;
        }
        output.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One side has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    sockets.forEach(TcpProxy::closeQuietly);
  }
}
