package dev.seseragi.store.gcs;

import com.google.auth.RequestMetadataCallback;
import com.google.auth.Retryable;
import com.google.auth.oauth2.GoogleCredentials;
import dev.seseragi.store.remote.Deadline;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Google's default credentials: a key file, what {@code gcloud auth application-default login} left
 * behind, or the metadata server of the machine.
 */
final class GoogleLogin implements Login {
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private final Optional<Path> keyFile;
  private final URI endpoint;
  private final Executor executor;

  /** Reads the credentials, once unless it fails. */
  private final AtomicReference<@Nullable FutureTask<GoogleCredentials>> credentials =
      new AtomicReference<>();

  GoogleLogin(Optional<Path> keyFile, URI endpoint, Executor executor) {
    this.keyFile = keyFile;
    this.endpoint = endpoint;
    this.executor = executor;
  }

  @Override
  public Map<String, List<String>> headers(Deadline deadline) throws LoginException {
    CompletableFuture<Map<String, List<String>>> headers = new CompletableFuture<>();
    executor.execute(() -> request(headers));
    try {
      return headers.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw explain(e.getCause());
    } catch (TimeoutException e) {
      throw new LoginException("no access token came in time", true, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoginException("the thread was interrupted", true, e);
    }
  }

  /** Calls back at once while a token is valid, otherwise when the new one is there. */
  private void request(CompletableFuture<Map<String, List<String>>> headers) {
    try {
      credentials()
          .getRequestMetadata(
              endpoint,
              executor,
              new RequestMetadataCallback() {
                @Override
                public void onSuccess(Map<String, List<String>> given) {
                  headers.complete(given);
                }

                @Override
                public void onFailure(Throwable cause) {
                  headers.completeExceptionally(cause);
                }
              });
    } catch (IOException | RuntimeException e) {
      headers.completeExceptionally(e);
    }
  }

  private GoogleCredentials credentials() throws IOException {
    FutureTask<GoogleCredentials> mine = new FutureTask<>(() -> load().createScoped(SCOPE));
    FutureTask<GoogleCredentials> known = credentials.compareAndExchange(null, mine);
    FutureTask<GoogleCredentials> task = known == null ? mine : known;
    task.run(); // Does nothing the second time.
    try {
      return task.get();
    } catch (ExecutionException e) {
      credentials.compareAndSet(task, null);
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException("the credentials cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread was interrupted");
    }
  }

  private GoogleCredentials load() throws IOException {
    if (keyFile.isEmpty()) {
      return GoogleCredentials.getApplicationDefault();
    }
    try (InputStream key = Files.newInputStream(keyFile.get())) {
      return GoogleCredentials.fromStream(key);
    }
  }

  private LoginException explain(@Nullable Throwable cause) {
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return new LoginException(
          "%s names %s, which does not exist; let it name a key file"
              .formatted(GcsSettings.KEY_FILE, keyFile.map(Path::toString).orElse("a file")),
          false,
          cause);
    }
    if (message.contains("default credentials")) {
      return new LoginException(
          "there are no Google credentials here. Let %s name a key file, or run on a machine with"
                  .formatted(GcsSettings.KEY_FILE)
              + " a service account, or run: gcloud auth application-default login",
          false,
          cause);
    }
    if (message.contains("Invalid JWT") || message.contains("iat and exp")) {
      return new LoginException(
          "Google takes the login for one of another time: set this machine's clock", false, cause);
    }
    boolean isTransient = cause instanceof Retryable retryable && retryable.isRetryable();
    return isTransient || isNetwork(cause)
        ? new LoginException("no access token can be had just now: " + summary(cause), true, cause)
        : new LoginException(
            "Google refuses these credentials (%s). Make a new key, or check %s"
                .formatted(summary(cause), GcsSettings.KEY_FILE),
            false,
            cause);
  }

  private static boolean isNetwork(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof java.net.SocketException
          || at instanceof java.net.UnknownHostException
          || at instanceof java.net.SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /**
   * The kind of error and its first words: the whole message may quote what was sent, which a log
   * must not.
   */
  private static String summary(@Nullable Throwable cause) {
    if (cause == null) {
      return "unknown";
    }
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + causeWords(cause);
  }

  private static String causeWords(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    for (String word : List.of("invalid_grant", "invalid_client", "unauthorized_client")) {
      if (message.contains(word)) {
        return ", " + word;
      }
    }
    return "";
  }
}
