package dev.seseragi.testkit.store;

import dev.seseragi.store.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A body that pauses until all bodies of a race are under way: so all requests are in the midst of
 * it when the store decides who was first.
 */
final class RacingBody implements Body {
  /** A store that sends one request at a time never has all under way: the race goes on. */
  private static final long LONGEST_WAIT_MILLIS = 500;

  private final Body body;
  private final CyclicBarrier start;

  RacingBody(Body body, CyclicBarrier start) {
    this.body = body;
    this.start = start;
  }

  @Override
  public long sizeBytes() {
    return body.sizeBytes();
  }

  @Override
  public InputStream open() throws IOException {
    return new FilterInputStream(body.open()) {
      private boolean hasWaited;

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (!hasWaited) {
          hasWaited = true;
          awaitOthers();
        }
        return count;
      }
    };
  }

  private void awaitOthers() {
    try {
      start.await(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BrokenBarrierException | TimeoutException e) {
      // Then the requests do not overlap as much as they could.
    }
  }
}
