package dev.seseragi.store.s3;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.Requests;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.remote.Background;
import dev.seseragi.store.remote.ServerClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * A store in a bucket of S3, or of what speaks its protocol. The object {@code a/b} has the key
 * {@code PREFIX/a/b}, and its timestamp is metadata.
 *
 * <p>Objects are created with {@code If-None-Match: *}; one larger than a part is uploaded in
 * parts, and the condition holds for the last request. Memory: some 100 KB a request under way,
 * whatever the object's size. The client's classes are loaded in the background from the
 * construction on.
 */
final class S3Store implements ObjectStore {
  private final S3Settings settings;
  private final String base;
  private final Calls calls;
  private final Uploads uploads;
  private final Reads reads;
  private final Deletes deletes;
  private final Listing listing;
  private final ServerClock clock = new ServerClock();
  private final Set<S3Range> streams = ConcurrentHashMap.newKeySet();

  S3Store(S3Settings settings, RemoteLimits limits) {
    this(settings, limits, Thread.ofVirtual().name("s3-", 0).factory());
  }

  private S3Store(S3Settings settings, RemoteLimits limits, ThreadFactory threads) {
    this.settings = settings;
    this.base = settings.location().prefix() + "/";
    this.calls =
        new Calls(
            Background.start(
                () -> S3ClientFactory.create(settings, limits, clock), S3Client::close, threads),
            new Failures(settings.location(), limits),
            limits,
            new SplittableRandom(),
            threads);
    this.uploads = new Uploads(calls, settings);
    this.reads = new Reads(calls, settings);
    this.deletes = new Deletes(calls, settings.location().bucket(), base);
    this.listing = new Listing(base);
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    String action = "create " + name;
    checkWrite(action, name, timestamp);
    try {
      uploads.store(new Uploads.Upload(base + name, body, timestamp, true));
      return new PutOutcome.Created();
    } catch (FailedCallException e) {
      if (e.kind() == Failure.Kind.TAKEN) {
        return new PutOutcome.Taken();
      }
      StoreException cause = e.toStoreException(action, describe());
      if (e.mayBeApplied()) {
        return new PutOutcome.Unknown(cause);
      }
      throw cause;
    } catch (UncheckedIOException e) {
      throw unreadable(action, e);
    }
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    String action = "put " + name;
    checkWrite(action, name, timestamp);
    try {
      uploads.store(new Uploads.Upload(base + name, body, timestamp, false));
    } catch (FailedCallException e) {
      throw e.toStoreException(action, describe());
    } catch (UncheckedIOException e) {
      throw unreadable(action, e);
    }
  }

  private StoreException unreadable(String action, UncheckedIOException e) {
    return new StoreException(
        "cannot %s in %s: its bytes cannot be read here: %s"
            .formatted(action, describe(), e.getMessage()),
        e.getCause());
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Requests.checkRange(offsetBytes, lengthBytes);
    String action = "read " + name;
    check(action, name);
    try {
      return reads.open(base + name, offsetBytes, lengthBytes, streams);
    } catch (FailedCallException e) {
      throw switch (e.kind()) {
        case MISSING -> new ObjectMissingException(describe(), name, e);
        case TAKEN, OUT_OF_RANGE, REFUSED, TEMPORARY, CLOSED ->
            e.toStoreException(action, describe());
      };
    }
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    Requests.checkPrefix(prefix);
    String action = "list \"" + prefix + "\"";
    checkOpen(action);
    String keyPrefix = base + prefix;
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(settings.location().bucket())
            .prefix(keyPrefix)
            .maxKeys(Listing.PAGE_SIZE)
            .continuationToken(continuation)
            .build();
    try {
      return calls.call(
          "s3:ListBucket", client -> listing.page(keyPrefix, client.listObjectsV2(request)));
    } catch (FailedCallException e) {
      throw e.toStoreException(action, describe());
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    String action = "look at " + name;
    check(action, name);
    try {
      return reads.head(base + name).map(found -> info(name, found));
    } catch (FailedCallException e) {
      throw e.toStoreException(action, describe());
    }
  }

  private static ObjectInfo info(String name, HeadObjectResponse found) {
    return new ObjectInfo(
        name, found.contentLength(), Timestamps.of(found.metadata(), found.lastModified()));
  }

  @Override
  public void delete(Collection<String> names) {
    Set<String> all = new LinkedHashSet<>(names);
    all.forEach(Requests::checkName);
    String action =
        all.size() == 1
            ? "delete " + all.iterator().next()
            : "delete %,d objects".formatted(all.size());
    checkOpen(action);
    try {
      deletes.delete(List.copyOf(all));
    } catch (FailedCallException e) {
      throw e.toStoreException(action, describe());
    }
  }

  private void checkWrite(String action, String name, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    check(action, name);
  }

  private void check(String action, String name) {
    Requests.checkName(name);
    checkOpen(action);
  }

  private void checkOpen(String action) {
    if (calls.isClosed()) {
      throw new StoreClosedException(action, describe());
    }
  }

  @Override
  public Optional<Instant> clock() {
    return clock.now();
  }

  @Override
  public LevelNaming levelNaming() {
    return LevelNaming.FOUR_HEX_DIGITS;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, true);
  }

  @Override
  public String describe() {
    return settings.location().describe();
  }

  @Override
  public void close() {
    calls.close();
    for (S3Range stream : streams) {
      try {
        stream.close();
      } catch (IOException e) {
        // Whoever reads it is told by the next read.
      }
    }
  }
}
