package dev.seseragi.bench.pos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Requests to the application, as a browser sends them. Safe for use by many threads. */
final class Site implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int port;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  Site(int port) {
    this.port = port;
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /**
   * Asks for something.
   *
   * @param tag of what is known already; empty for none
   */
  HttpResponse<byte[]> get(String path, String tag) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Accept-Encoding", "gzip");
    if (!tag.isEmpty()) {
      request.header("If-None-Match", tag);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<String> post(String path, String json, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** A stream of events, until it is closed. */
  InputStream events() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri("/events")).build();
    return client.send(request, BodyHandlers.ofInputStream()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
  }

  /** Cuts what is still open. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
