package dev.seseragi.testkit.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's connection: its requests, one after the other. For one thread. */
final class WireConnection implements AutoCloseable {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private static final Duration LONGEST_IDLE = Duration.ofSeconds(2);

  private final WireProxy proxy;
  private final Socket client;
  private final InputStream fromClient;
  private final OutputStream toClient;
  private @Nullable Server server;

  /** The connection behind, kept as long as the client keeps its own. */
  private record Server(Socket socket, InputStream in, OutputStream out) {
    static Server on(Socket socket) throws IOException {
      return new Server(
          socket,
          new BufferedInputStream(socket.getInputStream()),
          new BufferedOutputStream(socket.getOutputStream()));
    }
  }

  /** A request as the server is to see it; its body is still to be read. */
  private record Request(HttpHead head, String method) {}

  WireConnection(Socket client, WireProxy proxy) throws IOException {
    this.proxy = proxy;
    this.client = client;
    this.fromClient = new BufferedInputStream(client.getInputStream());
    this.toClient = new BufferedOutputStream(client.getOutputStream());
  }

  void run() throws IOException {
    boolean goesOn = true;
    while (goesOn) {
      long sinceNanos = System.nanoTime();
      Optional<HttpHead> head = HttpHead.read(fromClient);
      dropIdleServer(System.nanoTime() - sinceNanos);
      goesOn = head.isPresent() && exchange(head.get());
      toClient.flush();
    }
  }

  /** Returns whether another request may follow. */
  private boolean exchange(HttpHead head) throws IOException {
    WireRequest seen = head.request();
    Request request = new Request(head.with(Map.of("expect", "")), seen.method());
    WireFault fault = proxy.fault(seen);
    boolean isRead = !(fault instanceof WireFault.Reset || fault instanceof WireFault.Hang);
    if (isRead && seen.header("expect").equalsIgnoreCase("100-continue")) {
      toClient.write(CONTINUE);
      toClient.flush();
    }
    return switch (fault) {
      case WireFault.None none -> answer(forward(request), request, toClient);
      case WireFault.Reset reset -> reset();
      case WireFault.Hang hang -> hang();
      case WireFault.Answer answer -> drain(request) && give(answer, request);
      case WireFault.CutRequest cut -> cutRequest(request, cut.bodyBytes());
      case WireFault.Twice twice -> twice(request);
      case WireFault.LoseAnswer lose -> drop(request) && reset();
      case WireFault.HangAfterwards hang -> drop(request) && hang();
      case WireFault.AnswerAfterwards other -> drop(request) && give(other.answer(), request);
      case WireFault.CutAnswer cut -> cutAnswer(request, cut.bodyBytes());
      case WireFault.ShortenAnswer shorten -> shorten(request, shorten.bodyBytes());
      case WireFault.Slow slow -> slow(request, slow);
      case WireFault.Rewrite rewrite -> rewrite(request, rewrite);
    };
  }

  // What the server sees.

  private HttpHead forward(Request request) throws IOException {
    Server behind = server();
    request.head().write(behind.out());
    HttpBody.ofRequest(request.head(), fromClient).copyFramed(behind.out());
    behind.out().flush();
    return readAnswer(behind);
  }

  private HttpHead readAnswer(Server behind) throws IOException {
    while (true) {
      HttpHead head =
          HttpHead.read(behind.in())
              .orElseThrow(() -> new EOFException("the server ended the connection"));
      if (head.status() >= 200) {
        return head;
      }
    }
  }

  private boolean drain(Request request) throws IOException {
    HttpBody.ofRequest(request.head(), fromClient).copyFramed(OutputStream.nullOutputStream());
    return true;
  }

  /** Lets the server do what it was asked, and hears its answer to the end. */
  private boolean drop(Request request) throws IOException {
    answer(forward(request), request, OutputStream.nullOutputStream());
    return true;
  }

  private boolean cutRequest(Request request, long bodyBytes) throws IOException {
    Server behind = server();
    request.head().write(behind.out());
    behind.out().flush();
    try (OutputStream cut = PacedOutput.cut(behind.out(), bodyBytes)) {
      if (bodyBytes > 0) {
        HttpBody.ofRequest(request.head(), fromClient).copyFramed(cut);
      }
    } catch (PacedOutput.CutException e) {
      // As asked for.
    }
    behind.socket().setSoLinger(true, 0);
    behind.socket().close();
    return reset();
  }

