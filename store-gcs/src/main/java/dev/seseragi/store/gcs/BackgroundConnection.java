package dev.seseragi.store.gcs;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.remote.Background;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.remote.ServerClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * Makes the connection, and gets the first access token, while the caller does something else: TLS
 * and Google's login take some hundred milliseconds to load.
 */
final class BackgroundConnection implements GcsClient.Source, AutoCloseable {
  private final Background<Connection> making;

  BackgroundConnection(GcsSettings settings, RemoteLimits limits, ServerClock clock) {
    this.making =
        Background.start(
            () -> make(settings, limits, clock),
            Connection::close,
            Thread.ofPlatform().daemon().name("gcs-client").factory());
  }

  private static Connection make(GcsSettings settings, RemoteLimits limits, ServerClock clock) {
    Executor executor = Thread::startVirtualThread;
    Login login =
        settings.isEmulator()
            ? Login.anonymous()
            : new GoogleLogin(settings.keyFile(), settings.endpoint(), executor);
    executor.execute(() -> askForToken(login, limits));
    return new Connection(limits, login, executor, clock);
  }

  private static void askForToken(Login login, RemoteLimits limits) {
    try {
      login.headers(Deadline.in(limits.call()));
    } catch (LoginException e) {
      // The first request tries it again, and has somebody to tell.
    }
  }

  /** Waits for it if it is not there yet. */
  @Override
  public Connection connection(Deadline deadline) throws IOException {
    try {
      return making.get(deadline);
    } catch (ExecutionException e) {
      throw new IOException("the client could not be made: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("the client was not made in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread was interrupted while it waited");
    }
  }

  /** Ends what is under way, also if the connection is only about to be made. */
  @Override
  public void close() {
    making.close();
  }
}
