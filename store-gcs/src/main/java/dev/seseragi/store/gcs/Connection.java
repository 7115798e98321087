package dev.seseragi.store.gcs;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.remote.ServerClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one request once. HTTP/1.1, a pool of connections; nothing is compressed, redirected or
 * sent again. Safe for use by many threads.
 */
final class Connection implements AutoCloseable {
  /** A page of 1,000 objects with the longest names and metadata stays far below. */
  static final int MAX_TEXT_BYTES = 16 << 20;

  private final HttpClient http;
  private final Login login;
  private final Duration silence;
  private final ServerClock clock;

  Connection(RemoteLimits limits, Login login, Executor executor, ServerClock clock) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .executor(executor)
            .build();
    this.login = login;
    this.silence = limits.silence();
    this.clock = clock;
  }

  /** The answer with its whole body. */
  Answer send(Call call, Deadline deadline) throws IOException {
    HttpResponse<InputStream> response = exchange(call, deadline, deadline);
    return whole(response);
  }

  /** The answer; a success with its body still to come, which takes as long as it is read. */
  Answer open(Call call, Deadline deadline) throws IOException {
    HttpResponse<InputStream> response = exchange(call, deadline, Deadline.never());
    return response.statusCode() / 100 == 2
        ? Answer.stream(response.statusCode(), response.headers(), response.body())
        : whole(response);
  }

  private static Answer whole(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_TEXT_BYTES + 1);
      if (bytes.length > MAX_TEXT_BYTES) {
        throw new IOException("the answer has more than %,d bytes".formatted(MAX_TEXT_BYTES));
      }
      return Answer.whole(response.statusCode(), response.headers(), bytes);
    }
  }

  private HttpResponse<InputStream> exchange(Call call, Deadline deadline, Deadline bodyDeadline)
      throws IOException {
    WatchedBody body = new WatchedBody(call.body());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .method(call.method(), body)
            .header("User-Agent", "seseragi");
    call.headers().forEach(request::header);
    if (call.isAuthorized()) {
      login
          .headers(deadline)
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    }
    HttpResponse<InputStream> response =
        await(
            http.sendAsync(request.build(), head -> new ReplyStream(silence, bodyDeadline)),
            body,
            deadline);
    response.headers().firstValue("Date").ifPresent(clock::hear);
    return response;
  }

  private HttpResponse<InputStream> await(
      CompletableFuture<HttpResponse<InputStream>> response, WatchedBody body, Deadline deadline)
      throws IOException {
    while (true) {
      long silentAtNanos = body.lastTakenNanos() + silence.toNanos();
      Deadline next = new Deadline(silentAtNanos).orSooner(deadline);
      if (next.hasPassed()) {
        abandon(response);
        throw new HttpTimeoutException("no answer came in time");
      }
      try {
        return response.get(next.leftNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // Unless the server took bytes of the body meanwhile, the next round ends it.
      } catch (InterruptedException e) {
        abandon(response);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the thread was interrupted while it waited");
      } catch (ExecutionException | CancellationException e) {
        throw e.getCause() instanceof IOException cause
            ? cause
            : new IOException(String.valueOf(e.getCause()), e);
      }
    }
  }

  /** Closes the connection, also if the answer arrives in this very moment. */
  private static void abandon(CompletableFuture<HttpResponse<InputStream>> response) {
    response.cancel(true);
    var _ =
        response.thenAccept(late -> {
          try {
            late.body().close();
          } catch (IOException e) {
            // It was given up already.
          }
        });
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
