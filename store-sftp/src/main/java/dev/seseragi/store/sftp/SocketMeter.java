package dev.seseragi.store.sftp;

import com.jcraft.jsch.SocketFactory;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.remote.Deadline;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/**
 * The socket of one connection: made in time, watched for signs of life, and closed even while
 * somebody is stuck in writing to it.
 */
final class SocketMeter implements SocketFactory, Closeable {
  private final RemoteLimits limits;
  private final Deadline handshake;
  private volatile boolean isHandshaking = true;
  private volatile long lastHeardNanos = System.nanoTime();
  private final Socket socket = new Socket();

  SocketMeter(RemoteLimits limits) {
    this.limits = limits;
    this.handshake = Deadline.in(limits.connect().plus(limits.silence()));
  }

  /** When the last byte came from the server. */
  long lastHeardNanos() {
    return lastHeardNanos;
  }

  /** From now on reads may take as long as they like. */
  void endHandshake() {
    isHandshaking = false;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    int millis = Math.toIntExact(Math.min(Integer.MAX_VALUE, limits.connect().toMillis()));
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    socket.connect(address, millis);
    return socket;
  }

  @Override
  public InputStream getInputStream(Socket connected) throws IOException {
    return new FilterInputStream(connected.getInputStream()) {
      @Override
      public int read() throws IOException {
        return heard(super.read());
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return heard(super.read(target, offset, length));
      }
    };
  }

  private int heard(int result) throws SocketTimeoutException {
    lastHeardNanos = System.nanoTime();
    // A server that sends a byte now and then would otherwise hold a login up for ever.
    if (isHandshaking && handshake.hasPassed()) {
      throw new SocketTimeoutException("the login took too long");
    }
    return result;
  }

  @Override
  public OutputStream getOutputStream(Socket connected) throws IOException {
    return connected.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
