package dev.seseragi.bench.s3;

import dev.seseragi.bench.s3.RequestTally.Place;
import dev.seseragi.bench.s3.RequestTally.Traffic;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client's connection: its requests, one after the other. For one thread. */
final class ProxiedConnection implements AutoCloseable {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int FIRST_FINAL_STATUS = 200;
  private static final int FIRST_NOT_GOOD = 300;

  /** A server may end a connection that is idle for longer; the client must not see that. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(2);

  private final FarAwayProxy proxy;
  private final Peer client;
  private @Nullable Peer server;

  private record Peer(Socket socket, InputStream in, OutputStream out) {
    static Peer on(Socket socket) throws IOException {
      return new Peer(
          socket,
          new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES),
          new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
    }
  }

  ProxiedConnection(Socket client, FarAwayProxy proxy) throws IOException {
    this.proxy = proxy;
    this.client = Peer.on(client);
  }

  void run() throws IOException, InterruptedException {
    boolean goesOn = true;
    while (goesOn) {
      long idleSince = System.nanoTime();
      Optional<MessageHead> head = MessageHead.read(client.in());
      if (System.nanoTime() - idleSince > LONGEST_IDLE.toNanos()) {
        closeServer();
      }
      goesOn = head.isPresent() && exchange(head.get());
    }
  }

  /** Returns whether another request may follow. */
  private boolean exchange(MessageHead request) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    RequestTarget target = RequestTarget.parse(request.word(1));
    Place place = new Place(RequestKind.of(request.word(0), target), target.folder());
    count(place, 1, 0, 0);
    if (request.has("expect", "100-continue")) {
      client.out().write(CONTINUE);
      client.out().flush();
    }
    proxy.travel(place.kind());
    Peer behind = server();
    request.without("expect").write(behind.out());
    MessageBody.ofRequest(request)
        .copy(client.in(), behind.out(), bytes -> count(place, 0, bytes, 0));
    behind.out().flush();
    return answer(request, place, begun, behind);
  }

  private boolean answer(MessageHead request, Place place, Instant begun, Peer behind)
      throws IOException {
    MessageHead head = finalHead(behind);
    int status = Integer.parseInt(head.word(1));
    MessageBody body = MessageBody.ofAnswer(head, request.word(0), status);
    head.write(client.out());
    body.copy(behind.in(), client.out(), bytes -> count(place, 0, 0, bytes));
    client.out().flush();
    if (place.kind() == RequestKind.PUT && status < FIRST_NOT_GOOD) {
      proxy.served().stored(new StoredObject(place.folder(), begun, Instant.now()));
    }
    return !body.endsConnection() && !head.has("connection", "close");
  }

  private static MessageHead finalHead(Peer behind) throws IOException {
    while (true) {
      MessageHead head =
          MessageHead.read(behind.in())
              .orElseThrow(() -> new EOFException("the server ended the connection"));
      if (Integer.parseInt(head.word(1)) >= FIRST_FINAL_STATUS) {
        return head;
      }
    }
  }

  private void count(Place place, long requests, long sentBytes, long receivedBytes) {
    proxy.served().count(place, new Traffic(requests, sentBytes, receivedBytes));
  }

  private Peer server() throws IOException {
    Peer current = server;
    if (current == null) {
      current = Peer.on(proxy.connect());
      server = current;
    }
    return current;
  }

  private void closeServer() throws IOException {
    Peer current = server;
    server = null;
    if (current != null) {
      current.socket().close();
    }
  }

  @Override
  public void close() throws IOException {
    client.socket().close();
    closeServer();
  }
}