  private boolean twice(Request request) throws IOException {
    byte[] body = HttpBody.ofRequest(request.head(), fromClient).readAll();
    HttpHead head = request.head().with(framing(body.length));
    answer(send(head, body), request, OutputStream.nullOutputStream());
    return answer(send(head, body), request, toClient);
  }

  private HttpHead send(HttpHead head, byte[] body) throws IOException {
    Server behind = server();
    head.write(behind.out());
    behind.out().write(body);
    behind.out().flush();
    return readAnswer(behind);
  }

  // What the client sees.

  private boolean answer(HttpHead head, Request request, OutputStream to) throws IOException {
    HttpBody body = HttpBody.ofAnswer(head, request.method(), server().in());
    head.write(to);
    body.copyFramed(to);
    to.flush();
    return !body.endsTheConnection()
        && head.header("connection").filter("close"::equalsIgnoreCase).isEmpty();
  }

  private boolean slow(Request request, WireFault.Slow slow) throws IOException {
    HttpHead head = forward(request);
    PacedOutput.pass(slow.pause());
    HttpBody body = HttpBody.ofAnswer(head, request.method(), server().in());
    head.write(toClient);
    toClient.flush();
    OutputStream paced = PacedOutput.slow(toClient, slow.bytesPerSecond());
    body.copyFramed(paced);
    paced.flush();
    return !body.endsTheConnection();
  }

  private boolean rewrite(Request request, WireFault.Rewrite rewrite) throws IOException {
    Request other = new Request(request.head().with(rewrite.request()), request.method());
    return answer(forward(other).with(rewrite.answer()), other, toClient);
  }

  private boolean cutAnswer(Request request, long bodyBytes) throws IOException {
    HttpHead head = forward(request);
    head.write(toClient);
    toClient.flush();
    if (bodyBytes > 0) {
      try {
        HttpBody.ofAnswer(head, request.method(), server().in())
            .copyFramed(PacedOutput.cut(toClient, bodyBytes));
      } catch (PacedOutput.CutException e) {
        // As asked for.
      }
    }
    return false;
  }

  private boolean shorten(Request request, long bodyBytes) throws IOException {
    HttpHead head = forward(request);
    boolean isHead = request.method().equals("HEAD");
    if (isHead) {
      // It tells the length of a body that it has not.
      return answer(head, request, toClient);
    }
    byte[] whole = HttpBody.ofAnswer(head, request.method(), server().in()).readAll();
    byte[] part = Arrays.copyOf(whole, (int) Math.min(whole.length, bodyBytes));
    head.with(framing(part.length)).write(toClient);
    toClient.write(part);
    return true;
  }

  private static Map<String, String> framing(int lengthBytes) {
    return Map.of("transfer-encoding", "", "content-length", Integer.toString(lengthBytes));
  }

  private boolean give(WireFault.Answer answer, Request request) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>(answer.headers());
    headers.put("content-length", Integer.toString(body.length));
    new HttpHead("HTTP/1.1 %d Scripted".formatted(answer.status()), List.of())
        .with(headers)
        .write(toClient);
    if (!request.method().equals("HEAD")) {
      toClient.write(body);
    }
    return true;
  }

  /** With nothing lingering a close is a reset. */
  private boolean reset() throws IOException {
    client.setSoLinger(true, 0);
    client.close();
    return false;
  }

  private boolean hang() {
    proxy.awaitClose();
    return false;
  }

  private Server server() throws IOException {
    Server current = server;
    if (current == null) {
      current = Server.on(proxy.connectToServer());
      server = current;
    }
    return current;
  }

  /** A server may end a connection that nobody uses; the client must not see a fault in that. */
  private void dropIdleServer(long idleNanos) throws IOException {
    if (idleNanos > LONGEST_IDLE.toNanos()) {
      close();
      server = null;
    }
  }

  @Override
  public void close() throws IOException {
    Server current = server;
    if (current != null) {
      proxy.forget(current.socket());
      current.socket().close();
    }
  }
}
