package dev.seseragi.store.gcs;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * The body of a request, which knows when the connection took bytes of it last: as long as it does,
 * the server is not silent, however long an upload takes.
 */
final class WatchedBody implements BodyPublisher {
  private final BodyPublisher body;
  private volatile long lastTakenNanos = System.nanoTime();

  WatchedBody(List<byte[]> parts) {
    this.body =
        switch (parts.size()) {
          case 0 -> BodyPublishers.noBody();
          case 1 -> BodyPublishers.ofByteArray(parts.getFirst());
          default ->
              BodyPublishers.concat(
                  parts.stream().map(BodyPublishers::ofByteArray).toArray(BodyPublisher[]::new));
        };
  }

  /** By the monotonic clock. */
  long lastTakenNanos() {
    return lastTakenNanos;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(
        new Subscriber<ByteBuffer>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer bytes) {
            lastTakenNanos = System.nanoTime();
            subscriber.onNext(bytes);
          }

          @Override
          public void onError(Throwable cause) {
            subscriber.onError(cause);
          }

          @Override
          public void onComplete() {
            subscriber.onComplete();
          }
        });
  }
}
