package dev.seseragi.testkit.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A Google Cloud Storage for tests, in this process, on a loopback port of its own. It answers the
 * JSON API's requests for objects as Google's documentation says: uploads in one request and
 * resumable ones, preconditions on generations, ranged downloads, paged listings, deletions. It is
 * also the token endpoint and the metadata server of its callers.
 *
 * <p>Everything is kept in memory. Safe for use by many threads.
 */
public final class FakeGcs implements AutoCloseable {
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeService service = new FakeService();
  private final CountDownLatch closed = new CountDownLatch(1);

  private final FakeLogin login = new FakeLogin();
  private final GcsScript script = new GcsScript();

  private FakeGcs(HttpServer server) {
    this.server = server;
  }

  /** Starts a server without buckets. */
  public static FakeGcs start() {
    // Otherwise each answer waits for the delayed acknowledgement of its header, some 40 ms.
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      FakeGcs gcs = new FakeGcs(HttpServer.create(anyPort, 0));
      gcs.server.createContext("/", gcs::handle);
      gcs.server.setExecutor(gcs.executor);
      gcs.server.start();
      return gcs;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a server on a loopback port", e);
    }
  }

  /** Makes an empty bucket, in which the caller may do everything. */
  public FakeGcs withBucket(String name) {
    service.createBucket(name);
    return this;
  }

  /** What callers may do from now on. */
  public void allow(Set<GcsPermission> permissions) {
    service.allow(permissions);
  }

  /**
   * Answers 401 from now on unless a request has this access token. The token endpoint and the
   * metadata server give it to whoever asks.
   */
  public void requireToken(String token) {
    login.give(token);
    service.requireToken(token);
  }

  /**
   * Looks at permissions before it looks at preconditions from now on: the documentation leaves
   * open which comes first.
   */
  public void checkPermissionsFirst() {
    service.checkPermissionsFirst();
  }

  /** Puts an object into a bucket that has no metadata, as other programs do. */
  public void put(String bucket, String name, byte[] content) {
    FakeObject object = new FakeObject(bucket, name, 1, content.clone(), Map.of(), Instant.now());
    bucket(bucket).insert(object, new GcsCondition(null));
  }

  /** Does something wrong at the next request of a kind; more of them wait for those behind it. */
  public void fail(GcsOperation operation, GcsFault... next) {
    script.add(operation, List.of(next));
  }

  /** How many requests of a kind came. */
  public long count(GcsOperation operation) {
    return script.count(operation);
  }

  /** How many requests came in all. */
  public long count() {
    return script.count();
  }

  /** The server's URL, for {@code STORAGE_EMULATOR_HOST}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Host and port, for {@code GCE_METADATA_HOST}. */
  public String hostAndPort() {
    return endpoint().getAuthority();
  }

  /** The names of a bucket's objects, in order. */
  public Collection<String> names(String bucket) {
    return bucket(bucket).all().keySet();
  }

  /** The custom metadata of an object. */
  public Map<String, String> metadata(String bucket, String name) {
    return object(bucket, name).metadata();
  }

  /** The content of an object. */
  public byte[] content(String bucket, String name) {
    return object(bucket, name).content().clone();
  }

  private FakeObject object(String bucket, String name) {
    return Objects.requireNonNull(bucket(bucket).find(name), () -> "no object " + name);
  }

  private FakeBucket bucket(String name) {
    return Objects.requireNonNull(service.bucket(name), () -> "no bucket " + name);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      GcsRequest request = GcsRequest.of(exchange);
      GcsFault fault = script.next(request.operation());
      switch (fault) {
        case null -> send(exchange, answer(request, null));
        case GcsFault.KeptInPart keptInPart -> send(exchange, answer(request, keptInPart));
        case GcsFault.StoredShort storedShort -> send(exchange, answer(request, storedShort));
        case GcsFault.SessionGone sessionGone -> send(exchange, answer(request, sessionGone));
        case GcsFault.Refused refused -> send(exchange, GcsAnswer.of(refused.status()));
        case GcsFault.AppliedAndRefused refused -> {
          answer(request, null);
          send(exchange, GcsAnswer.of(refused.status()));
        }
        case GcsFault.LostAnswer _ -> answer(request, null);
        case GcsFault.Reset _ -> {}
        case GcsFault.Hang _ -> awaitClose();
        case GcsFault.CutAnswer cut -> sendStart(exchange, answer(request, null), cut.bytes());
        case GcsFault.StalledAnswer stalled -> {
          sendStart(exchange, answer(request, null), stalled.bytes());
          awaitClose();
        }
        case GcsFault.SlowAnswer slow -> sendSlowly(exchange, answer(request, null), slow);
        case GcsFault.Nonsense nonsense ->
            send(exchange, GcsAnswer.mediaError(200, nonsense.body()));
      }
    }
  }

  private GcsAnswer answer(GcsRequest request, @Nullable GcsFault fault) {
    return login.isFor(request) ? login.answer(request) : service.answer(request, fault);
  }

  private static void send(HttpExchange exchange, GcsAnswer answer) throws IOException {
    sendStart(exchange, answer, answer.body().length);
  }

  /** What closes the exchange then closes the connection, too, if bytes are missing. */
  private static void sendStart(HttpExchange exchange, GcsAnswer answer, int bytes)
      throws IOException {
    sendHead(exchange, answer);
    OutputStream out = exchange.getResponseBody();
    out.write(answer.body(), 0, Math.min(bytes, answer.body().length));
    out.flush();
  }

  private static void sendHead(HttpExchange exchange, GcsAnswer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    int length = answer.body().length;
    // To this server 0 means "of unknown length", and -1 "none".
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
  }

  private void sendSlowly(HttpExchange exchange, GcsAnswer answer, GcsFault.SlowAnswer slow)
      throws IOException {
    sendHead(exchange, answer);
    for (byte b : answer.body()) {
      exchange.getResponseBody().write(b);
      exchange.getResponseBody().flush();
      LockSupport.parkNanos(slow.betweenBytes().toNanos());
    }
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}
