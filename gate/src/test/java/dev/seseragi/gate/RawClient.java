package dev.seseragi.gate;

import dev.seseragi.testkit.time.Await;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection on which the test writes and reads bytes as they are. */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int SILENCE_MILLIS = 120;

  private final Socket socket;
  private final InputStream in;

  /** Connects to a port of this machine. */
  public RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Speaks on a connection that is there. */
  public RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** The socket itself. */
  public Socket socket() {
    return socket;
  }

  /** Sends text, whose lines end in CRLF, as a request's head does. */
  public RawClient send(String text) throws IOException {
    String lines = text.replace("\r\n", "\n").replace("\n", "\r\n");
    socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Sends a request without a body. */
  public RawClient request(String method, String path) throws IOException {
    return send("%s %s HTTP/1.1\nHost: here\n\n".formatted(method, path));
  }

  /** Waits until something can be read, and reads nothing. */
  public RawClient awaitAnswer() throws InterruptedException {
    Await.until("an answer comes", Duration.ofMillis(PATIENCE_MILLIS), this::hasAnswer);
    return this;
  }

  private boolean hasAnswer() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads up to and with a text; returns all of it. */
  public String readTo(String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.length() < end.length()
        || !read.substring(read.length() - end.length()).equals(end)) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("the connection ended behind: " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /** Closes it with a reset. */
  public void breakOff() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads a reply's head. */
  public String head() throws IOException {
    return readTo("\r\n\r\n");
  }

  /** Reads a whole reply with a length or in chunks: head and body as they are on the wire. */
  public String reply() throws IOException {
    String head = head();
    String lower = head.toLowerCase(java.util.Locale.ROOT);
    int length = lower.indexOf("content-length: ");
    if (length >= 0) {
      String number = lower.substring(length + 16, lower.indexOf('\r', length));
      return head + new String(in.readNBytes(Integer.parseInt(number)), StandardCharsets.UTF_8);
    }
    return lower.contains("transfer-encoding: chunked") ? head + readTo("0\r\n\r\n") : head;
  }

  /** Everything up to the connection's end; "RESET" stands for one that is broken off. */
  public String rest() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        read.write(next);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection does not end behind: " + read, e);
    } catch (IOException e) {
      return read.toString(StandardCharsets.UTF_8) + "RESET";
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  /** What comes until nothing comes for a moment. */
  public String readUntilSilence() throws IOException {
    StringBuilder read = new StringBuilder();
    socket.setSoTimeout(SILENCE_MILLIS);
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        read.append((char) next);
      }
      return read.toString();
    } catch (SocketTimeoutException e) {
      return read.toString();
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** Whether nothing comes for a moment. */
  public boolean isSilent() throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    try {
      return in.read() == -2;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
