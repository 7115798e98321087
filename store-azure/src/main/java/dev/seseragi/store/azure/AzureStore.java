package dev.seseragi.store.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.DownloadRetryOptions;
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
import dev.seseragi.store.azure.Calls.FailedException;
import dev.seseragi.store.remote.Background;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.remote.ServerClock;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A store that is a container of Azure Blob Storage, below a prefix. An object's timestamp is in
 * its metadata, so listings have it.
 *
 * <p>Memory: 12 MiB for each object that is written, 512 KiB for each stream that is read, whatever
 * their sizes. A call ends within {@link RemoteLimits#call}, and a second for each MiB of its body
 * beyond that.
 */
final class AzureStore implements ObjectStore {
  /** The slowest upload that is waited for. */
  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

  /** Beyond any blob (190 TiB), and small enough for every server's arithmetic. */
  private static final long LARGEST_OFFSET = 1L << 50;

  private final AzureSettings settings;
  private final RemoteLimits limits;
  private final ThreadFactory threads;
  private final ServerClock serverClock = new ServerClock();
  private final Calls calls;
  private final InstantSource clock;
  private final Listing listing;
  private final Deletions deletions;
  private final Background<BlobContainerClient> client;
  private final Set<DownloadStream> streams = ConcurrentHashMap.newKeySet();

  /** A store whose client is made in the background from now on. */
  AzureStore(AzureSettings settings, RemoteLimits limits) {
    this(
        settings,
        limits,
        Thread.ofVirtual().name("seseragi-azure-", 0).factory(),
        InstantSource.system(),
        new SplittableRandom());
  }

  AzureStore(
      AzureSettings settings,
      RemoteLimits limits,
      ThreadFactory threads,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.limits = limits;
    this.threads = threads;
    this.calls = new Calls(limits, threads, random);
    this.clock = clock;
    this.listing = new Listing(settings.prefix());
    this.deletions = new Deletions(calls, threads, limits.call());
    this.client = Background.start(new ClientMaker(settings, limits, serverClock), threads);
  }

  @Override
  public PutOutcome create(String name, Body body, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    String action = check("create", name);
    try {
      upload(name, body, timestamp, true);
      return new PutOutcome.Created();
    } catch (FailedException e) {
      return switch (e.kind()) {
        case TAKEN -> new PutOutcome.Taken();
        case UNCERTAIN -> new PutOutcome.Unknown(failure(action, e));
        case MISSING, BEYOND_THE_END, NOT_SENT, REFUSED -> throw failure(action, e);
      };
    }
  }

  @Override
  public void put(String name, Body body, Instant timestamp) {
    Requests.checkTimestamp(timestamp);
    String action = check("put", name);
    try {
      upload(name, body, timestamp, false);
    } catch (FailedException e) {
      throw failure(action, e);
    }
  }

  private void upload(String name, Body body, Instant timestamp, boolean isCreate)
      throws FailedException {
    Deadline deadline =
        Deadline.in(
            limits.call().plus(Duration.ofSeconds(body.sizeBytes() / SLOWEST_BYTES_PER_SECOND)));
    Upload.Order order =
        new Upload.Order(blob(name, deadline).getBlockBlobClient(), body, timestamp, isCreate);
    new Upload(order, calls, threads, deadline).run();
  }

  @Override
  public InputStream read(String name, long offsetBytes, long lengthBytes) {
    Requests.checkRange(offsetBytes, lengthBytes);
    String action = check("read", name);
    if (offsetBytes > LARGEST_OFFSET) {
      if (stat(name).isEmpty()) {
        throw new ObjectMissingException(describe(), name, null);
      }
      return InputStream.nullInputStream();
    }
    BlobRange range =
        lengthBytes > LARGEST_OFFSET
            ? new BlobRange(offsetBytes)
            : new BlobRange(offsetBytes, lengthBytes);
    Deadline deadline = Deadline.in(limits.call());
    try {
      BlobClient blob = blob(name, deadline);
      return calls.run(deadline, () -> download(blob, range));
    } catch (FailedException e) {
      return switch (e.kind()) {
        case BEYOND_THE_END -> InputStream.nullInputStream();
        case MISSING -> throw new ObjectMissingException(describe(), name, e.error());
        case TAKEN, NOT_SENT, UNCERTAIN, REFUSED -> throw failure(action, e);
      };
    }
  }

  private InputStream download(BlobClient blob, BlobRange range) throws Exception {
    // Not resumed within: whoever reads asks again.
    DownloadRetryOptions once = new DownloadRetryOptions().setMaxRetryRequests(0);
    DownloadStream stream =
        new DownloadStream(
            output -> {
              var _ =
                  blob.downloadStreamWithResponse(
                      output, range, once, null, false, null, Context.NONE);
            },
            threads,
            limits,
            streams);
    stream.begin();
    if (Thread.currentThread().isInterrupted()) {
      stream.close();
      throw new IOException("the answer came too late");
    }
    return stream;
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    Requests.checkPrefix(prefix);
    String action = "list \"" + prefix + "\"";
    checkOpen(action);
    Deadline deadline = Deadline.in(limits.call());
    try {
      BlobContainerClient container = client(deadline);
      return calls.run(deadline, () -> listing.page(container, prefix, continuation));
    } catch (FailedException e) {
      throw failure(action, e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String name) {
    String action = check("look at", name);
    Deadline deadline = Deadline.in(limits.call());
    try {
      BlobClient blob = blob(name, deadline);
      BlobProperties properties = calls.run(deadline, blob::getProperties);
      Instant timestamp = Timestamps.of(properties.getMetadata(), properties.getCreationTime());
      return Optional.of(new ObjectInfo(name, properties.getBlobSize(), timestamp));
    } catch (FailedException e) {
      if (e.kind() == Failure.MISSING) {
        return Optional.empty();
      }
      throw failure(action, e);
    }
  }

  @Override
  public void delete(Collection<String> names) {
    List<String> all = List.copyOf(names);
    all.forEach(Requests::checkName);
    String action =
        all.size() == 1 ? "delete " + all.getFirst() : "delete %,d objects".formatted(all.size());
    checkOpen(action);
    try {
      deletions.delete(
          client(Deadline.in(limits.call())),
          all.stream().map(name -> settings.prefix() + name).toList());
    } catch (FailedException e) {
      throw failure(action, e);
    }
  }

  private BlobClient blob(String name, Deadline deadline) throws FailedException {
    return client(deadline).getBlobClient(settings.prefix() + name);
  }

  /** Waits for the client; that there is none means that nothing was sent. */
  private BlobContainerClient client(Deadline deadline) throws FailedException {
    try {
      return client.get(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException(Failure.NOT_SENT, new Calls.InterruptedCallException(e));
    } catch (TimeoutException e) {
      throw new FailedException(Failure.NOT_SENT, e);
    } catch (ExecutionException e) {
      throw new FailedException(
          Failure.NOT_SENT, new IOException("the client cannot be made: " + e.getMessage(), e));
    }
  }

  private StoreException failure(String action, FailedException failure) {
    return calls.isClosed()
        ? new StoreClosedException(action, describe())
        : new AzureErrors(settings, clock).of(action, failure.error());
  }

  private String check(String verb, String name) {
    Requests.checkName(name);
    String action = verb + " " + name;
    checkOpen(action);
    return action;
  }

  private void checkOpen(String action) {
    if (calls.isClosed()) {
      throw new StoreClosedException(action, describe());
    }
  }

  @Override
  public Optional<Instant> clock() {
    return serverClock.now();
  }

  @Override
  public LevelNaming levelNaming() {
    return LevelNaming.DECIMAL_UNDER_LTX;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, true);
  }

  @Override
  public String describe() {
    return settings.describe();
  }

  @Override
  public void close() {
    calls.close();
    client.close();
    streams.forEach(DownloadStream::close);
  }
}
